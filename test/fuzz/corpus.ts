import type { Chance } from "./chance.ts";

/** Most inputs kept; further ones take the place of others. */
const mostKept = 2_000;

/**
 * Inputs worth changing further. An input is kept when it came to an outcome that none before came to: coverage as far as
 * it can be seen from outside, since the runtime tells none from within.
 */
export class Corpus<T> {
  readonly #kept: T[] = [];
  readonly #outcomes = new Set<string>();

  /** How many different outcomes there were. */
  get outcomeCount(): number {
    return this.#outcomes.size;
  }

  keep(input: T, outcome: string, chance: Chance): void {
    if (this.#outcomes.has(outcome)) return;
    this.#outcomes.add(outcome);
    if (this.#kept.length < mostKept) this.#kept.push(input);
    else this.#kept[chance.below(mostKept)] = input;
  }

  pick(chance: Chance): T | undefined {
    return this.#kept[chance.below(this.#kept.length)];
  }
}

const telling: readonly [number, ...number[]] = [0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xff];

/** Changes octets in one to four places, perhaps with a part of another input. */
export function mutated(octets: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  let changed = [...octets];
  for (let steps = 1 + chance.below(4); steps > 0; steps -= 1) {
    const at = chance.below(changed.length + 1);
    const size = 1 + chance.below(8);
    switch (chance.below(7)) {
      case 0:
        changed[Math.min(at, changed.length)] = chance.below(256);
        break;
      case 1:
        changed[Math.min(at, changed.length)] = chance.pick(telling);
        break;
      case 2:
        changed[Math.min(at, changed.length)] = (changed[at] ?? 0) ^ (1 << chance.below(8));
        break;
      case 3:
        changed.splice(at, size);
        break;
      case 4:
        changed.splice(at, 0, ...changed.slice(at, at + size));
        break;
      case 5: {
        const from = chance.below(other.length + 1);
        changed = [...changed.slice(0, at), ...other.subarray(from, from + chance.below(64))];
        break;
      }
      default:
        changed = changed.slice(0, at);
    }
  }
  return Uint8Array.from(changed.slice(0, 4_096));
}
