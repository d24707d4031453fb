import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { onInterface, onRouter } from "../../test/support/reports.ts";
import { address } from "../../test/support/values.ts";
import type { Address } from "../core/address.ts";
import type { Observation, SourceReport } from "../core/verdict.ts";
import { factsOf } from "./interface-evidence.ts";
import { type Memory, selectAddress } from "./select.ts";

const [x, y] = ["44.128.10.7", "44.128.10.8"] as const;
const [six, seven] = ["3ffe:b00::6", "3ffe:b00:1::7"] as const;

const nothing: Memory = { incumbents: [], seenSince: new Map() };

function seenIn(...reports: readonly SourceReport[]): readonly Observation[] {
  return reports.flatMap(({ answer }) => (answer.kind === "seen" ? answer.observations : []));
}

describe("selection", () => {
  for (const [name, reports, memory, expected] of [
    ["an address of this host before its router's", [onInterface([y]), onRouter(x)], nothing, y],
    ["the router's before one in a tunnel", [onInterface([x, { "link-kind": "wireguard" }]), onRouter(y)], nothing, y],
    ["one in a tunnel where there is no other", [onInterface([x, { "link-kind": "sit" }])], nothing, x],
    [
      "native before a tunnel, whatever the lifetimes",
      [
        onInterface(
          [six, { "preferred-lifetime": "forever", "link-kind": "sit" }],
          [seven, { "preferred-lifetime": 60 }],
        ),
      ],
      nothing,
      seven,
    ],
    [
      "what was published is left for what is nearer",
      [onInterface([y]), onRouter(x)],
      { ...nothing, incumbents: [address(x)] },
      y,
    ],
    [
      "all else equal: seen for longer",
      [onInterface([x], [y])],
      {
        ...nothing,
        seenSince: new Map([
          [x, 900],
          [y, 100],
        ]),
      },
      y,
    ],
    [
      "a new address after those that have stood for a while",
      [onInterface([x], [y])],
      { ...nothing, seenSince: new Map([[y, 100]]) },
      y,
    ],
    [
      "standing for longer does not outweigh a longer promise",
      [onInterface([six, { "preferred-lifetime": 900 }], [seven, { "preferred-lifetime": 3_600 }])],
      { ...nothing, seenSince: new Map([[six, 0]]) },
      seven,
    ],
  ] satisfies readonly (readonly [string, readonly SourceReport[], Memory, string])[]) {
    test(name, () => {
      expect(String(selectAddress(seenIn(...reports), memory))).toBe(expected);
    });
  }
});

const anyEvidence = fc
  .record({
    temporary: fc.boolean(),
    "preferred-lifetime": fc.constantFrom<number | string>(0, 60, 1_700, 1_701, 3_600, "forever"),
    origin: fc.constantFrom("static", "slaac", "dhcp", "kernel", "none"),
    "link-kind": fc.constantFrom("hardware", "bridge", "wireguard"),
    gateway: fc.constantFrom<string | boolean>(false, "192.168.1.1"),
  })
  .map(({ gateway, ...rest }) => ({ ...rest, ...(gateway === false ? {} : { gateway }) }));
const texts = [six, seven, "3ffe:b00::7", "3ffe:b00:2::8"] as const;
const anyEntries = fc.array(fc.tuple(fc.constantFrom(...texts), anyEvidence), { minLength: 1, maxLength: 6 });
const anyMemory: fc.Arbitrary<Memory> = fc.record({
  incumbents: fc.subarray([...texts], { maxLength: 2 }).map((some) => some.map(address)),
  seenSince: fc.array(fc.tuple(fc.constantFrom(...texts), fc.constantFrom(0, 5, 9))).map((entries) => new Map(entries)),
});

test("the order in which the kernel lists addresses never matters", () => {
  const shuffled = anyEntries.chain((entries) =>
    fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
  );
  fc.assert(
    fc.property(shuffled, anyMemory, ([entries, others], memory) => {
      const chosen = selectAddress(seenIn(onInterface(...entries)), memory);
      expect(String(selectAddress(seenIn(onInterface(...others)), memory))).toBe(String(chosen));
    }),
    { numRuns: 3_000 },
  );
});

test("one of the candidates is chosen, and a temporary or farther one only where there is no other", () => {
  fc.assert(
    fc.property(anyEntries, anyMemory, (entries, memory) => {
      const candidates = seenIn(onInterface(...entries));
      const chosen = selectAddress(candidates, memory);
      const matching = candidates.filter((one) => chosen?.equals(one.address) === true);
      expect(matching.length).toBeGreaterThan(0);
      const own = candidates.filter((one) => {
        const { gateway, linkKind } = factsOf(one.evidence);
        return gateway === undefined && linkKind !== "wireguard";
      });
      const lasting = own.filter((one) => !factsOf(one.evidence).isTemporary);
      const best = lasting.length > 0 ? lasting : own;
      if (best.length > 0) expect(matching.some((one) => best.includes(one))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("while an old prefix dies beside a new one, the name changes once and never back", () => {
  const anyPace = fc.record({
    /** Lifetime that both prefixes are advertised with, in seconds. */
    lifetime: fc.constantFrom(1_800, 3_600, 14_400),
    pause: fc.integer({ min: 200, max: 600 }),
    /** When the old prefix was advertised for the last time. */
    lastSeen: fc.integer({ min: 0, max: 4_000 }),
    look: fc.integer({ min: 10, max: 700 }),
  });
  fc.assert(
    fc.property(anyPace, ({ lifetime, pause, lastSeen, look }) => {
      const left = (advertised: number, now: number): number => Math.max(0, lifetime - (now - advertised));
      let published: Address = address(six);
      let changes = 0;
      for (let now = 0; now < lastSeen + lifetime + 1_200; now += look) {
        const old = left(Math.min(now - (now % pause), lastSeen), now);
        const fresh = left(now - (now % pause), now);
        const entries: (readonly [string, Observation["evidence"]])[] = [
          [seven, { "preferred-lifetime": fresh, origin: "slaac" }],
        ];
        // Deprecated ones are set aside before anything is chosen.
        if (old > 0) entries.push([six, { "preferred-lifetime": old, origin: "slaac" }]);
        const chosen = selectAddress(seenIn(onInterface(...entries)), {
          incumbents: [published],
          seenSince: new Map(),
        });
        if (chosen !== undefined && !chosen.equals(published)) {
          changes += 1;
          published = chosen;
        }
      }
      expect([String(published), changes]).toEqual([seven, 1]);
    }),
    { numRuns: 200 },
  );
});
