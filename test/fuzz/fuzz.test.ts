import { describe, expect, test } from "bun:test";
import { proofScale } from "../support/proof-scale.ts";
import { Chance } from "./chance.ts";
import { Corpus, mutated } from "./corpus.ts";
import { found } from "./found.ts";
import { MessageGrammar } from "./message-grammar.ts";
import {
  answersQueries,
  decodes,
  readsZone,
  signed,
  type Target,
  type UpdateInput,
  Updates,
  verifies,
} from "./targets.ts";
import { mutatedText, zoneText } from "./zone-grammar.ts";

/**
 * Inputs by grammar and by changing those that came to something new, thrown at everything that reads what others send. No
 * input may throw, break what `targets.ts` says of it, take long, or leave memory behind. What was found is in `found.ts`.
 */

/** Inputs in all: 50 000 in `npm test`, a million with `HOLDFAST_PROOF=long`. */
const share = proofScale.isLong ? 20 : 1;
const slowestMs = 5_000;
const mostHeapOctets = 64 * 2 ** 20;

interface Fuzzing<T> {
  readonly label: string;
  readonly count: number;
  readonly target: Target<T>;
  readonly make: (chance: Chance) => T;
  readonly change: (input: T, other: T, chance: Chance) => T;
  readonly show: (input: T) => string;
}

function fuzz<T>({ label, count, target, make, change, show }: Fuzzing<T>): void {
  test(`${label}: ${count} inputs (seed ${proofScale.seed})`, async () => {
    const chance = new Chance(proofScale.seed);
    const corpus = new Corpus<T>();
    Bun.gc(true);
    const before = process.memoryUsage().heapUsed;
    let slowest = 0;
    for (let index = 0; index < count; index += 1) {
      const kept = chance.oneIn(3) ? undefined : corpus.pick(chance);
      const input = kept === undefined ? make(chance) : change(kept, corpus.pick(chance) ?? kept, chance);
      const started = performance.now();
      try {
        corpus.keep(input, await target(input), chance);
      } catch (bug) {
        throw new Error(`${label}, seed ${proofScale.seed}, input ${index}: ${show(input)}`, { cause: bug });
      }
      slowest = Math.max(slowest, performance.now() - started);
    }
    Bun.gc(true);
    const kept = process.memoryUsage().heapUsed - before;
    process.stdout.write(
      `measured: ${label}: ${count} inputs, ${corpus.outcomeCount} outcomes, slowest ${slowest.toFixed(0)} ms, heap ${(kept / 2 ** 20).toFixed(0)} MiB more\n`,
    );
    expect(slowest).toBeLessThan(slowestMs);
    expect(kept).toBeLessThan(mostHeapOctets);
    expect(corpus.outcomeCount).toBeGreaterThan(20);
  }, 3_600_000);
}

const message = (chance: Chance): Uint8Array => new MessageGrammar(chance).message();
const query = (chance: Chance): Uint8Array => {
  const octets = new MessageGrammar(chance).message(chance.oneIn(6) ? undefined : 0);
  return chance.oneIn(8) ? signed(octets).octets : octets;
};
const hex = (octets: Uint8Array): string => octets.toHex();

describe("fuzzing", () => {
  fuzz({ label: "decoder", count: 15_000 * share, target: decodes, make: message, change: mutated, show: hex });
  fuzz({
    label: "answerer",
    count: 16_000 * share,
    target: answersQueries(),
    make: query,
    change: mutated,
    show: hex,
  });
  fuzz({
    label: "signatures",
    count: 7_000 * share,
    target: verifies,
    make: (chance) => signed(message(chance)),
    change: (input, other, chance) =>
      chance.oneIn(4)
        ? signed(mutated(input.message, other.message, chance))
        : { ...input, octets: mutated(input.octets, other.octets, chance) },
    show: ({ octets }) => hex(octets),
  });
  const updates = new Updates();
  fuzz<UpdateInput>({
    label: "updates",
    count: 6_000 * share,
    target: (input) => updates.take(input),
    make: (chance) => ({ octets: new MessageGrammar(chance).message(5), isSigned: !chance.oneIn(8) }),
    change: (input, other, chance) => ({ ...input, octets: mutated(input.octets, other.octets, chance) }),
    show: ({ octets }) => hex(octets),
  });
  fuzz({
    label: "master files",
    count: 6_000 * share,
    target: readsZone,
    make: zoneText,
    change: mutatedText,
    show: (text) => JSON.stringify(text),
  });
});

describe("what fuzzing found", () => {
  const targets = { decoder: decodes, answerer: answersQueries(), "master files": readsZone } as const;
  for (const { target, input, was } of found) {
    test(`${target}: ${was}`, async () => {
      if (target === "master files") readsZone(input);
      else await targets[target](Uint8Array.fromHex(input));
    });
  }
});
