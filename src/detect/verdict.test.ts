import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { asserted, echo, onInterface, onRouter } from "../../test/support/reports.ts";
import { address, prefix } from "../../test/support/values.ts";
import { scopeOf } from "../core/address-scope.ts";
import { Instant } from "../core/clock.ts";
import type { SourceReport, Verdict } from "../core/verdict.ts";
import { decide, defaultRules, type VerdictRules } from "./verdict.ts";

const at = Instant.ofMs(Date.UTC(2026, 10, 20));

/** Addresses of the networks that once were AMPRNet's and the 6bone's: global to every registry, and nobody's home. */
const [x, y, z] = ["44.128.10.7", "44.128.10.8", "44.128.10.9"] as const;
const [six, seven] = ["3ffe:b00::6", "3ffe:b00::7"] as const;

/** `known because addresses` or `unknown reason`, then what was set aside and why. */
function told(verdict: Verdict): string {
  if (verdict.kind === "unmanaged") return "unmanaged";
  const head =
    verdict.kind === "known"
      ? `${verdict.because} ${verdict.addresses.join(" ") || "none"}`
      : `unknown ${verdict.reason}`;
  const aside = verdict.weighed
    .filter(({ setAside }) => setAside !== undefined)
    .map(({ observation, setAside }) => `${observation.address} ${setAside}`);
  return [head, ...aside.toSorted()].join("; ");
}

interface Row {
  readonly name: string;
  readonly reports: readonly SourceReport[];
  readonly rules?: Partial<VerdictRules>;
  readonly expected: string;
}

const rows: readonly Row[] = [
  { name: "a family that is off", reports: [echo("a", x)], rules: { isManaged: false }, expected: "unmanaged" },
  { name: "nobody asked", reports: [], expected: "unknown not-asked-yet" },
  {
    name: "nobody answered",
    reports: [echo("a", "timed-out"), echo("b", "timed-out")],
    expected: "unknown no-source-answered",
  },
  { name: "two operators agree", reports: [echo("a", x), echo("b", x)], expected: `quorum ${x}` },
  { name: "one operator is not enough", reports: [echo("a", x)], expected: "unknown too-few-agree" },
  { name: "one operator, two servers", reports: [echo("a", x), echo("a", x)], expected: "unknown too-few-agree" },
  {
    name: "one answered, others failed",
    reports: [echo("a", x), echo("b", "timed-out")],
    expected: "unknown too-few-agree",
  },
  { name: "the only one configured", reports: [echo("a", x)], rules: { quorum: 1 }, expected: `quorum ${x}` },
  { name: "two disagree", reports: [echo("a", x), echo("b", y)], expected: "unknown sources-disagree" },
  {
    name: "two against one",
    reports: [echo("a", x), echo("b", x), echo("c", y)],
    expected: "unknown sources-disagree",
  },
  {
    name: "three against one",
    reports: [echo("a", x), echo("b", x), echo("c", x), echo("d", y)],
    expected: `quorum ${x}; ${y} outvoted`,
  },
  {
    name: "three against one operator with three servers",
    reports: [echo("a", x), echo("b", x), echo("c", x), echo("d", y), echo("d", y), echo("d", y)],
    expected: `quorum ${x}; ${y} outvoted; ${y} outvoted; ${y} outvoted`,
  },
  {
    name: "a proxy for foreign traffic: two abroad against one at home",
    reports: [echo("cloudflare", y), echo("nextcloud", y), echo("xiaomi", x)],
    expected: "unknown sources-disagree",
  },
  {
    name: "two uplinks, packets on both",
    reports: [echo("a", x), echo("b", y), echo("c", x), echo("d", y)],
    expected: "unknown sources-disagree",
  },
  {
    name: "an operator that contradicts itself",
    reports: [echo("a", x), echo("a", y), echo("b", x)],
    expected: "unknown sources-disagree",
  },
  {
    name: "echoes agree on a private address",
    reports: [echo("a", "192.168.1.7"), echo("b", "192.168.1.7")],
    expected: "unknown no-publishable-address; 192.168.1.7 not-publishable; 192.168.1.7 not-publishable",
  },
  {
    name: "a carrier's own network sees the address inside its NAT",
    reports: [echo("isp", "100.64.10.7"), echo("b", x), echo("c", x)],
    expected: `quorum ${x}; 100.64.10.7 not-publishable`,
  },
  {
    name: "private addresses may be published when asked for",
    reports: [echo("a", "192.168.1.7"), echo("b", "192.168.1.7")],
    rules: { scopes: ["global", "private"] },
    expected: "quorum 192.168.1.7",
  },
  {
    name: "behind NAT the interface leaves it to echoes",
    reports: [onInterface(["192.168.1.7"], ["127.0.0.1"]), echo("a", x), echo("b", x)],
    expected: `quorum ${x}; 127.0.0.1 not-publishable; 192.168.1.7 not-publishable`,
  },
  {
    name: "behind NAT while every echo is down",
    reports: [onInterface(["192.168.1.7"]), echo("a", "timed-out"), echo("b", "unreachable")],
    expected: "unknown no-echo-answered; 192.168.1.7 not-publishable",
  },
  { name: "an interface with a global address decides", reports: [onInterface([x])], expected: `direct-evidence ${x}` },
  {
    name: "echoes that agree with it stay in",
    reports: [onInterface([x]), echo("a", x), echo("b", x)],
    expected: `direct-evidence ${x}`,
  },
  {
    name: "VPN egress or policy routing: echoes see another address than the interface has",
    reports: [onInterface([x]), echo("a", y), echo("b", y), echo("c", y)],
    expected: `direct-evidence ${x}; ${y} outranked; ${y} outranked; ${y} outranked`,
  },
  {
    name: "a router with an address on either side: echoes see the one that was not chosen",
    reports: [onInterface([six], [seven]), echo("a", seven), echo("b", seven)],
    expected: `direct-evidence ${six}; ${seven} less-preferred; ${seven} less-preferred; ${seven} less-preferred`,
  },
  {
    name: "behind NAT the router tells, and echoes are not needed",
    reports: [onInterface(["192.168.1.7"]), onRouter(x), echo("a", "timed-out")],
    expected: `direct-evidence ${x}; 192.168.1.7 not-publishable`,
  },
  {
    name: "the router's word against a VPN's exit that every echo sees",
    reports: [onInterface(["192.168.1.7"]), onRouter(x), echo("a", y), echo("b", y)],
    expected: `direct-evidence ${x}; 192.168.1.7 not-publishable; ${y} outranked; ${y} outranked`,
  },
  {
    name: "a router with a carrier's address leaves it to echoes",
    reports: [onRouter("100.64.1.2"), echo("a", x), echo("b", x)],
    expected: `quorum ${x}; 100.64.1.2 not-publishable`,
  },
  {
    name: "everything leaves through a tunnel: what echoes see is its far end",
    reports: [
      onInterface(["172.16.0.2", { "link-kind": "tun", "default-route": true }], ["192.168.1.7"]),
      echo("a", x),
      echo("b", x),
    ],
    expected:
      `unknown no-publishable-address; 172.16.0.2 not-publishable; 192.168.1.7 not-publishable; ` +
      `${x} tunnel-egress; ${x} tunnel-egress`,
  },
  {
    name: "a tunnel that not everything leaves through",
    reports: [
      onInterface(["172.16.0.2", { "link-kind": "tun" }], ["192.168.1.7", { "default-route": true }]),
      echo("a", x),
      echo("b", x),
    ],
    expected: `quorum ${x}; 172.16.0.2 not-publishable; 192.168.1.7 not-publishable`,
  },
  {
    name: "echoes alone are believed through a tunnel: whoever names only them means its far end",
    reports: [echo("a", x), echo("b", x)],
    expected: `quorum ${x}`,
  },
  {
    name: "a fixed value is no echo, whatever the way out",
    reports: [
      onInterface(["172.16.0.2", { "link-kind": "tun", "default-route": true }]),
      asserted("file:/run/wan", x),
      echo("a", x),
    ],
    rules: { quorum: 1 },
    expected: `quorum ${x}; 172.16.0.2 not-publishable; ${x} tunnel-egress`,
  },
  {
    name: "pinned by interface",
    reports: [onInterface([six, { interface: "eth0" }], [seven, { interface: "wg0" }])],
    rules: { pin: { interfaceName: "wg0", prefix: undefined, interfaceId: undefined } },
    expected: `direct-evidence ${seven}; ${six} not-pinned`,
  },
  {
    name: "pinned by prefix and interface id",
    reports: [onInterface([six], ["3ffe:b00:1::6"], [seven])],
    rules: { pin: { interfaceName: undefined, prefix: prefix("3ffe:b00:1::/48"), interfaceId: address("::6") } },
    expected: `direct-evidence 3ffe:b00:1::6; ${six} not-pinned; ${seven} not-pinned`,
  },
  {
    name: "what is pinned is not there / nothing else is taken in its place",
    reports: [onInterface([six]), echo("a", six), echo("b", six)],
    rules: { pin: { interfaceName: undefined, prefix: undefined, interfaceId: address("::99") } },
    expected: `unknown no-publishable-address; ${six} not-pinned; ${six} not-pinned; ${six} not-pinned`,
  },
  {
    name: "what is pinned is deprecated",
    reports: [onInterface([six, { deprecated: true }], [seven])],
    rules: { pin: { interfaceName: undefined, prefix: undefined, interfaceId: address("::6") } },
    expected: `unknown no-publishable-address; ${six} deprecated; ${seven} not-pinned`,
  },
  {
    name: "an interface that is down does not count",
    reports: [onInterface([x, { up: false }]), echo("a", y), echo("b", y)],
    expected: `quorum ${y}; ${x} interface-down`,
  },
  {
    name: "of two addresses one is published",
    reports: [onInterface([y], [x])],
    expected: `direct-evidence ${x}; ${y} less-preferred`,
  },
  {
    name: "flawed IPv6 addresses are set aside, each for its reason",
    reports: [
      onInterface(
        [six],
        ["3ffe:b00::1", { tentative: true }],
        ["3ffe:b00::2", { tentative: true, duplicate: true }],
        ["3ffe:b00::3", { deprecated: true }],
        ["3ffe:b00::4", { temporary: true }],
        ["fe80::1"],
        ["fd00::1"],
        ["2002:c000:201::1"],
      ),
    ],
    expected:
      `direct-evidence ${six}; 2002:c000:201::1 not-publishable; 3ffe:b00::1 tentative; 3ffe:b00::2 duplicate; ` +
      "3ffe:b00::3 deprecated; 3ffe:b00::4 temporary; fd00::1 not-publishable; fe80::1 not-publishable",
  },
  {
    name: "only a temporary address",
    reports: [onInterface([six, { temporary: true }])],
    expected: `unknown no-publishable-address; ${six} temporary`,
  },
  {
    name: "only a temporary address, and echoes that see it",
    reports: [onInterface([six, { temporary: true }]), echo("a", six), echo("b", six)],
    expected: `unknown no-publishable-address; ${six} temporary; ${six} temporary; ${six} temporary`,
  },
  {
    name: "only a temporary address, asked for",
    reports: [onInterface([six, { temporary: true }])],
    rules: { allowsTemporary: true },
    expected: `direct-evidence ${six}`,
  },
  {
    name: "a lasting address comes before a temporary one even then",
    reports: [
      onInterface(
        [six, { temporary: true, "preferred-lifetime": "forever" }],
        [seven, { temporary: false, "preferred-lifetime": 60 }],
      ),
    ],
    rules: { allowsTemporary: true },
    expected: `direct-evidence ${seven}; ${six} less-preferred`,
  },
  {
    name: "both prefixes alive: the one preferred longer",
    reports: [onInterface([six, { "preferred-lifetime": 1_700 }], [seven, { "preferred-lifetime": 3_600 }])],
    expected: `direct-evidence ${seven}; ${six} less-preferred`,
  },
  {
    name: "equal lifetimes: set by hand before advertised before leased",
    reports: [
      onInterface(
        ["3ffe:b00::1", { origin: "dhcp", "preferred-lifetime": 3_600 }],
        ["3ffe:b00::2", { origin: "slaac", "preferred-lifetime": 3_600 }],
        ["3ffe:b00::3", { origin: "static", "preferred-lifetime": 3_600 }],
      ),
    ],
    expected: "direct-evidence 3ffe:b00::3; 3ffe:b00::1 less-preferred; 3ffe:b00::2 less-preferred",
  },
  {
    name: "all else equal: the smaller number",
    reports: [onInterface(["3ffe:b00::20"], ["3ffe:b00::3"])],
    expected: "direct-evidence 3ffe:b00::3; 3ffe:b00::20 less-preferred",
  },
  {
    name: "two routers taking turns do not make the name alternate",
    reports: [onInterface([six, { "preferred-lifetime": 3_100 }], [seven, { "preferred-lifetime": 3_600 }])],
    rules: { incumbents: [address(six)] },
    expected: `direct-evidence ${six}; ${seven} less-preferred`,
  },
  {
    name: "a prefix nobody advertises any more loses to the new one",
    reports: [onInterface([six, { "preferred-lifetime": 2_900 }], [seven, { "preferred-lifetime": 3_600 }])],
    rules: { incumbents: [address(six)] },
    expected: `direct-evidence ${seven}; ${six} less-preferred`,
  },
  {
    name: "a deprecated address is not kept for having been published",
    reports: [onInterface([six, { deprecated: true }], [seven])],
    rules: { incumbents: [address(six)] },
    expected: `direct-evidence ${seven}; ${six} deprecated`,
  },
  {
    name: "an old prefix is advertised once more, while the new address is tentative / the old one is not taken back",
    reports: [onInterface([six, { "preferred-lifetime": 0 }], [seven, { tentative: true }])],
    expected: `unknown no-publishable-address; ${six} deprecated; ${seven} tentative`,
  },
  {
    name: "a fixed address alone",
    reports: [asserted("static:x", x)],
    rules: { trustsAssertions: true },
    expected: `asserted ${x}`,
  },
  {
    name: "a file with two addresses",
    reports: [asserted("file:/run/wan", `${y} ${x}`)],
    rules: { trustsAssertions: true },
    expected: `asserted ${x} ${y}`,
  },
  {
    name: "a file that says none",
    reports: [asserted("file:/run/wan", "none")],
    rules: { trustsAssertions: true },
    expected: "asserted none",
  },
  {
    name: "a file that cannot be read withdraws nothing",
    reports: [asserted("file:/run/wan", "file-unreadable")],
    rules: { trustsAssertions: true },
    expected: "unknown no-source-answered",
  },
  {
    name: "a private fixed address",
    reports: [asserted("static:p", "10.0.0.1")],
    rules: { trustsAssertions: true },
    expected: "unknown no-publishable-address; 10.0.0.1 not-publishable",
  },
  {
    name: "a private one beside a global one",
    reports: [asserted("file:/run/wan", `10.0.0.1 ${x}`)],
    rules: { trustsAssertions: true },
    expected: `asserted ${x}; 10.0.0.1 not-publishable`,
  },
  {
    name: "two files that agree",
    reports: [asserted("file:/a", `${x} ${y}`), asserted("file:/b", `${y} ${x}`)],
    rules: { trustsAssertions: true },
    expected: `asserted ${x} ${y}`,
  },
  {
    name: "two files that do not",
    reports: [asserted("file:/a", x), asserted("file:/b", `${x} ${y}`)],
    rules: { trustsAssertions: true },
    expected: "unknown sources-disagree",
  },
  {
    name: "a file that says none against one with an address",
    reports: [asserted("file:/a", "none"), asserted("file:/b", x)],
    rules: { trustsAssertions: true },
    expected: "unknown sources-disagree",
  },
  {
    name: "a command beside an echo is one voice",
    reports: [asserted("command:/wan", x), echo("a", x)],
    expected: `quorum ${x}`,
  },
  {
    name: "a command against an echo",
    reports: [asserted("command:/wan", x), echo("a", y)],
    expected: "unknown sources-disagree",
  },
  {
    name: "two local assertions are one voice",
    reports: [asserted("command:/wan", x), asserted("file:/run/wan", x)],
    expected: "unknown too-few-agree",
  },
  {
    name: "none beside an echo",
    reports: [asserted("file:/run/wan", "none"), echo("a", x)],
    expected: "unknown sources-disagree",
  },
];

describe("the verdict", () => {
  for (const { name, reports, rules, expected } of rows) {
    test(name, () => {
      const family = expected.includes("::") ? "ipv6" : "ipv4";
      expect(told(decide(family, reports, { ...defaultRules, ...rules }, at))).toBe(expected);
    });
  }
});

const operator = fc.constantFrom("a", "b", "c", "d", "e");
const anyEcho = fc
  .tuple(operator, fc.constantFrom(x, y, z, "10.0.0.1", "192.168.1.7", "timed-out"))
  .map(([who, said]) => echo(who, said));
const anyInterface = fc
  .array(
    fc.tuple(
      fc.constantFrom(x, y, z, "10.0.0.1", "169.254.1.1"),
      fc.record({ deprecated: fc.boolean(), up: fc.boolean(), "preferred-lifetime": fc.constantFrom(60, 900, 3_600) }),
    ),
    { maxLength: 3 },
  )
  .map((entries) => onInterface(...entries));
const anyAsserted = fc
  .constantFrom(x, y, `${x} ${y}`, "10.0.0.1", "none", "file-unreadable")
  .map((said) => asserted("file:/run/wan", said));
const anyReports = fc.array(fc.oneof({ weight: 4, arbitrary: anyEcho }, anyInterface, anyAsserted), { maxLength: 7 });
const anyRules: fc.Arbitrary<VerdictRules> = fc
  .record({
    quorum: fc.constantFrom(1, 2, 3),
    trustsAssertions: fc.boolean(),
    incumbents: fc.constantFrom([], [address(x)], [address(y)]),
  })
  .map((some) => ({ ...defaultRules, ...some }));

/** The decision without what was weighed. */
function decision(reports: readonly SourceReport[], rules: VerdictRules): string {
  return told(decide("ipv4", reports, rules, at)).split("; ")[0] ?? "";
}

const voicesFor = (reports: readonly SourceReport[], text: string): number =>
  new Set(
    reports.flatMap(({ answer, operator: who, strength }) =>
      strength !== "direct" && answer.kind === "seen" && answer.observations.some((one) => String(one.address) === text)
        ? [who]
        : [],
    ),
  ).size;

describe("whatever sources say", () => {
  test("the order of their reports does not matter", () => {
    const shuffled = anyReports.chain((reports) =>
      fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length })),
    );
    fc.assert(
      fc.property(shuffled, anyRules, ([reports, others], rules) => {
        expect(told(decide("ipv4", others, rules, at))).toBe(told(decide("ipv4", reports, rules, at)));
      }),
      { numRuns: 2_000 },
    );
  });

  test("a failed report changes nothing but the words for not knowing", () => {
    const outcome = (reports: Parameters<typeof decision>[0], rules: Parameters<typeof decision>[1]): string =>
      decision(reports, rules).replace("no-echo-answered", "no-publishable-address");
    fc.assert(
      fc.property(
        anyReports.filter((reports) => reports.length > 0),
        anyRules,
        operator,
        (reports, rules, who) => {
          expect(outcome([...reports, echo(who, "timed-out")], rules)).toBe(outcome(reports, rules));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("a known verdict holds publishable addresses that somebody saw, sorted", () => {
    fc.assert(
      fc.property(anyReports, anyRules, (reports, rules) => {
        const verdict = decide("ipv4", reports, rules, at);
        if (verdict.kind !== "known") return;
        const seen = verdict.weighed.map(({ observation }) => String(observation.address));
        for (const one of verdict.addresses) {
          expect(rules.scopes).toContain(scopeOf(one));
          expect(seen).toContain(String(one));
        }
        expect(verdict.addresses.map(String)).toEqual([...new Set(verdict.addresses.map(String))].toSorted());
      }),
      { numRuns: 2_000 },
    );
  });

  test("every observation is weighed exactly once", () => {
    fc.assert(
      fc.property(anyReports, anyRules, (reports, rules) => {
        const verdict = decide("ipv4", reports, rules, at);
        const count = reports.flatMap(({ answer }) => (answer.kind === "seen" ? answer.observations : [])).length;
        expect(verdict.kind === "unmanaged" ? count : verdict.weighed.length).toBe(count);
      }),
    );
  });

  test("a quorum is as many independent operators as asked for, and more than those against", () => {
    fc.assert(
      fc.property(anyReports, anyRules, (reports, rules) => {
        const verdict = decide("ipv4", reports, rules, at);
        if (verdict.kind !== "known" || verdict.because !== "quorum") return;
        const [only] = verdict.addresses;
        if (only !== undefined) expect(voicesFor(reports, String(only))).toBeGreaterThanOrEqual(rules.quorum);
      }),
      { numRuns: 2_000 },
    );
  });

  test("losing voices never moves a verdict to another address, as long as those left agree", () => {
    fc.assert(
      fc.property(
        fc.array(operator, { minLength: 1, maxLength: 6 }),
        fc.nat(6),
        fc.constantFrom(1, 2, 3),
        (operators, left, quorum) => {
          const rules = { ...defaultRules, quorum };
          const reports = operators.map((who) => echo(who, x));
          const before = decision(reports, rules);
          const after = decision(reports.slice(0, left), rules);
          expect(["unknown not-asked-yet", "unknown too-few-agree", `quorum ${x}`]).toContain(after);
          if (before.startsWith("unknown")) expect(after.startsWith("unknown")).toBe(true);
        },
      ),
    );
  });

  test("taking a voice for the winner away from an undecided round does not make it win", () => {
    fc.assert(
      fc.property(
        fc.array(anyEcho, { minLength: 1, maxLength: 7 }),
        anyRules,
        fc.constantFrom(x, y, z),
        (reports, rules, text) => {
          if (!decision(reports, rules).startsWith("unknown")) return;
          const index = reports.findIndex(
            ({ answer }) => answer.kind === "seen" && String(answer.observations[0]?.address) === text,
          );
          const fewer = reports.filter((_, position) => position !== index);
          if (index >= 0) expect(decision(fewer, rules)).not.toBe(`quorum ${text}`);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("echoes alone never outweigh a sound address on an interface", () => {
    fc.assert(
      fc.property(fc.array(anyEcho, { maxLength: 6 }), (echoes) => {
        expect(decision([...echoes, onInterface([x])], defaultRules)).toBe(`direct-evidence ${x}`);
      }),
    );
  });

  test("none is only known when somebody asserted it", () => {
    fc.assert(
      fc.property(anyReports, anyRules, (reports, rules) => {
        const verdict = decide("ipv4", reports, rules, at);
        if (verdict.kind !== "known" || verdict.addresses.length > 0) return;
        expect(reports.some(({ answer }) => answer.kind === "seen" && answer.observations.length === 0)).toBe(true);
      }),
    );
  });
});
