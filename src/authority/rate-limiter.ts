import type { Clock } from "../core/clock.ts";

/**
 * Limits the answers of one kind that go to one network, so that nobody can use us to flood somebody else: over UDP the
 * address that asks may be forged. One table serves all threads; what two of them write at once may get lost, which lets an
 * answer more through. Vixie and Schryver, "DNS Response Rate Limiting", 2012
 */

/** Settings and memory; a plain value that threads can be given. */
export interface RateLimit {
  /** Answers of one kind to one network, per second; at most `mostAnswersPerSecond`. */
  readonly perSecond: number;
  /**
   * Every so manieth answer beyond the limit is sent without content, after which clients come again over TCP; the others
   * are not sent. 0: none; 1: all.
   */
  readonly slip: number;
  /** Length in bits of the networks that are counted as one. */
  readonly prefixes: { readonly ipv4: number; readonly ipv6: number };
  /** `rateMemory()` of all threads. */
  readonly memory: SharedArrayBuffer;
}

/** - `slip`: sent without content. - `drop`: not sent. */
export type RateVerdict = "send" | "slip" | "drop";

/** Entries of a group, among which one looks for one's own or the one that matters least. */
const ways = 4;
/** Words of an entry: whose it is, and the microsecond at which all its answers so far are within the rate. */
const entryWords = 2;
const groupWords = ways * entryWords;

/** Groups of entries: 512 KiB for 65 536 networks that are answered at the same time. */
const groupCount = 16_384;

/** Answers of one second may come all at once. */
const burstMicros = 1_000_000;

/** Makes the table that all threads count in. */
export function rateMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(groupCount * groupWords * 4);
}

export class RateLimiter {
  readonly #words: Int32Array;
  readonly #limit: RateLimit;
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #seed: number;
  readonly #intervalMicros: number;
  #limited = 0;

  /** @param seed that nobody outside knows, the same in all threads: else one could look for networks that share a group. */
  constructor(limit: RateLimit, clock: Pick<Clock, "monotonic">, seed: number) {
    this.#words = new Int32Array(limit.memory);
    this.#limit = limit;
    this.#clock = clock;
    this.#seed = seed;
    this.#intervalMicros = Math.ceil(1_000_000 / limit.perSecond);
  }

  /**
   * Counts one answer and says what is to become of it.
   *
   * @param address of 4 or 16 octets.
   * @param kind of the answer, and `subject` what it tells of: answers that differ in either are counted apart.
   */
  judge(address: Uint8Array, addressOctets: number, kind: number, subject: number): RateVerdict {
    const key = this.#keyOf(address, addressOctets, kind, subject);
    // Microseconds modulo 2^32; what was not touched for half of that time, 35 minutes, is told from the future by its distance.
    const now = (this.#clock.monotonic() * 1_000) | 0;
    if (this.#isWithin(key, now)) return "send";
    this.#limited += 1;
    const { slip } = this.#limit;
    return slip > 0 && this.#limited % slip === 0 ? "slip" : "drop";
  }

  #isWithin(key: number, now: number): boolean {
    const words = this.#words;
    const interval = this.#intervalMicros;
    const group = (mixed(key) & (groupCount - 1)) * groupWords;
    let place = group;
    let leastAhead = burstMicros + interval + 1;
    for (let at = group; at < group + groupWords; at += entryWords) {
      const difference = ((words[at + 1] ?? 0) - now) | 0;
      const ahead = difference < 0 || difference > burstMicros + interval ? 0 : difference;
      if (words[at] === key) {
        if (ahead > burstMicros - interval) return false;
        words[at + 1] = (now + ahead + interval) | 0;
        return true;
      }
      if (ahead < leastAhead) {
        leastAhead = ahead;
        place = at;
      }
    }
    words[place] = key;
    words[place + 1] = (now + interval) | 0;
    return true;
  }

  #keyOf(address: Uint8Array, addressOctets: number, kind: number, subject: number): number {
    const { ipv4, ipv6 } = this.#limit.prefixes;
    let key = mixed(mixed(this.#seed ^ subject) ^ (kind | (addressOctets << 8)));
    let bits = addressOctets === 4 ? ipv4 : ipv6;
    for (let index = 0; bits > 0; index += 1) {
      const octet = address[index] ?? 0;
      key = Math.imul(key ^ (bits >= 8 ? octet : octet & (0xff << (8 - bits))), 0x01000193);
      bits -= 8;
    }
    return mixed(key);
  }
}

/** Spreads the bits of a word over all of it. */
function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
