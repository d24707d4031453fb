import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyName } from "../../test/support/arbitrary-dns.ts";
import { anyZone } from "../../test/support/arbitrary-zone.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { zoneLines } from "../../test/support/zone-lines.ts";
import { compareNames } from "../core/name.ts";
import { canonicalSortKey } from "./canonical-sort-key.ts";
import { printZone } from "./print.ts";
import { readZone } from "./read.ts";

describe("printZone", () => {
  test("a zone as people like to read it", () => {
    const zone = expectOk(
      readZone(`$ORIGIN example.net.
$TTL 300
www A 192.0.2.2
www A 192.0.2.1
b.a TXT "two" "texts"
*.a AAAA 2001:db8::1
@ 3600 SOA ns1 hostmaster.example.org. 2026112001 7200 3600 1209600 300
@ NS ns1
@ CAA 0 issue "ca.example.org"
ns1 A 192.0.2.53
_sip._udp.a-service-with-a-long-name 60 SRV 0 0 5060 www
x TYPE65280 \\# 2 abcd
`),
    );
    expect(printZone(zone.apex, zone.rrsets)).toBe(`$ORIGIN example.net.
$TTL 300
@                                3600 IN SOA    ns1.example.net. hostmaster.example.org. (
        2026112001 ; serial
        7200       ; refresh
        3600       ; retry
        1209600    ; expire
        300        ; minimum
        )
@                                     IN NS     ns1.example.net.
@                                     IN CAA    0 issue "ca.example.org"
*.a                                   IN AAAA   2001:db8::1
b.a                                   IN TXT    "two" "texts"
_sip._udp.a-service-with-a-long-name 60   IN SRV    0 0 5060 www.example.net.
ns1                                   IN A      192.0.2.53
www                                   IN A      192.0.2.1
www                                   IN A      192.0.2.2
x                                     IN TYPE65280 \\# 2 abcd
`);
  });

  test("an owner elsewhere is our bug", () => {
    const [rrset] = expectOk(readZone("@ 1 SOA a b 1 2 3 4 5\n@ NS a", { apex: name("example.org") })).rrsets;
    expect(() => printZone(name("example.net"), rrset === undefined ? [] : [rrset])).toThrow("expected");
  });

  test("an empty zone", () => expect(printZone(name("a"), [])).toBe("$ORIGIN a.\n"));

  test("any zone reads back, and printing that gives the same text", () => {
    fc.assert(
      fc.property(anyZone, ({ apex, rrsets }) => {
        const text = printZone(apex, rrsets);
        const zone = expectOk(readZone(text));
        expect(zone.warnings).toEqual([]);
        expect(zone.apex.key).toBe(apex.key);
        const lowered = (lines: readonly string[]): string[] => lines.map((line) => line.toLowerCase()).toSorted();
        expect(lowered(zoneLines(zone.rrsets))).toEqual(lowered(zoneLines(rrsets)));
        // Owners that differ in case are one owner, which has the case it was met in first.
        expect(printZone(zone.apex, zone.rrsets).toLowerCase()).toBe(text.toLowerCase());
      }),
      { numRuns: 300 },
    );
  });
});

describe("canonicalSortKey", () => {
  test("orders names as RFC 4034 §6.1 does", () => {
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        const [left, right] = [canonicalSortKey(a), canonicalSortKey(b)];
        const order = left === right ? 0 : left < right ? -1 : 1;
        expect(order).toBe(Math.sign(compareNames(a, b)));
      }),
      { numRuns: 2000 },
    );
  });
});
