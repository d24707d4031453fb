import { sipKeyOctets } from "./siphash.ts";

/** The secrets behind server cookies, in memory that all threads which check cookies look into. RFC 9018 §5 */

/** What cookies are made with, 16 octets each; those of the secret before are taken for as long as they last. */
export interface CookieSecrets {
  readonly present: Uint8Array;
  readonly previous: Uint8Array | undefined;
}

/** Words before the secrets: how often they were written, odd while somebody writes, and whether there is a previous one. */
const place = { writes: 0, hasPrevious: 1, secrets: 2 } as const;

export class CookieSecretMemory {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #octets: Uint8Array;

  /** @param buffer another one's; own memory, without secrets, when left out. */
  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(place.secrets * 4 + 2 * sipKeyOctets)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
    this.#octets = new Uint8Array(buffer, place.secrets * 4);
  }

  /** Changes whenever secrets are written; 0 before there are any. */
  get writes(): number {
    return Atomics.load(this.#words, place.writes);
  }

  /** There is one writer. */
  write({ present, previous }: CookieSecrets): void {
    Atomics.add(this.#words, place.writes, 1);
    this.#octets.set(present, 0);
    if (previous !== undefined) this.#octets.set(previous, sipKeyOctets);
    Atomics.store(this.#words, place.hasPrevious, previous === undefined ? 0 : 1);
    Atomics.add(this.#words, place.writes, 1);
  }

  /** Copies of the secrets; undefined while they are being written, and before the first time. */
  read(): CookieSecrets | undefined {
    const { writes } = this;
    const present = this.#octets.slice(0, sipKeyOctets);
    const previous = this.#octets.slice(sipKeyOctets);
    const hasPrevious = Atomics.load(this.#words, place.hasPrevious) === 1;
    if (writes === 0 || writes % 2 === 1 || this.writes !== writes) return undefined;
    return { present, previous: hasPrevious ? previous : undefined };
  }
}
