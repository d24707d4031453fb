import type { Instant } from "../../src/core/clock.ts";
import { concatOctets } from "../../src/core/octets.ts";
import { signMessage, signNext } from "../../src/wire/tsig.ts";
import type { TsigKey } from "../../src/wire/tsig-key.ts";

/** Signs the messages of a transfer as a primary does that does not sign each of them. RFC 8945 §5.3.1 */
export class StreamSigner {
  readonly #key: TsigKey;
  readonly #requestMac: Uint8Array;
  readonly #now: Instant;
  #priorMac: Uint8Array | undefined;
  #between: Uint8Array[] = [];

  constructor(key: TsigKey, requestMac: Uint8Array, now: Instant) {
    this.#key = key;
    this.#requestMac = requestMac;
    this.#now = now;
  }

  next(octets: Uint8Array, isSigned: boolean): Uint8Array {
    if (!isSigned) {
      this.#between.push(octets);
      return octets;
    }
    const prior = this.#priorMac;
    if (prior === undefined) {
      const signed = signMessage(octets, this.#key, { now: this.#now, requestMac: this.#requestMac });
      this.#priorMac = signed.mac;
      return signed.octets;
    }
    if (this.#between.length === 0) {
      const signed = signNext(octets, this.#key, prior, this.#now);
      this.#priorMac = signed.mac;
      return signed.octets;
    }
    return this.#signOver(octets, prior);
  }

  /** The MAC covers what lies between: taken from signing the message alone, with the MAC put in its place. */
  #signOver(octets: Uint8Array, prior: Uint8Array): Uint8Array {
    const alone = signNext(octets, this.#key, prior, this.#now);
    const seconds = Math.floor(this.#now / 1_000);
    const timers = new DataView(new ArrayBuffer(8));
    timers.setUint16(0, Math.floor(seconds / 2 ** 32));
    timers.setUint32(2, seconds % 2 ** 32);
    timers.setUint16(6, 300);
    const length = Uint8Array.of(prior.length >>> 8, prior.length);
    const mac = this.#key.mac([length, prior, ...this.#between, octets, new Uint8Array(timers.buffer)]);
    const at = Buffer.from(alone.octets).lastIndexOf(Buffer.from(alone.mac));
    this.#priorMac = mac;
    this.#between = [];
    return concatOctets([alone.octets.subarray(0, at), mac, alone.octets.subarray(at + mac.length)]);
  }
}
