import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { name, ttl } from "../../test/support/values.ts";
import type { Revision } from "../core/journal.ts";
import type { RRset } from "../core/rrset.ts";
import { noteItem } from "./follow-journal.ts";
import { type Delta, ZoneDeltas } from "./zone-deltas.ts";

const apex = name("dyn.example");
const at = (revision: number): Revision => revision as Revision;

function set(owner: string, ...values: readonly number[]): RRset {
  return { owner: name(owner), type: "A", ttl: ttl(60), rdata: values.map((value) => Uint8Array.of(192, 0, 2, value)) };
}

function gist(deltas: readonly Delta[] | undefined): readonly string[] | undefined {
  const values = (rrset: RRset | undefined): string => rrset?.rdata.map((rdata) => rdata[3]).join("+") ?? "none";
  return deltas?.map(({ owner, before, after }) => `${owner.labels.length} ${values(before)} > ${values(after)}`);
}

function change(owner: string, before: readonly number[], after: readonly number[]): Delta {
  const of = (values: readonly number[]): RRset | undefined =>
    values.length === 0 ? undefined : set(owner, ...values);
  return { owner: name(owner), type: "A", before: of(before), after: of(after) };
}

describe("ZoneDeltas", () => {
  test("tells the net difference, each RRset once", () => {
    const deltas = new ZoneDeltas(() => true);
    deltas.begin(apex, at(1));
    deltas.add(apex, at(2), [change("a.dyn.example", [], [1])]);
    deltas.add(apex, at(5), [change("a.dyn.example", [1], [2]), change("b.c.dyn.example", [7], [])]);
    deltas.add(apex, at(6), [change("a.dyn.example", [2], [])]);
    expect(gist(deltas.since(apex, at(1)))).toEqual(["3 none > none", "4 7 > none"]);
    expect(gist(deltas.since(apex, at(2)))).toEqual(["3 1 > none", "4 7 > none"]);
    expect(gist(deltas.since(apex, at(3)))).toEqual(["3 1 > none", "4 7 > none"]);
    expect(gist(deltas.since(apex, at(6)))).toEqual([]);
  });

  test("knows nothing of what was before it began, nor of zones it does not keep", () => {
    const deltas = new ZoneDeltas(() => true);
    expect(deltas.since(apex, at(3))).toBeUndefined();
    deltas.begin(apex, at(3));
    expect(deltas.since(apex, at(2))).toBeUndefined();
    expect(deltas.since(apex, at(3))).toEqual([]);
    deltas.forget(apex);
    expect(deltas.knows(apex)).toBe(false);
  });

  test("forgets the oldest when there are too many", () => {
    const deltas = new ZoneDeltas(() => true);
    deltas.begin(apex, at(1));
    const many = Array.from({ length: 40_000 }, (_, index) => change(`h${index}.dyn.example`, [], [1]));
    deltas.add(apex, at(2), many);
    deltas.add(apex, at(3), many.slice(0, 20_000));
    expect(deltas.since(apex, at(1))?.length).toBe(40_000);
    deltas.add(apex, at(4), many.slice(0, 20_000));
    expect(deltas.since(apex, at(1))).toBeUndefined();
    expect(deltas.since(apex, at(2))?.length).toBe(20_000);
  });
});

describe("following the journal", () => {
  const origin = { actor: { kind: "configuration" }, transport: "start", peer: undefined, zone: apex } as const;
  const now = 0 as never;

  test("any entries, one after the other, come to the difference between the states", () => {
    const owner = fc.constantFrom("a.dyn.example", "b.dyn.example", "c.dyn.example");
    const step = fc.tuple(owner, fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }));
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        fc.nat(8),
        (entries, from) => {
          const deltas = new ZoneDeltas(() => true);
          const states: ReadonlyMap<string, RRset>[] = [new Map()];
          deltas.begin(apex, at(0));
          for (const [index, steps] of entries.entries()) {
            const state = new Map(states.at(-1));
            const view = { rrset: (of: { key: string }) => states.at(-1)?.get(of.key) };
            const changes = steps.map(([text, value]) =>
              value === undefined
                ? ({ kind: "rrset-removed", owner: name(text), type: "A" } as const)
                : ({ kind: "rrset-replaced", ...set(text, value) } as const),
            );
            noteItem(deltas, { kind: "entry", entry: { ...origin, revision: at(index + 1), at: now, changes } }, view);
            for (const each of changes) {
              if (each.kind === "rrset-removed") state.delete(each.owner.key);
              else state.set(each.owner.key, each);
            }
            states.push(state);
          }
          const start = Math.min(from, entries.length);
          const told = new Map(states[start]);
          for (const { owner: changed, before, after } of deltas.since(apex, at(start)) ?? []) {
            expect(told.get(changed.key)?.rdata).toEqual(before?.rdata);
            if (after === undefined) told.delete(changed.key);
            else told.set(changed.key, after);
          }
          const values = (state: ReadonlyMap<string, RRset> | undefined): unknown =>
            [...(state ?? [])].map(([key, { rdata }]) => [key, rdata]).toSorted();
          expect(values(told)).toEqual(values(states.at(-1)));
        },
      ),
    );
  });

  test("a new zone and a large import begin anew", () => {
    const deltas = new ZoneDeltas(() => true);
    const view = { rrset: () => undefined };
    const added = [{ kind: "zone-added", serialBase: 1 as never }] as const;
    noteItem(deltas, { kind: "entry", entry: { ...origin, revision: at(4), at: now, changes: added } }, view);
    expect(deltas.since(apex, at(4))).toEqual([]);
    const many = Array.from(
      { length: 10_001 },
      (_, index) => ({ kind: "rrset-replaced", ...set(`h${index}.dyn.example`, 1) }) as const,
    );
    noteItem(deltas, { kind: "entry", entry: { ...origin, revision: at(5), at: now, changes: many } }, view);
    expect(deltas.since(apex, at(4))).toBeUndefined();
    expect(deltas.since(apex, at(5))).toEqual([]);
  });
});
