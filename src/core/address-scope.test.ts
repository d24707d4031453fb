import { describe, expect, test } from "bun:test";
import { address } from "../../test/support/values.ts";
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
