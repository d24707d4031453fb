import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address } from "../../test/support/values.ts";
import { Address } from "./address.ts";
import { formatMac, inSubnet, interfaceIdOf, interfaceIdOfMac, parseMac } from "./interface-id.ts";
import { Prefix } from "./prefix.ts";

describe("a MAC address", () => {
  for (const [text, expected] of [
    ["00:11:22:33:44:55", "00:11:22:33:44:55"],
    ["AA-BB-CC-DD-EE-FF", "aa:bb:cc:dd:ee:ff"],
    ["00:00:00:00:00:00", undefined],
    ["01:00:5e:00:00:01", undefined],
    ["ff:ff:ff:ff:ff:ff", undefined],
    ["00:11:22:33:44", undefined],
    ["00:11:22:33:44:55:66", undefined],
    ["00:11-22:33-44:55", undefined],
    ["0:11:22:33:44:55", undefined],
    ["0011.2233.4455", undefined],
    ["", undefined],
  ] as const) {
    test(`${JSON.stringify(text)} is ${expected ?? "none of a host"}`, () => {
      const mac = parseMac(text);
      expect(mac.ok ? formatMac(mac.value) : undefined).toBe(expected);
    });
  }

  // The first is the example of RFC 4291 App. A with its letters filled in, the second what Linux made for `eth0`.
  for (const [mac, id] of [
    ["34-56-78-9a-bc-de", "::3656:78ff:fe9a:bcde"],
    ["00:11:22:33:44:55", "::211:22ff:fe33:4455"],
    ["02:00:00:00:00:01", "::ff:fe00:1"],
  ] as const) {
    test(`${mac} becomes ${id}`, () => {
      expect(String(interfaceIdOfMac(expectOk(parseMac(mac))))).toBe(id);
    });
  }
});

const anyIpv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((octets) => {
  const made = Address.ofOctets(octets);
  if (made === undefined) throw new Error("sixteen octets are an address");
  return made;
});
const anyId = anyIpv6.map((one) => interfaceIdOf(one) ?? one);

describe("prefix arithmetic", () => {
  test("a prefix and the identifier of an address give the address back", () => {
    fc.assert(
      fc.property(anyIpv6, (one) => {
        const id = interfaceIdOf(one);
        const network = Prefix.around(one, 64);
        expect(id !== undefined && String(network?.withInterfaceId(id))).toBe(String(one));
      }),
    );
  });

  test("a host in a subnet is in what was delegated, in its own 64 bits, and in no other subnet's", () => {
    const anyPlace = fc.integer({ min: 32, max: 63 }).chain((length) => {
      const largest = 2 ** (64 - length) - 1;
      return fc.tuple(fc.constant(length), fc.integer({ min: 0, max: largest }), fc.integer({ min: 0, max: largest }));
    });
    fc.assert(
      fc.property(anyIpv6, anyId, anyPlace, (own, id, [length, subnet, other]) => {
        const delegated = Prefix.around(own, length);
        const hostIn = (number: number): Address | undefined => {
          const part = inSubnet(id, length, number);
          return part === undefined ? undefined : delegated?.withInterfaceId(part);
        };
        const [here, there] = [hostIn(subnet), hostIn(other)];
        if (here === undefined || there === undefined) throw new Error("the subnet fits");
        expect(delegated?.contains(here)).toBe(true);
        expect(String(interfaceIdOf(here))).toBe(String(id));
        expect(Prefix.around(here, 64)?.contains(there)).toBe(subnet === other);
      }),
    );
  });

  test("the numbers of subnets are the bits between", () => {
    const id = address("::52");
    const inHome = (length: number, subnet: number): string | undefined => {
      const part = inSubnet(id, length, subnet);
      const delegated = Prefix.around(address("2001:db8:12:3400::1"), length);
      return part === undefined ? undefined : delegated?.withInterfaceId(part)?.toString();
    };
    expect(inHome(56, 0)).toBe("2001:db8:12:3400::52");
    expect(inHome(56, 255)).toBe("2001:db8:12:34ff::52");
    expect(inHome(60, 3)).toBe("2001:db8:12:3403::52");
    expect(inHome(64, 0)).toBe("2001:db8:12:3400::52");
  });

  for (const [length, subnet] of [
    [56, 256],
    [64, 1],
    [65, 0],
    [56, -1],
    [56, 1.5],
    [0, 2 ** 60],
  ] as const) {
    test(`there is no subnet ${subnet} in ${length} bits`, () => {
      expect(inSubnet(address("::52"), length, subnet)).toBeUndefined();
    });
  }
});
