import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  addressesOf,
  managedName,
  unknownVerdict,
  knownVerdict,
  verdictKey,
} from "../../test/support/reconcile-values.ts";
import { address, name } from "../../test/support/values.ts";
import { addressRdata, sameRdata } from "../core/rrset.ts";
import type { Verdict } from "../core/verdict.ts";
import { type Withdrawal, withdrawsAnything, withdrawsNothing } from "../core/withdrawal.ts";
import { type Desired, desiredRRsets, type PublishingLimits, rdataOf, withinCapacity } from "./desired.ts";
import type { AddressRule } from "./managed-name.ts";

const bothFamilies = (): PublishingLimits => ({ families: ["ipv4", "ipv6"], withdrawal: withdrawsAnything });

function present(...texts: readonly string[]): Desired {
  return { kind: "present", rdata: texts.map((text) => addressRdata(address(text))) };
}

function neighbour(interfaceId: string, prefixLength = 64): AddressRule {
  return { kind: "prefix-of", verdict: verdictKey("auto6"), interfaceId: address(interfaceId), prefixLength };
}

describe("desiredRRsets", () => {
  const own6: AddressRule = { kind: "verdict", verdict: verdictKey("auto6") };
  const rows: readonly {
    readonly name: string;
    readonly rule: AddressRule;
    readonly verdict: Verdict | undefined;
    readonly desired: Desired;
  }[] = [
    {
      name: "known address / publishes it",
      rule: own6,
      verdict: knownVerdict("ipv6", "2001:db8::1"),
      desired: present("2001:db8::1"),
    },
    {
      name: "known addresses out of order, one twice / canonical order, each once",
      rule: own6,
      verdict: knownVerdict("ipv6", "2001:db8::9", "2001:db8::1", "2001:db8::9"),
      desired: present("2001:db8::1", "2001:db8::9"),
    },
    {
      name: "known to be empty / withdraws",
      rule: own6,
      verdict: knownVerdict("ipv6"),
      desired: { kind: "withdrawn" },
    },
    {
      name: "sources disagree / no opinion, nothing is deleted",
      rule: own6,
      verdict: unknownVerdict("ipv6", "sources-disagree"),
      desired: { kind: "no-opinion", because: "sources-disagree" },
    },
    {
      name: "verdict not there yet / no opinion",
      rule: own6,
      verdict: undefined,
      desired: { kind: "no-opinion", because: "not-asked-yet" },
    },
    {
      name: "detection of the family is off / no opinion",
      rule: own6,
      verdict: { kind: "unmanaged", family: "ipv6" },
      desired: { kind: "no-opinion", because: "verdict-unmanaged" },
    },
    {
      name: "verdict of the other family / named incompatibility",
      rule: own6,
      verdict: knownVerdict("ipv4", "192.0.2.1"),
      desired: { kind: "no-opinion", because: "wrong-family" },
    },
    {
      name: "neighbour in the default /64 / prefix and interface id compose",
      rule: neighbour("::52"),
      verdict: knownVerdict("ipv6", "2001:db8:1:2:aaaa:bbbb:cccc:dddd"),
      desired: present("2001:db8:1:2::52"),
    },
    {
      name: "neighbour in another subnet of a delegated /56 / the interface id brings the subnet",
      rule: neighbour("0:0:0:7::52", 56),
      verdict: knownVerdict("ipv6", "2001:db8:1:ff02::1"),
      desired: present("2001:db8:1:ff07::52"),
    },
    {
      name: "two of our addresses in one prefix / one neighbour",
      rule: neighbour("::52"),
      verdict: knownVerdict("ipv6", "2001:db8::1", "2001:db8::2"),
      desired: present("2001:db8::52"),
    },
    {
      name: "two prefixes, as during renumbering / the neighbour in both",
      rule: neighbour("::52"),
      verdict: knownVerdict("ipv6", "2001:db8:0:1::1", "2001:db8:0:2::1"),
      desired: present("2001:db8:0:1::52", "2001:db8:0:2::52"),
    },
    {
      name: "neighbour of nobody / withdraws with us",
      rule: neighbour("::52"),
      verdict: knownVerdict("ipv6"),
      desired: { kind: "withdrawn" },
    },
    {
      name: "neighbour while unknown / no opinion",
      rule: neighbour("::52"),
      verdict: unknownVerdict("ipv6", "no-source-answered"),
      desired: { kind: "no-opinion", because: "no-source-answered" },
    },
    {
      name: "a whole address given as interface id / refused, its prefix would be guessed away",
      rule: neighbour("2001:db8::52"),
      verdict: knownVerdict("ipv6", "2001:db8:1:2::1"),
      desired: { kind: "no-opinion", because: "interface-id-inside-prefix" },
    },
    {
      name: "interface id of the other family / named incompatibility",
      rule: neighbour("0.0.0.52"),
      verdict: knownVerdict("ipv6", "2001:db8::1"),
      desired: { kind: "no-opinion", because: "wrong-family" },
    },
    {
      name: "impossible prefix length / named incompatibility",
      rule: neighbour("::52", 129),
      verdict: knownVerdict("ipv6", "2001:db8::1"),
      desired: { kind: "no-opinion", because: "prefix-length-out-of-range" },
    },
  ];
  for (const row of rows) {
    test(row.name, () => {
      const verdicts = new Map(row.verdict === undefined ? [] : [[verdictKey("auto6"), row.verdict]]);
      const names = [managedName({ addresses: addressesOf({ ipv6: row.rule }) })];
      const sets = desiredRRsets(names, verdicts, bothFamilies);
      expect(sets.map((set) => ({ target: set.target as string, desired: set.desired }))).toEqual([
        { target: "cf/home.example.net./AAAA", desired: row.desired },
      ]);
    });
  }

  test("an unmanaged family has no target, and every name keeps its own provider", () => {
    const auto4: AddressRule = { kind: "verdict", verdict: verdictKey("auto4") };
    const names = [
      managedName({ addresses: addressesOf({ ipv4: auto4, ipv6: own6 }) }),
      managedName({ owner: name("nas.example.org"), providerKey: "dd", addresses: addressesOf({ ipv6: own6 }) }),
      managedName({ owner: name("idle.example.org"), addresses: addressesOf({}) }),
    ];
    const targets = desiredRRsets(names, new Map(), bothFamilies).map((set) => set.target as string);
    expect(targets).toEqual(["cf/home.example.net./A", "cf/home.example.net./AAAA", "dd/nas.example.org./AAAA"]);
  });

  test("a family the service cannot publish is said, not silently dropped", () => {
    const names = [managedName({ addresses: addressesOf({ ipv6: own6 }) })];
    const verdicts = new Map([[verdictKey("auto6"), knownVerdict("ipv6", "2001:db8::1")]]);
    const [set] = desiredRRsets(names, verdicts, () => ({ families: ["ipv4"], withdrawal: withdrawsAnything }));
    expect(set?.desired).toEqual({ kind: "no-opinion", because: "family-unsupported" });
  });

  const auto4: AddressRule = { kind: "verdict", verdict: verdictKey("auto4") };
  const both = addressesOf({ ipv4: auto4, ipv6: own6 });
  const here = knownVerdict("ipv4", "192.0.2.1");
  const gone = knownVerdict("ipv4");
  const only6: Withdrawal = { families: ["ipv6"], needs: "nothing" };
  const beside: Withdrawal = { families: ["ipv4", "ipv6"], needs: "other-address" };
  const together: Withdrawal = { families: ["ipv4", "ipv6"], needs: "other-state" };
  const withdrawn: Desired = { kind: "withdrawn" };
  const unsupported: Desired = { kind: "no-opinion", because: "withdrawal-unsupported" };
  const waits: Desired = { kind: "no-opinion", because: "withdrawal-waits" };
  const unknown4 = unknownVerdict("ipv4", "sources-disagree");
  const withdrawals: readonly (readonly [
    title: string,
    withdrawal: Withdrawal,
    ipv4: Verdict | undefined,
    wanted4: Desired["kind"],
    wanted6: Desired,
  ])[] = [
    ["a service that withdraws nothing is not asked to", withdrawsNothing, here, "present", unsupported],
    ["a service that withdraws this family is asked to", only6, here, "present", withdrawn],
    ["a service that withdraws the other family is not asked to", only6, gone, "no-opinion", withdrawn],
    ["beside an address: withdrawn", beside, here, "present", withdrawn],
    ["no address to stand beside: neither is withdrawn", beside, gone, "no-opinion", unsupported],
    ["an address beside that is unknown: waits", beside, unknown4, "no-opinion", waits],
    ["both in one, the other present: withdrawn", together, here, "present", withdrawn],
    ["both in one, the other gone too: withdrawn", together, gone, "withdrawn", withdrawn],
    ["both in one, the other unknown: waits", together, unknown4, "no-opinion", waits],
  ];
  for (const [title, withdrawal, ipv4, wanted4, wanted6] of withdrawals) {
    test(title, () => {
      const verdicts = new Map([[verdictKey("auto6"), knownVerdict("ipv6")]]);
      if (ipv4 !== undefined) verdicts.set(verdictKey("auto4"), ipv4);
      const limits: PublishingLimits = { families: ["ipv4", "ipv6"], withdrawal };
      const [first, second] = desiredRRsets([managedName({ addresses: both })], verdicts, () => limits);
      expect(first?.desired.kind).toBe(wanted4);
      expect(second?.desired).toEqual(wanted6);
    });
  }

  for (const withdrawal of [beside, together]) {
    test(`the other family is not ours, and ${withdrawal.needs} is needed: not withdrawn`, () => {
      const verdicts = new Map([[verdictKey("auto6"), knownVerdict("ipv6")]]);
      const limits: PublishingLimits = { families: ["ipv4", "ipv6"], withdrawal };
      const [set] = desiredRRsets([managedName({ addresses: addressesOf({ ipv6: own6 }) })], verdicts, () => limits);
      expect(set?.desired).toEqual(unsupported);
    });
  }
});

describe("withinCapacity", () => {
  const values = fc.uniqueArray(fc.uint8Array({ minLength: 4, maxLength: 4 }), {
    minLength: 1,
    maxLength: 6,
    selector: (value) => value.join("."),
  });

  test("keeps the published value rather than the lowest", () => {
    const published = [addressRdata(address("192.0.2.9"))];
    expect(withinCapacity(present("192.0.2.1", "192.0.2.9"), 1, published)).toEqual(present("192.0.2.9"));
    expect(withinCapacity(present("192.0.2.1", "192.0.2.9"), 1, [])).toEqual(present("192.0.2.1"));
  });

  test("never holds more than fits, never invents a value, and stays once chosen", () => {
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 7 }), (rdata, published, largest) => {
        const desired: Desired = { kind: "present", rdata };
        const cut = rdataOf(withinCapacity(desired, largest, published)) ?? [];
        expect(cut.length).toBe(Math.min(rdata.length, largest));
        expect(cut.every((value) => rdata.some((other) => Buffer.compare(value, other) === 0))).toBe(true);
        const again = rdataOf(withinCapacity(desired, largest, cut)) ?? [];
        expect(sameRdata(cut, again)).toBe(true);
      }),
    );
  });
});
