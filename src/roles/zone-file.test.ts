import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { MemoryFiles } from "../../test/support/memory-files.ts";
import { name } from "../../test/support/values.ts";
import { toHex } from "../core/octets.ts";
import { readZone } from "../zonefile/read.ts";
import { filePlace, fileProblem } from "./file-problem.ts";
import { largestZoneFile, readZoneFile, zoneFileText } from "./zone-file.ts";

const octets = (text: string, encoding: BufferEncoding): Uint8Array => Uint8Array.from(Buffer.from(text, encoding));

describe("zoneFileText", () => {
  for (const [what, given, text] of [
    ["ASCII", octets("a A 192.0.2.1\n", "latin1"), "a A 192.0.2.1\n"],
    ["UTF-8", octets("; Büro\n", "utf8"), "; Büro\n"],
    ["a byte order mark", octets("\ufeffa\n", "utf8"), "a\n"],
    ["Latin-1 in a comment", octets("; Büro\nb\n", "latin1"), "; B\\252ro\nb\n"],
    ["Latin-1 beside UTF-8", Buffer.concat([octets("ü\n", "utf8"), octets("ü", "latin1")]), "ü\n\\252"],
    ["an octet that is never UTF-8", Uint8Array.of(0xff), "\\255"],
    ["nothing", new Uint8Array(), ""],
  ] as const) {
    test(what, () => {
      expect(zoneFileText(given)).toBe(text);
    });
  }

  test("a text in another character set keeps its octets", () => {
    const file = octets('@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns\nt 60 TXT "Café"\n', "latin1");
    const { rrsets } = expectOk(readZone(zoneFileText(file), { apex: name("dyn.example") }));
    const [rdata = new Uint8Array()] = rrsets.find((set) => set.type === "TXT")?.rdata ?? [];
    expect(toHex(rdata)).toBe("04436166e9");
  });
});

test("readZoneFile says why a file cannot be read", async () => {
  const files = new MemoryFiles({ "/z": "text", "/locked": { failure: "unreadable" } });
  expect(await readZoneFile("/z", files)).toEqual({ ok: true, value: { path: "/z", text: "text", includes: {} } });
  expect(await readZoneFile("/none", files)).toMatchObject({ ok: false, code: "file-missing" });
  expect(await readZoneFile("/locked", files)).toMatchObject({ ok: false, code: "file-unreadable" });
  expect(largestZoneFile).toBeGreaterThan(100_000_000);
});

describe("files that a zone includes", () => {
  const start = "@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns\n";
  const main = `${start}$INCLUDE hosts/a.zone sub\n$include "with blank.zone" ; said\nlast 60 A 192.0.2.9\n`;

  test("are read relative to the file that names them", async () => {
    const files = new MemoryFiles({
      "/zones/main": main,
      "/zones/hosts/a.zone": "a 60 A 192.0.2.1\n$INCLUDE b.zone\n$INCLUDE /elsewhere/c.zone\n",
      "/zones/hosts/b.zone": "b 60 A 192.0.2.2\n",
      "/zones/with blank.zone": "w 60 A 192.0.2.3\n",
      "/elsewhere/c.zone": "c 60 A 192.0.2.4\n",
    });
    const { text, includes } = expectOk(await readZoneFile("/zones/main", files));
    const zone = expectOk(readZone(text, { apex: name("dyn.example"), includes }));
    expect(zone.rrsets.filter(({ type }) => type === "A").map(({ owner }) => owner.hostname)).toEqual([
      "a.sub.dyn.example",
      "b.sub.dyn.example",
      "c.sub.dyn.example",
      "w.dyn.example",
      "last.dyn.example",
    ]);
  });

  test("are named in problems, missing ones too", async () => {
    const files = new MemoryFiles({ "/zones/main": main, "/zones/hosts/a.zone": "\na 60 A x\n" });
    const { text, includes } = expectOk(await readZoneFile("/zones/main", files));
    const refused = readZone(text, { apex: name("dyn.example"), includes });
    const problems = refused.ok ? [] : refused.problems;
    expect(problems.map((problem) => filePlace("/zones/main", fileProblem(problem)))).toEqual([
      "/zones/main:4:10",
      "/zones/hosts/a.zone:2:8",
    ]);
    expect(problems[0]?.code).toBe("include-unread");
  });

  test("may include each other without an end only so often", async () => {
    const files = new MemoryFiles({ "/z": `${start}$INCLUDE z\n` });
    const { text, includes } = expectOk(await readZoneFile("/z", files));
    const refused = readZone(text, { apex: name("dyn.example"), includes });
    expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(["include-unread"]);
  });
});
