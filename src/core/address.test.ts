import { describe, expect, test } from "bun:test";
import { isIPv4, isIPv6 } from "node:net";
import fc from "fast-check";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address } from "../../test/support/values.ts";
import { Address, compareAddresses } from "./address.ts";

const accepted: readonly (readonly [name: string, text: string, canonical: string])[] = [
  ["dotted decimal", "192.0.2.1", "192.0.2.1"],
  ["all zero", "0.0.0.0", "0.0.0.0"],
  ["RFC 5952 §1 leading zeros go", "2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["RFC 5952 §4.2.2 one zero group stays", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["RFC 5952 §4.2.3 longest run is shortened", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
  ["RFC 5952 §4.2.3 first of equal runs", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["RFC 5952 §4.3 lower case", "2001:DB8::A", "2001:db8::a"],
  ["RFC 5952 §5 mapped stays dotted", "::FFFF:C000:0201", "::ffff:192.0.2.1"],
  ["dotted end", "64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ["compatible form is not the mapped one", "::192.0.2.1", "::c000:201"],
  ["unspecified", "::", "::"],
  ["run at the end", "fe80::", "fe80::"],
];

const refused: readonly (readonly [name: string, text: string])[] = [
  ["empty", ""],
  ["inet_aton short form", "10.1"],
  ["octal looking", "010.0.0.1"],
  ["hexadecimal", "0x7f.0.0.1"],
  ["octet too large", "256.0.0.1"],
  ["with length", "192.0.2.1/24"],
  ["with zone", "fe80::1%eth0"],
  ["in brackets", "[::1]"],
  ["trailing blank", "::1 "],
  ["two compressions", "1::2::3"],
  ["three colons", "1:::2"],
  ["nine groups", "1:2:3:4:5:6:7:8:9"],
  ["compression of nothing", "1:2:3:4:5:6:7::8"],
  ["seven groups", "1:2:3:4:5:6:7"],
  ["five digits", "12345::"],
  ["dotted in the middle", "::1.2.3.4:1"],
  ["dotted before the compression", "1.2.3.4::"],
  ["lone colon end", "1:2:3:4:5:6:7:"],
  ["an HTML page", "<html>192.0.2.1</html>"],
];

describe("Address", () => {
  for (const [name, text, canonical] of accepted) {
    test(`${name}: ${text} is ${canonical}`, () => {
      expect(expectOk(Address.parse(text)).toString()).toBe(canonical);
    });
  }

  for (const [name, text] of refused) {
    test(`${name}: ${JSON.stringify(text)} is refused`, () => {
      expect(Address.parse(text)).toEqual({ ok: false, code: "not-an-address" });
    });
  }

  test("printing what was parsed gives the same octets again, for any octets", () => {
    const octets = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.array(fc.constantFrom(0, 0, 0, 1, 255), { minLength: 16, maxLength: 16 }).map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(octets, (value) => {
        const text = String(Address.ofOctets(value));
        expect(expectOk(Address.parse(text)).octets).toEqual(value);
      }),
    );
  });

  test("accepts exactly what node:net accepts, zones aside", () => {
    const alphabet = fc.constantFrom("0", "1", "9", "a", "F", ":", "::", ".", "255", "256", "192.0.2.1", "ffff");
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        expect(Address.parse(text).ok).toBe(isIPv4(text) || isIPv6(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test("unmapped looks inside mapped addresses only", () => {
    expect(address("::ffff:192.0.2.1").unmapped().toString()).toBe("192.0.2.1");
    expect(address("::192.0.2.1").unmapped().toString()).toBe("::c000:201");
    expect(address("192.0.2.1").unmapped().toString()).toBe("192.0.2.1");
  });

  test("the octets handed out are a copy", () => {
    const value = address("192.0.2.1");
    value.octets.fill(0);
    expect(value.octets).toEqual(Uint8Array.of(192, 0, 2, 1));
  });

  test("only 4 and 16 octets make an address", () => {
    expect([0, 3, 5, 15, 17].map((count) => Address.ofOctets(new Uint8Array(count)))).toEqual(Array(5).fill(undefined));
  });

  test("order is IPv4 first, then by number", () => {
    const sorted = ["::1", "10.0.0.2", "9.0.0.0", "2001:db8::"].map(address).toSorted(compareAddresses);
    expect(sorted.map(String)).toEqual(["9.0.0.0", "10.0.0.2", "::1", "2001:db8::"]);
  });
});
