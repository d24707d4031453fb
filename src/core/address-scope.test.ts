import { describe, expect, test } from "bun:test";
import { address, prefix } from "../../test/support/values.ts";
import { Address } from "./address.ts";
import { type AddressScope, isGlobalUnicast, scopeOf } from "./address-scope.ts";

const rows: readonly (readonly [scope: AddressScope, ...addresses: string[]])[] = [
  ["global", "1.1.1.1", "44.128.10.10", "100.63.255.255", "100.128.0.0", "172.32.0.0", "192.0.1.0", "223.255.255.255"],
  ["global", "2000::", "3ffe:b00::1", "2001:200::1", "2606:4700::1111", "3ff0::1", "2003::1"],
  ["unspecified", "0.0.0.0", "::"],
  ["loopback", "127.0.0.1", "127.255.255.255", "::1"],
  ["link-local", "169.254.1.1", "fe80::1", "febf::1"],
  ["private", "10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1"],
  ["carrier-grade-nat", "100.64.0.0", "100.127.255.255"],
  ["unique-local", "fc00::1", "fdff::1"],
  ["documentation", "192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1", "3fff:fff::1"],
  ["benchmarking", "198.18.0.1", "198.19.255.255", "2001:2::1"],
  ["multicast", "224.0.0.1", "239.255.255.255", "ff02::1"],
  ["broadcast", "255.255.255.255"],
  ["translated", "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1"],
  ["tunnel", "2002::1", "2001::1", "192.88.99.1"],
  ["reserved", "0.1.2.3", "192.0.0.8", "240.0.0.1", "::5", "100::1", "2001:10::1", "4000::", "5f00::1", "fec0::1"],
];

describe("scopeOf", () => {
  for (const [scope, ...addresses] of rows) {
    for (const text of addresses) {
      test(`${text} is ${scope}`, () => {
        expect(scopeOf(address(text))).toBe(scope);
        expect(isGlobalUnicast(address(text))).toBe(scope === "global");
      });
    }
  }
});

/**
 * The IANA special-purpose address registries, both families, every entry as of 2026-11, and the multicast blocks. None of
 * them is an address somebody's home is reached at, those among them that are "globally reachable" included.
 */
const specialPurpose: readonly string[] = [
  ...["0.0.0.0/8", "0.0.0.0/32", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/32"],
  ...["192.0.0.171/32", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.88.99.2/32"],
  ...["192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4"],
  ...["240.0.0.0/4", "255.255.255.255/32"],
  ...["::1/128", "::/128", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64"],
  ...["2001::/23", "2001::/32", "2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:2::/48", "2001:3::/32"],
  ...["2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32", "2002::/16"],
  ...["2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
];

/** The last address of a prefix. */
function lastOf(text: string): string {
  const { address: first, length } = prefix(text);
  const octets = first.octets.map((octet, index) => octet | (0xff >> Math.min(8, Math.max(0, length - index * 8))));
  return String(Address.ofOctets(octets));
}

describe("the special-purpose registries", () => {
  for (const text of specialPurpose) {
    test(`${text} is published from its first to its last address by nobody`, () => {
      expect(isGlobalUnicast(prefix(text).address)).toBe(false);
      expect(isGlobalUnicast(address(lastOf(text)))).toBe(false);
    });
  }

  test("what lies just outside is ordinary", () => {
    const neighbours = ["9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0"];
    const further = ["169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0"];
    const last4 = [
      "192.167.255.255",
      "192.169.0.0",
      "198.17.255.255",
      "198.20.0.0",
      "203.0.112.255",
      "223.255.255.255",
    ];
    const ipv6 = [
      "2001:200::",
      "2001:db7:ffff::",
      "2001:db9::",
      "2003::",
      "2620:4f:7fff::",
      "2620:4f:8001::",
      "3ffe::",
    ];
    for (const text of [...neighbours, ...further, ...last4, ...ipv6]) {
      expect([text, scopeOf(address(text))]).toEqual([text, "global"]);
    }
  });
});
