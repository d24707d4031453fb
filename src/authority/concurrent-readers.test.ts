import { expect, test } from "bun:test";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ZoneChange } from "../core/zone-change.ts";
import type { Sightings } from "../../test/support/concurrent-reader.ts";
import { pointed, unpointed, zoneAdded, zoneRemoved } from "../../test/support/proposals.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { name, ttl } from "../../test/support/values.ts";
import { entryItem, soaRdata } from "../../test/support/zone-histories.ts";
import { ZoneTable } from "./zone-table.ts";

/** How many aliases readers ask for; one entry changes all of them and all they lead to. */
const aliasCount = 6;

/** Everything readers look at, in the state of one generation: it is the TTL and the address of each record. */
function generation(number: number): readonly ZoneChange[] {
  const time = ttl(number);
  return Array.from({ length: aliasCount }, (_, index): readonly ZoneChange[] => {
    // The target changes with the generation, so that a torn answer would follow an old alias to a new name.
    const target = name(`target${index}-${number % 3}.test`);
    const before = name(`target${index}-${(number + 2) % 3}.test`);
    const rdata = [10, 11].map((first) => Uint8Array.of(first, number >>> 16, number >>> 8, number));
    return [
      { kind: "rrset-removed", owner: before, type: "A" },
      { kind: "rrset-replaced", owner: target, type: "A", ttl: time, rdata },
      { kind: "rrset-replaced", owner: name(`alias${index}.test`), type: "CNAME", ttl: time, rdata: [target.wire] },
    ];
  }).flat();
}

/**
 * Changes beside those: names come and go, in all sizes, so that tables are rebuilt, memory is used again, and the arena
 * grows.
 */
function distraction(number: number): readonly ZoneChange[] {
  const random = new SeededRandom(number);
  return Array.from({ length: 8 }, (): ZoneChange => {
    const owner = `h${Math.floor(random.fraction() * 3_000)}.${random.fraction() < 0.3 ? "sub." : ""}test`;
    if (random.fraction() < 0.4) return unpointed(owner);
    if (random.fraction() < 0.1) {
      const rdata = [new Uint8Array(20_000).fill(7)];
      return { kind: "rrset-replaced", owner: name(owner), type: "TYPE65280", ttl: ttl(60), rdata };
    }
    return pointed(owner, ...Array.from({ length: 1 + Math.floor(random.fraction() * 9) }, (_, at) => `192.0.2.${at}`));
  });
}

function queryFor(owner: string): Uint8Array {
  const { wire } = name(owner);
  return Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...wire, 0, 1, 0, 1]);
}

test("readers in other threads see every entry whole or not at all, and never go back", async () => {
  const table = new ZoneTable({ random: new SeededRandom(), largestOctets: 2 ** 28 });
  const soa: ZoneChange = {
    kind: "rrset-replaced",
    owner: name("test"),
    type: "SOA",
    ttl: ttl(60),
    rdata: [soaRdata(60)],
  };
  table.apply([entryItem(1, { zone: name("test"), changes: [zoneAdded(), soa, ...generation(1)] })]);
  const isDone = new Int32Array(new SharedArrayBuffer(4));
  const questions = Array.from({ length: aliasCount }, (_, index) => queryFor(`alias${index}.test`));
  const workers = [1, 2].map(
    () =>
      new Worker(new URL("../../test/support/concurrent-reader.ts", import.meta.url), {
        workerData: { memory: table.memory, isDone, questions },
      }),
  );
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const sightings = workers.map(async (worker) => (await once(worker, "message"))[0] as Sightings);
  const last = 1_000;
  for (let number = 2; number <= last; number += 1) {
    table.apply([
      entryItem(2 * number, { zone: name("test"), changes: [...generation(number), ...distraction(number)] }),
    ]);
    const other = number % 50 === 0 ? [zoneAdded(), ...distraction(number)] : [zoneRemoved];
    if (number % 50 < 2) table.apply([entryItem(2 * number + 1, { zone: name("sub.other.test"), changes: other })]);
  }
  Atomics.store(isDone, 0, 1);
  expect(table.octetsLent).toBeGreaterThan(4 * 2 ** 20);
  for (const seen of await Promise.all(sightings)) {
    expect(seen).toMatchObject({ torn: 0, backwards: 0, strange: [] });
    expect(seen.answers).toBeGreaterThan(1_000);
    expect(seen.generation).toBeGreaterThan(2);
  }
  for (const worker of workers) await worker.terminate();
}, 60_000);
