import type { Clock } from "../core/clock.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { decodeMessage, type Message } from "../wire/message.ts";
import type { Rcode } from "../wire/rcode.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import { SignedStream } from "../wire/tsig-stream.ts";
import { IncomingRecords, type Received, type TransferWish, type UnfitRecords } from "./incoming-records.ts";

/** Reads the messages that answer a request for a transfer. What they say counts only once the last one is there. */

/** Why messages are not the answer to our request. */
export interface UnfitTransfer {
  /**
   * - `answer-malformed`: no message, or not the answer to what was asked.
   * - `answer-refused`: the primary says no; `rcode` says how.
   * - `signature-wrong`: not what the holder of the key has sent.
   * - `zone-too-large`: more than we take.
   */
  readonly code: UnfitRecords["code"] | "answer-malformed" | "answer-refused" | "signature-wrong" | "zone-too-large";
  readonly detail: string;
  readonly rcode?: Rcode;
}

/** What was sent. */
export interface TransferRequest extends TransferWish {
  readonly id: number;
  /** The key and the MAC of the request; undefined when it was not signed. */
  readonly signed: { readonly key: TsigKey; readonly mac: Uint8Array } | undefined;
}

export class IncomingTransfer {
  readonly #request: TransferRequest;
  readonly #clock: Clock;
  readonly #records: IncomingRecords;
  readonly #stream: SignedStream | undefined;
  #octetsLeft: number;
  #isFirst = true;

  /** @param mostOctets most octets of messages that are taken. */
  constructor(request: TransferRequest, clock: Clock, mostOctets: number) {
    this.#request = request;
    this.#clock = clock;
    this.#records = new IncomingRecords(request);
    this.#stream = request.signed && new SignedStream(request.signed.key, request.signed.mac);
    this.#octetsLeft = mostOctets;
  }

  /** Takes the next message; undefined while more must come. */
  take(octets: Uint8Array): Result<Received | undefined, UnfitTransfer> {
    this.#octetsLeft -= octets.length;
    if (this.#octetsLeft < 0) return unfit("zone-too-large", "more octets than a zone may have");
    const verdict = this.#stream?.take(octets, this.#clock.now());
    if (verdict?.kind === "wrong") {
      return unfit("signature-wrong", verdict.isTheirs ? `the primary says ${verdict.error}` : verdict.error);
    }
    const decoded = decodeMessage(octets);
    if (!decoded.ok) return unfit("answer-malformed", `${decoded.code} at octet ${decoded.offset}`);
    const strange = this.#strangeness(decoded.value);
    if (strange !== undefined) return failure(strange);
    this.#isFirst = false;
    for (const record of decoded.value.answer) {
      const taken = this.#records.take(record);
      if (!taken.ok) return taken;
    }
    const { received } = this.#records;
    // RFC 8945 §5.3.1: the last message must be signed.
    if (received !== undefined && this.#stream?.isSignedToHere === false) return unfit("signature-wrong", "unsigned");
    return ok(received);
  }

  /** What makes a message no answer of ours. RFC 5936 §2.2.1, §2.2.2 */
  #strangeness({ id, flags, opcode, rcode, question, answer }: Message): UnfitTransfer | undefined {
    const malformed = (detail: string): UnfitTransfer => ({ code: "answer-malformed", detail });
    const { apex, since } = this.#request;
    if (id !== this.#request.id || !flags.qr || opcode !== "QUERY") return malformed("another message");
    if (rcode !== "NOERROR") return { code: "answer-refused", detail: rcode, rcode };
    if (flags.tc) return malformed("truncated");
    const [asked] = question;
    const type = since === undefined ? "AXFR" : "IXFR";
    const isOurs = asked?.name.equals(apex) === true && asked.type === type && asked.class === "IN";
    if (question.length > 1 || (asked !== undefined && !isOurs)) {
      return { code: "wrong-zone", detail: `an answer about ${asked?.name.hostname} ${asked?.type}` };
    }
    return this.#isFirst && answer.length === 0 ? malformed("no records") : undefined;
  }
}

function unfit(code: UnfitTransfer["code"], detail: string): Result<never, UnfitTransfer> {
  return failure({ code, detail });
}
