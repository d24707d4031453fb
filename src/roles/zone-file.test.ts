import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { MemoryFiles } from "../../test/support/memory-files.ts";
import { name } from "../../test/support/values.ts";
import { toHex } from "../core/octets.ts";
import { readZone } from "../zonefile/read.ts";
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
  expect(await readZoneFile("/z", files)).toEqual({ ok: true, value: "text" });
  expect(await readZoneFile("/none", files)).toMatchObject({ ok: false, code: "file-missing" });
  expect(await readZoneFile("/locked", files)).toMatchObject({ ok: false, code: "file-unreadable" });
  expect(largestZoneFile).toBeGreaterThan(100_000_000);
});
