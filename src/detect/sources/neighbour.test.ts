import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { onEth0 } from "../../../test/support/household.ts";
import { address } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import type { InterfaceAddress } from "../../core/interface-address.ts";
import { parseMac } from "../../core/interface-id.ts";
import { failure, ok } from "../../core/result.ts";
import { decide, defaultRules } from "../verdict.ts";
import { neighbourSource } from "./neighbour.ts";

const mac = expectOk(parseMac("00:11:22:33:44:55"));
const other = expectOk(parseMac("00:11:22:33:44:66"));

const [eui, short, random] = ["3ffe:b00::211:22ff:fe33:4455", "3ffe:b00::52", "3ffe:b00::a1b2:c3d4:e5f6:789"] as const;

/** A LAN of which a test sets what the kernel knows. */
class Lan {
  readonly clock = new FakeClock();
  own: readonly InterfaceAddress[] = [onEth0("3ffe:b00::1")];
  met: readonly string[] = [];
  readonly #source = neighbourSource("ipv6", mac, {
    clock: this.clock,
    addressTable: { read: async () => ok(this.own) },
    neighbours: {
      read: async () => {
        const entries = this.met.map((text) => ({ interfaceName: "eth0", address: address(text), mac }));
        return ok([...entries, { interfaceName: "eth0", address: address("3ffe:b00::77"), mac: other }]);
      },
    },
  });

  /** The address that would be published, or why there is none. */
  async verdict(...met: readonly string[]): Promise<string> {
    this.met = met;
    const verdict = decide("ipv6", [await this.#source.observe()], defaultRules, this.clock.now());
    if (verdict.kind === "known") return verdict.addresses.join(" ");
    return verdict.kind === "unknown"
      ? verdict.weighed.map(({ setAside }) => setAside).join(" ") || verdict.reason
      : "";
  }
}

describe("a neighbour", () => {
  for (const [name, met, expected] of [
    ["has not been heard of", [], "no-source-answered"],
    ["with the address its MAC makes", [eui, "fe80::211:22ff:fe33:4455"], eui],
    ["with a short one", [random, short], short],
    ["with one that may be temporary", [random], "unproven"],
    ["with link-local and unique local ones", ["fe80::1", "fd00::1"], "not-publishable not-publishable"],
  ] as const) {
    test(name, async () => expect(await new Lan().verdict(...met)).toBe(expected));
  }

  test("is believed once it has been met for longer than temporary addresses live, sleep included", async () => {
    const lan = new Lan();
    expect(await lan.verdict(random)).toBe("unproven");
    await lan.clock.advance(Duration.days(1));
    expect(await lan.verdict()).toBe("no-source-answered");
    await lan.clock.advance(Duration.days(1));
    expect(await lan.verdict(random, "3ffe:b00::1111:2222:3333:4444")).toBe("unproven unproven");
    await lan.clock.advance(Duration.seconds(1));
    expect(await lan.verdict(random, "3ffe:b00::1111:2222:3333:4444")).toBe(random);
  });

  test("loses the address of a prefix that this host has no preferred address in any more", async () => {
    const lan = new Lan();
    const renumbered = "3ffe:b00:1::52";
    lan.own = [onEth0("3ffe:b00::1", { isDeprecated: true }), onEth0("3ffe:b00:1::1")];
    expect(await lan.verdict(short, renumbered)).toBe(renumbered);
    lan.own = [onEth0("3ffe:b00:1::1")];
    expect(await lan.verdict(short)).toBe("deprecated");
    lan.own = [
      onEth0("3ffe:b00::1", { preferredLifetime: Duration.seconds(900) }),
      onEth0("3ffe:b00:1::1", { preferredLifetime: Duration.hours(1) }),
    ];
    expect(await lan.verdict(short, renumbered)).toBe(renumbered);
  });

  for (const [name, neighbours] of [
    ["a system that tells none", undefined],
    [
      "a table that cannot be read",
      { read: async () => failure({ code: "neighbour-table-unreadable", detail: "error 105" } as const) },
    ],
  ] as const) {
    test(`${name} is a failure`, async () => {
      const ports = { clock: new FakeClock(), addressTable: { read: async () => ok([]) }, neighbours };
      const { answer } = await neighbourSource("ipv6", mac, ports).observe();
      expect(answer.kind === "failed" && answer.failure.code).toBe("neighbour-table-unreadable");
    });
  }
});
