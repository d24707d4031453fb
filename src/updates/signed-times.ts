import type { Address } from "../core/address.ts";
import { usualFudge } from "../wire/tsig.ts";

/** Remembers the last message that counted of each key, so that no copy of an earlier one counts. See docs/decisions/0010. */

/** The last message that counted of one key. */
export interface LastSigned {
  /** Seconds since 1970, the signer's. */
  readonly seconds: number;
  readonly from: Address;
}

/** Whatever is forgotten after so long was too old to count for nearly as long. RFC 8945 §5.2.3 */
const rememberedSeconds = 86_400;

/** Fewer are not worth looking through. */
const fewKeys = 1_024;

export class SignedTimes {
  readonly #last = new Map<string, LastSigned>();
  /** What was signed earlier may have counted before this process began to remember. */
  readonly #firstSecond: number;
  /** Size at which the memory is looked through for keys that are used no more. */
  #lookThroughAt = fewKeys;

  /** @param firstSecond since 1970, by our clock; everything here is in seconds. */
  constructor(firstSecond: number) {
    this.#firstSecond = firstSecond;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#last.size;
  }

  /** The first second for which a signature counts: a message that is older than one that counted is a copy. */
  earliest(tokenId: string, peer: Address, present: number): number {
    const last = this.#last.get(tokenId);
    // After our clock was set back, waiting for the time before would shut everybody out.
    if (last === undefined || last.seconds > present + usualFudge) return Math.min(this.#firstSecond, present);
    // Within one second a host may send again, being told the same; only to be elsewhere takes a later one.
    return last.from.equals(peer) ? last.seconds : last.seconds + 1;
  }

  /** This message counts. */
  remember(tokenId: string, last: LastSigned, present: number): void {
    this.#last.set(tokenId, last);
    if (this.#last.size < this.#lookThroughAt) return;
    for (const [id, { seconds }] of this.#last) if (seconds < present - rememberedSeconds) this.#last.delete(id);
    // So that each message pays for a constant share of it, however many hosts there are.
    this.#lookThroughAt = Math.max(fewKeys, 2 * this.#last.size);
  }
}
