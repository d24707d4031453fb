import type { Clock } from "../../core/clock.ts";
import type { Family } from "../../core/family.ts";
import type { FileFailure, FileReader } from "../../core/files.ts";
import { Address } from "../../core/address.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { SourceFailCode, SourceFailure } from "../../core/verdict.ts";
import { excerpt } from "../read-address.ts";
import { localOperator, type Sighting, type Source, sourceOf } from "../source.ts";

/**
 * Reads addresses from a file that something else keeps, for instance the hook of a DHCP or PPP client.
 *
 * One address per line, both families in one file, `#` starts a comment. The line `none` says that families without a
 * line have no address; without it a missing family is unknown, so a file caught while it is rewritten deletes nothing.
 */

/** Room for some thousand addresses; a longer file is a mistake. */
const largestFileOctets = 65_536;

/** What the reader's failures are among those of sources: a missing file is no statement either. */
const failCodes: Readonly<Record<FileFailure["code"], SourceFailCode>> = {
  "file-missing": "file-unreadable",
  "file-unreadable": "file-unreadable",
  "file-too-large": "answer-too-large",
};

export function fileSource(
  family: Family,
  path: string,
  ports: { readonly files: FileReader; readonly clock: Clock },
): Source {
  return sourceOf(
    {
      id: `file:${path}`,
      family,
      operator: localOperator,
      strength: "asserted",
      ask: async () => {
        const file = await ports.files.read(path, largestFileOctets);
        if (!file.ok) return failure({ code: failCodes[file.code], detail: file.detail });
        return parseAddressFile(Buffer.from(file.value.octets).toString("utf8"), family);
      },
    },
    ports.clock,
  );
}

/** The addresses of one family in a file's text. One line that is not understood makes the whole file unreadable. */
export function parseAddressFile(text: string, family: Family): Result<readonly Sighting[], SourceFailure> {
  const sightings: Sighting[] = [];
  let saysNone = false;
  for (const [index, line] of text.split("\n").entries()) {
    const content = line.replace(/#.*$/, "").trim();
    if (content === "") continue;
    if (content === "none") {
      saysNone = true;
      continue;
    }
    const address = Address.parse(content);
    if (!address.ok) {
      return failure({ code: "not-an-address", detail: `#${index + 1} ${excerpt(content)}` });
    }
    if (address.value.family === family) sightings.push({ address: address.value, evidence: { line: index + 1 } });
  }
  if (sightings.length > 0 || saysNone) return ok(sightings);
  return failure({ code: "no-address", detail: `no ${family} address in the file` });
}
