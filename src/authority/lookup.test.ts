import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Revision } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import { toHex } from "../core/octets.ts";
import { codeOfType, type RRType } from "../core/rr-type.ts";
import { naiveLookup } from "../../test/support/naive-lookup.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { entryItem, histories, historyNames, type HistoryStep } from "../../test/support/zone-histories.ts";
import { ZoneModel } from "../../test/support/zone-model.ts";
import { Arena, control } from "./arena.ts";
import { FoldedName } from "./folded-name.ts";
import { Lookup } from "./lookup.ts";
import { recordAfter, recordHeadOctets } from "./owner-block.ts";
import { TableReader } from "./table-reader.ts";
import { ZoneTable } from "./zone-table.ts";

class Asker {
  readonly #arena: Arena;
  readonly #reader: TableReader;
  readonly #lookup: Lookup;
  readonly #name: FoldedName;

  constructor(table: ZoneTable) {
    this.#arena = new Arena(table.memory);
    const seed = this.#arena.words[control.seed] ?? 0;
    this.#reader = new TableReader(this.#arena);
    this.#lookup = new Lookup(this.#reader, seed);
    this.#name = new FoldedName(seed);
  }

  ask(owner: OwnerName, type: RRType): { kind: string; rdata: readonly string[] } {
    const { wire } = owner;
    this.#name.take(wire, 0, wire.length);
    this.#reader.begin();
    const kind = this.#lookup.find(this.#name, codeOfType(type));
    const rdata: string[] = [];
    if (kind !== "records" && kind !== "alias" && kind !== "referral" && kind !== "redirection") return { kind, rdata };
    const { octets } = this.#arena;
    for (let record = this.#lookup.first; record < this.#lookup.end; record = recordAfter(octets, record)) {
      rdata.push(toHex(octets.slice(record + recordHeadOctets, recordAfter(octets, record))));
    }
    return { kind, rdata };
  }
}

function apply(history: readonly HistoryStep[]): { table: ZoneTable; model: ZoneModel } {
  const table = new ZoneTable({ random: new SeededRandom(), largestOctets: 2 ** 28 });
  const model = new ZoneModel();
  for (const [index, step] of history.entries()) {
    table.apply([entryItem(index + 1, step)]);
    model.apply(step.zone, (index + 1) as Revision, step.changes);
  }
  return { table, model };
}

const types = fc.constantFrom<RRType>("A", "TXT", "CNAME", "DNAME", "NS", "DS", "TYPE65280");

describe("a look-up", () => {
  test("ends where the plainest algorithm ends, after any history", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.tuple(historyNames, types), { minLength: 60, maxLength: 60 }),
        (history, questions) => {
          const { table, model } = apply(history);
          const asker = new Asker(table);
          const expected = questions.map(([owner, type]) => {
            const { kind, rrset } = naiveLookup(model, owner, type);
            seen.set(kind, (seen.get(kind) ?? 0) + 1);
            return `${owner.key} ${type}: ${kind} ${rrset?.rdata.map(toHex).join(" ") ?? ""}`;
          });
          const found = questions.map(([owner, type]) => {
            const { kind, rdata } = asker.ask(owner, type);
            return `${owner.key} ${type}: ${kind} ${rdata.join(" ")}`;
          });
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 120 },
    );
    // The histories are worth something only as long as every ending occurs.
    for (const kind of ["outside", "incomplete", "records", "alias", "nodata", "nxdomain", "referral", "redirection"]) {
      expect([kind, (seen.get(kind) ?? 0) > 50]).toEqual([kind, true]);
    }
  });
});
