import type { Clock } from "../../core/clock.ts";
import type { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { CommandFailure, CommandOutput, CommandRunner } from "../../core/process.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { SourceFailCode, SourceFailure } from "../../core/verdict.ts";
import { readAddress } from "../read-address.ts";
import { localOperator, type Sighting, type Source, sourceOf } from "../source.ts";

/** Runs a program of the user's and takes the first line it prints as the address. No shell is involved. */

/** A line is an address of 45 characters at most; what a program prints after it is allowed but not endless. */
const largestOutputOctets = 65_536;

/** What the runner's failures are among those of sources. */
const failCodes: Readonly<Record<CommandFailure["code"], SourceFailCode>> = {
  "command-not-found": "command-failed",
  "command-not-executable": "command-failed",
  "timed-out": "timed-out",
  "answer-too-large": "answer-too-large",
  aborted: "aborted",
};

export function commandSource(
  family: Family,
  argv: readonly [program: string, ...args: string[]],
  ports: { readonly commands: CommandRunner; readonly clock: Clock },
  timeout?: Duration,
): Source {
  return sourceOf(
    {
      // Arguments may hold credentials, so only the program has a name.
      id: `command:${argv[0]}`,
      family,
      operator: localOperator,
      strength: "asserted",
      ask: async (limits) => {
        const output = await ports.commands.run(argv, { ...limits, largestOutputOctets });
        if (!output.ok) return failure({ code: failCodes[output.code], detail: output.detail });
        return sightingsIn(output.value, family);
      },
    },
    ports.clock,
    timeout,
  );
}

/** Standard error stays unread: nobody promises that it holds no secret. */
function sightingsIn(output: CommandOutput, family: Family): Result<readonly Sighting[], SourceFailure> {
  const { status } = output;
  if (status !== 0) return failure({ code: "command-failed", detail: `exit status ${status}` });
  const [line = ""] = Buffer.from(output.stdout).toString("utf8").split("\n");
  if (line.trim() === "") return failure({ code: "no-address", detail: "the first line of the output is empty" });
  const address = readAddress(line, family);
  return address.ok ? ok([{ address: address.value, evidence: {} }]) : address;
}
