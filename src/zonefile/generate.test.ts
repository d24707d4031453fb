import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { zoneLines } from "../../test/support/zone-lines.ts";
import { mostGenerated, parseGenerateRange } from "./generate.ts";
import { readZone } from "./read.ts";

/** A directive, and the records it stands for, without TTL. */
const rows: readonly (readonly [title: string, directive: string, records: readonly string[]])[] = [
  ["plain numbers", "1-2 host-$ A 192.0.2.$", ["host-1 A 192.0.2.1", "host-2 A 192.0.2.2"]],
  ["a step", "0-5/2 $ PTR h$", ["0 PTR h0.example.net.", "2 PTR h2.example.net.", "4 PTR h4.example.net."]],
  ["TTL and class", "7-7 a 60 IN A 192.0.2.$", ["a A 192.0.2.7"]],
  ["data of several words in quotes", '1-1 a$ MX "10 mail$"', ["a1 MX 10 mail1.example.net."]],
  ["data of several words without", "1-1 a$ MX 10 mail$", ["a1 MX 10 mail1.example.net."]],
  ["a quoted text among several", '1-1 a$ TXT x "y $"', ['a1 TXT "x" "y 1"']],
  ["an offset", `1-1 a$\{10} A 192.0.2.$\{-1}`, ["a11 A 192.0.2.0"]],
  ["a width", `9-10 a$\{0,3} A 192.0.2.$`, ["a009 A 192.0.2.9", "a010 A 192.0.2.10"]],
  ["bases", `10-10 d$\{0,0,d}-o$\{0,0,o}-x$\{0,0,x}-X$\{0,4,X} A 192.0.2.1`, ["d10-o12-xa-X000A A 192.0.2.1"]],
  ["nibbles", `26-26 $\{0,3,n}.a CNAME $\{0,7,N}.b`, ["a.1.a CNAME A.1.0.0.b.example.net."]],
  ["a dollar", "1-1 a\\$$ A 192.0.2.1", ["a\\$1 A 192.0.2.1"]],
];

describe("$GENERATE", () => {
  for (const [title, directive, records] of rows) {
    test(`${title}: ${directive}`, () => {
      const text = `$TTL 60\n@ SOA ns h 1 1 1 1 1\n@ NS ns\n$GENERATE ${directive}\n`;
      const zone = expectOk(readZone(text, { apex: name("example.net") }));
      const lines = zoneLines(zone.rrsets.filter(({ owner }) => !owner.equals(name("example.net"))));
      expect(lines).toEqual(records.map((record) => record.replace(" ", ".example.net. 60 ")));
    });
  }

  test("stands for at most a million entries", () => {
    expect(parseGenerateRange(`1-${mostGenerated}`)).toEqual({ first: 1, last: mostGenerated, step: 1 });
    expect(parseGenerateRange(`0-${mostGenerated}`)).toBeUndefined();
    expect(parseGenerateRange("2147483648-2147483649")).toBeUndefined();
  });
});
