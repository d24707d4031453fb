import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { address, prefix } from "../../test/support/values.ts";
import { Address } from "./address.ts";
import { Prefix } from "./prefix.ts";

describe("Prefix", () => {
  test("clears host bits", () => {
    expect(String(prefix("192.0.2.77/26"))).toBe("192.0.2.64/26");
    expect(String(prefix("2001:db8:1:2:3::4/60"))).toBe("2001:db8:1::/60");
  });

  test("a bare address is the prefix of its full length", () => {
    expect(String(prefix("192.0.2.1"))).toBe("192.0.2.1/32");
    expect(String(prefix("::1"))).toBe("::1/128");
  });

  for (const [text, code] of [
    ["192.0.2.0/33", "length-out-of-range"],
    ["::/129", "length-out-of-range"],
    ["/64", "not-a-prefix"],
    ["::/", "not-a-prefix"],
    ["::/6 4", "not-a-prefix"],
    ["example/64", "not-a-prefix"],
  ] as const) {
    test(`${text} is ${code}`, () => expect(Prefix.parse(text)).toEqual({ ok: false, code }));
  }

  test("contains its own addresses and no others", () => {
    const delegated = prefix("2001:db8:ab00::/40");
    expect(delegated.contains(address("2001:db8:abff:ffff::1"))).toBe(true);
    expect(delegated.contains(address("2001:db8:ac00::1"))).toBe(false);
    expect(delegated.contains(address("192.0.2.1"))).toBe(false);
    expect(prefix("0.0.0.0/0").contains(address("255.255.255.255"))).toBe(true);
  });

  test("an interface id goes behind the prefix", () => {
    expect(String(prefix("2001:db8:1:2::/64").withInterfaceId(address("::211:22ff:fe33:4455")))).toBe(
      "2001:db8:1:2:211:22ff:fe33:4455",
    );
    expect(String(prefix("2001:db8:1::/56").withInterfaceId(address("::5:0:0:0:52")))).toBe("2001:db8:1:5::52");
  });

  test("an interface id that reaches into the prefix is refused", () => {
    expect(prefix("2001:db8:1:2::/64").withInterfaceId(address("::1:0:0:0:52"))).toBeUndefined();
    expect(prefix("2001:db8:1:2::/64").withInterfaceId(address("192.0.2.1"))).toBeUndefined();
  });

  test("prefix and interface id divide every address without loss", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.integer({ min: 0, max: 128 }),
        (octets, length) => {
          const whole = Address.ofOctets(octets);
          if (whole === undefined) throw new Error("16 octets are an address");
          const network = Prefix.around(whole, length);
          const hostOctets = octets.map((octet, index) => octet & ~(network?.address.octets[index] ?? 0));
          const host = Address.ofOctets(hostOctets);
          expect(network?.contains(whole)).toBe(true);
          expect(String(host && network?.withInterfaceId(host))).toBe(String(whole));
        },
      ),
    );
  });
});
