import type { Clock } from "../core/clock.ts";
import { noFlags, patchCounts, writeHeader } from "../wire/header.ts";
import { type Question, writeQuestion } from "../wire/question.ts";
import { type ResourceRecord, writeRecord } from "../wire/record.ts";
import { signatureLength, signMessage, signNext } from "../wire/tsig.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import { Writer } from "../wire/writer.ts";

/** Puts the records of a transfer into messages. RFC 5936 §2.2 */

/** Octets after which a message is closed. Names in a message are pointed to up to here. RFC 1035 §4.1.4 */
const usualLength = 16_384;
const largestLength = 65_535;

/** What signs the messages: the request's key and MAC. */
export interface TransferSigner {
  readonly key: TsigKey;
  readonly requestMac: Uint8Array;
}

/**
 * Messages with the records in their order, the question in the first one. Not signed. Ends early at a record that no message
 * has room for: RDATA may be as long as a whole message.
 */
export function* transferMessages(
  id: number,
  question: Question,
  records: Iterable<ResourceRecord>,
  reserved = 0,
): Generator<Uint8Array, "whole" | "record-too-large"> {
  let writer: Writer | undefined;
  let count = 0;
  let isFirst = true;
  const finish = (open: Writer): Uint8Array => {
    patchCounts(open, count, 0, 0);
    return open.finish();
  };
  const begin = (): Writer => {
    const begun = new Writer(largestLength - reserved, usualLength);
    const flags = { ...noFlags, qr: true, aa: true };
    const counts = { questionCount: isFirst ? 1 : 0, answerCount: 0, authorityCount: 0, additionalCount: 0 };
    writeHeader(begun, { id, opcode: "QUERY", flags, lowRcode: 0, ...counts });
    if (isFirst) writeQuestion(begun, question);
    isFirst = false;
    count = 0;
    return begun;
  };
  for (const record of records) {
    writer ??= begin();
    const mark = writer.mark();
    writeRecord(writer, record);
    if (writer.hasOverflowed) {
      writer.rollBack(mark);
      yield finish(writer);
      writer = begin();
      writeRecord(writer, record);
      if (writer.hasOverflowed) return "record-too-large";
    }
    count += 1;
    if (writer.length >= usualLength - 1_024) {
      yield finish(writer);
      writer = undefined;
    }
  }
  if (writer !== undefined) yield finish(writer);
  return "whole";
}

/** Octets that a signature needs in each message. */
export function reservedFor(signer: TransferSigner | undefined): number {
  return signer === undefined ? 0 : signatureLength(signer.key);
}

/** Signs each message by the one before. RFC 8945 §5.3.1 */
export async function* signedTransfer(
  messages: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { key, requestMac }: TransferSigner,
  clock: Clock,
): AsyncGenerator<Uint8Array> {
  let priorMac: Uint8Array | undefined;
  for await (const message of messages) {
    const signed =
      priorMac === undefined
        ? signMessage(message, key, { now: clock.now(), requestMac })
        : signNext(message, key, priorMac, clock.now());
    priorMac = signed.mac;
    yield signed.octets;
  }
}
