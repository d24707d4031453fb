import fc from "fast-check";
import { Instant } from "../../src/core/clock.ts";
import type { ReplayItem, Revision } from "../../src/core/journal.ts";
import type { OwnerName } from "../../src/core/name.ts";
import { concatOctets } from "../../src/core/octets.ts";
import { serialOf } from "../../src/core/serial.ts";
import { ttlOf } from "../../src/core/ttl.ts";
import type { ZoneChange } from "../../src/core/zone-change.ts";
import { expectOk } from "./expect-ok.ts";
import { name } from "./values.ts";

/** Random lives of a few zones, one inside the other, with so few names that everything happens to each of them. */

/** All changes of one entry. */
export interface HistoryStep {
  readonly zone: OwnerName;
  readonly changes: readonly ZoneChange[];
}

/** SOA RDATA with serial 0. RFC 1035 §3.3.13 */
export function soaRdata(minimum: number): Uint8Array {
  const numbers = new DataView(new ArrayBuffer(20));
  for (const [index, value] of [0, 3_600, 600, 86_400, minimum].entries()) numbers.setUint32(index * 4, value);
  return concatOctets([name("ns.test").wire, name("admin.test").wire, new Uint8Array(numbers.buffer)]);
}

/** An entry of the journal as a view gets it. */
export function entryItem(revision: number, step: HistoryStep): ReplayItem {
  return {
    kind: "entry",
    entry: {
      revision: revision as Revision,
      at: Instant.ofMs(0),
      actor: { kind: "administrator" },
      transport: "admin-socket",
      peer: undefined,
      zone: step.zone,
      changes: step.changes,
    },
  };
}

const apexes = ["test", "a.test", "b.a.test"];

/** Names in and around the zones; `below` is put in front of an apex. */
const belows = fc
  .array(fc.constantFrom("a", "B", "*", "host"), { maxLength: 3, size: "max" })
  .map((labels) => labels.map((label) => `${label}.`).join(""));

/** Names to look up: those of the histories, some that never exist, and some outside every zone. */
export const historyNames: fc.Arbitrary<OwnerName> = fc
  .tuple(belows, fc.constantFrom("", "", "", "x.", "x.y."), fc.constantFrom("test", ...apexes, "other"))
  .map(([below, front, apex]) => name(`${front}${below}${apex}`));

const ttls = fc.integer({ min: 0, max: 9 }).map((seconds) => expectOk(ttlOf(seconds)));

const octets = fc.uint8Array({ minLength: 4, maxLength: 40 });

function rrsetsOf(apex: string): fc.Arbitrary<ZoneChange> {
  const owner = belows.map((below) => name(`${below}${apex}`));
  const type = fc.constantFrom("A", "AAAA", "TXT", "DS", "TYPE65280");
  const names = belows.map((below) => name(`${below}${apex}`).wire);
  const replaced = { kind: fc.constant("rrset-replaced" as const), owner, ttl: ttls };
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ ...replaced, type, rdata: fc.array(octets, { minLength: 1, maxLength: 3 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ ...replaced, type: fc.constantFrom("CNAME", "DNAME"), rdata: fc.tuple(names) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        ...replaced,
        type: fc.constant("NS"),
        rdata: fc.array(names, { minLength: 1, maxLength: 2 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("rrset-removed" as const),
        owner,
        type: fc.oneof(type, fc.constantFrom("CNAME", "DNAME", "NS")),
      }),
    },
  );
}

function zoneSteps(apex: string): fc.Arbitrary<readonly ZoneChange[]> {
  const soa: ZoneChange = {
    kind: "rrset-replaced",
    owner: name(apex),
    type: "SOA",
    ttl: expectOk(ttlOf(5)),
    rdata: [soaRdata(7)],
  };
  const added: ZoneChange = { kind: "zone-added", serialBase: serialOf(0xffff_fff0) };
  return fc.oneof(
    { weight: 12, arbitrary: fc.array(rrsetsOf(apex), { maxLength: 5 }) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.nat(0xffff_ffff).map(serialOf), fc.array(rrsetsOf(apex), { maxLength: 3 }))
        .map(([serial, list]) => [{ kind: "serial-set" as const, serial }, ...list]),
    },
    { weight: 4, arbitrary: fc.array(rrsetsOf(apex), { maxLength: 5 }).map((list) => [added, soa, ...list]) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<readonly ZoneChange[]>(
        [added],
        [{ kind: "rrset-removed", owner: name(apex), type: "SOA" }],
      ),
    },
    {
      weight: 1,
      arbitrary: fc.array(rrsetsOf(apex), { maxLength: 2 }).map((list) => [...list, { kind: "zone-removed" as const }]),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(rrsetsOf(apex), { maxLength: 3 })
        .map((list) => [{ kind: "zone-removed" as const }, added, soa, ...list]),
    },
  );
}

const step: fc.Arbitrary<HistoryStep> = fc
  .constantFrom("test", ...apexes)
  .chain((apex) => zoneSteps(apex).map((changes) => ({ zone: name(apex), changes })));

/** Histories of up to 60 entries. */
export const histories: fc.Arbitrary<readonly HistoryStep[]> = fc.array(step, { maxLength: 60, size: "max" });
