import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { address, prefix } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import type { AddressTable, InterfaceAddress } from "../../core/interface-address.ts";
import { failure, ok } from "../../core/result.ts";
import { factsOf } from "../interface-evidence.ts";
import { interfaceSource } from "./interface.ts";

function entry(interfaceName: string, text: string, facts: Partial<InterfaceAddress> = {}): InterfaceAddress {
  return {
    interfaceName,
    interfaceIndex: 2,
    address: address(text),
    prefixLength: text.includes(":") ? 64 : 24,
    isTentative: false,
    isDuplicate: false,
    isDeprecated: false,
    isTemporary: false,
    origin: "slaac",
    preferredLifetime: Duration.seconds(1_798.9),
    validLifetime: "forever",
    isLoopback: false,
    isUp: true,
    ...facts,
  };
}

const table: AddressTable = {
  read: async () =>
    ok([
      entry("lo", "127.0.0.1", { isLoopback: true }),
      entry("eth0", "198.51.100.7"),
      entry("eth0", "2001:db8:1::7", { isDeprecated: true }),
      entry("eth0", "fe80::7"),
      entry("wg0", "2001:db8:2::7", { isUp: false }),
    ]),
};

const addressesOf = async (...given: Parameters<typeof interfaceSource>): Promise<unknown> => {
  const { answer } = await interfaceSource(...given).observe();
  return answer.kind === "seen" ? answer.observations.map((one) => String(one.address)) : answer.failure.code;
};

describe("the interface source", () => {
  const ports = { addressTable: table, clock: new FakeClock() };

  for (const [family, name, expected] of [
    ["ipv4", undefined, ["127.0.0.1", "198.51.100.7"]],
    ["ipv6", undefined, ["2001:db8:1::7", "fe80::7", "2001:db8:2::7"]],
    ["ipv6", "eth0", ["2001:db8:1::7", "fe80::7"]],
    ["ipv4", "wg0", "no-address"],
    ["ipv4", "eth9", "no-address"],
  ] as const) {
    test(`${family} on ${name ?? "every interface"}`, async () => {
      expect(await addressesOf(family, name, ports)).toEqual(expected);
    });
  }

  test("tells what the kernel knows, lifetimes in whole seconds", async () => {
    const { answer } = await interfaceSource("ipv6", "eth0", ports).observe();
    const [first] = answer.kind === "seen" ? answer.observations : [];
    expect(first?.prefix?.equals(prefix("2001:db8:1::/64"))).toBe(true);
    expect(first?.evidence).toEqual({
      interface: "eth0",
      "prefix-length": 64,
      up: true,
      tentative: false,
      duplicate: false,
      deprecated: true,
      temporary: false,
      origin: "slaac",
      "preferred-lifetime": 1_798,
      "valid-lifetime": "forever",
    });
    expect(factsOf(first?.evidence ?? {})).toMatchObject({ isDeprecated: true, preferredLifetime: 1_798 });
  });

  test("leaves out what the system does not tell", async () => {
    const silent: AddressTable = {
      read: async () =>
        ok([
          entry("en0", "198.51.100.7", {
            isTentative: undefined,
            isDuplicate: undefined,
            isDeprecated: undefined,
            isTemporary: undefined,
            origin: undefined,
            preferredLifetime: undefined,
            validLifetime: undefined,
            isUp: undefined,
          }),
        ]),
    };
    const { answer } = await interfaceSource("ipv4", undefined, { ...ports, addressTable: silent }).observe();
    const [first] = answer.kind === "seen" ? answer.observations : [];
    expect(first?.evidence).toEqual({ interface: "en0", "prefix-length": 24 });
    expect(factsOf(first?.evidence ?? {})).toEqual({
      isDown: false,
      isTentative: false,
      isDuplicate: false,
      isDeprecated: false,
      isTemporary: false,
      preferredLifetime: Number.POSITIVE_INFINITY,
      origin: undefined,
      isUnproven: false,
      interfaceName: "en0",
      linkKind: undefined,
      carriesDefaultRoute: false,
      container: undefined,
      gateway: undefined,
    });
  });

  test("an unreadable table is a failure", async () => {
    const broken: AddressTable = {
      read: async () => failure({ code: "address-table-unreadable", detail: "recv failed with error 105" }),
    };
    const { answer } = await interfaceSource("ipv4", undefined, { ...ports, addressTable: broken }).observe();
    expect(answer).toEqual({
      kind: "failed",
      failure: { code: "address-table-unreadable", detail: "recv failed with error 105" },
    });
  });
});
