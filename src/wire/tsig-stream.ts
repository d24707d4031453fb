import { timingSafeEqual } from "node:crypto";
import type { Instant } from "../core/clock.ts";
import type { TsigError } from "./rcode.ts";
import { findTsig, verifyMessage, withoutTsig } from "./tsig.ts";
import type { TsigKey } from "./tsig-key.ts";
import type { TsigRecord } from "./tsig-record.ts";
import { Writer } from "./writer.ts";

/** Checks the signatures of an answer that comes in several messages, as zone transfers do. RFC 8945 §5.3.1 */

/** Messages that may come without a signature between two that have one. RFC 8945 §5.3.1 */
export const mostUnsigned = 99;

/**
 * What a message of the stream is worth.
 *
 * - `signed`: it, and all before it, are the key holder's.
 * - `unsigned`: nothing yet; a later signature will tell.
 * - `wrong`: nothing of the stream counts.
 */
export type StreamVerdict =
  | { readonly kind: "signed" }
  | { readonly kind: "unsigned" }
  /** `error` is the primary's word for why it did not accept ours, or ours for why we do not accept its. */
  | { readonly kind: "wrong"; readonly error: TsigError | "unsigned" | "malformed"; readonly isTheirs: boolean };

export class SignedStream {
  readonly #key: TsigKey;
  readonly #requestMac: Uint8Array;
  /** Of the last message that was signed. */
  #priorMac: Uint8Array | undefined;
  /** Messages since then; the next signature covers them. */
  #between: Uint8Array[] = [];

  constructor(key: TsigKey, requestMac: Uint8Array) {
    this.#key = key;
    this.#requestMac = requestMac;
  }

  /** True when everything that came is signed: what a stream must end with. */
  get isSignedToHere(): boolean {
    return this.#priorMac !== undefined && this.#between.length === 0;
  }

  /** Takes the next message, which must stay as it is until a signature covers it. */
  take(octets: Uint8Array, now: Instant): StreamVerdict {
    if (this.#priorMac === undefined) return this.#takeFirst(octets, now);
    const found = findTsig(octets);
    if (!found.ok) return wrong("malformed");
    if (found.value !== undefined) return this.#takeSigned(octets, found.value, this.#priorMac, now);
    this.#between.push(octets);
    return this.#between.length > mostUnsigned ? wrong("unsigned") : { kind: "unsigned" };
  }

  /** The first one is signed like any answer. */
  #takeFirst(octets: Uint8Array, now: Instant): StreamVerdict {
    const key = this.#key;
    const findKey = (name: TsigKey["name"]): TsigKey | undefined => (name.equals(key.name) ? key : undefined);
    const verification = verifyMessage(octets, findKey, { now, requestMac: this.#requestMac });
    switch (verification.kind) {
      case "verified":
        if (verification.record.error !== "NOERROR") return theirs(verification.record.error);
        this.#priorMac = verification.record.mac;
        return { kind: "signed" };
      case "refused":
        return wrong(verification.error);
      case "error-reported":
        return theirs(verification.record.error);
      case "unsigned":
      case "malformed":
        return wrong(verification.kind);
    }
  }

  #takeSigned(
    octets: Uint8Array,
    { record, start }: { readonly record: TsigRecord; readonly start: number },
    priorMac: Uint8Array,
    now: Instant,
  ): StreamVerdict {
    const key = this.#key;
    if (!record.keyName.equals(key.name) || !record.algorithm.equals(key.algorithmName)) return wrong("BADKEY");
    const timers = new Writer(8);
    timers.uint48(record.timeSigned);
    timers.uint16(record.fudge);
    const priorLength = Uint8Array.of(priorMac.length >>> 8, priorMac.length);
    const bare = withoutTsig(octets, start, record);
    const expected = key.mac([priorLength, priorMac, ...this.#between, bare, timers.finish()]);
    if (record.mac.length !== expected.length || !timingSafeEqual(expected, record.mac)) return wrong("BADSIG");
    if (Math.abs(Math.floor(now / 1_000) - record.timeSigned) > record.fudge) return wrong("BADTIME");
    if (record.error !== "NOERROR") return theirs(record.error);
    this.#priorMac = record.mac;
    this.#between = [];
    return { kind: "signed" };
  }
}

function wrong(error: TsigError | "unsigned" | "malformed"): StreamVerdict {
  return { kind: "wrong", error, isTheirs: false };
}

function theirs(error: TsigError): StreamVerdict {
  return { kind: "wrong", error, isTheirs: true };
}
