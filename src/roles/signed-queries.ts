import { type Answerer, largestDatagram, largestFrame } from "../authority/answer.ts";
import type { MessageDoors } from "../authority/message-doors.ts";
import type { Clock } from "../core/clock.ts";
import type { OwnerName } from "../core/name.ts";
import { noFlags } from "../wire/header.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../wire/message.ts";
import { headerOnlyResponse } from "../wire/response.ts";
import type { Rcode } from "../wire/rcode.ts";
import { signatureLength, signMessage, signRefusal, verifyMessage, withoutSignature } from "../wire/tsig.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import { idOf, isWorthReading } from "../wire/worth-reading.ts";

/** Answers queries that are signed, signed, as secondaries ask before they take a zone. RFC 8945 §5.3 */
export function signedQueries(ports: {
  readonly answerer: Answerer;
  readonly clock: Clock;
  readonly findKey: (name: OwnerName) => TsigKey | undefined;
}): NonNullable<MessageDoors["signed"]> {
  const { answerer, clock, findKey } = ports;
  const message = new Uint8Array(largestFrame);
  return (payload, peer, transport) => {
    // No query that is signed comes near the limit.
    if (!isWorthReading(payload)) return withoutRecords({ ...emptyMessage, id: idOf(payload) }, "FORMERR");
    const now = clock.now();
    const bare = withoutSignature(payload);
    const decoded = bare === undefined ? undefined : decodeMessage(bare);
    // RFC 8945 §5.1: a signature that is not the last record, and what cannot be read for another reason.
    if (bare === undefined || decoded?.ok !== true) return headerOnlyResponse(payload, "FORMERR");
    // Whoever forwarded the query knows it by the id it has now, which need not be the one that was signed.
    bare.set(payload.subarray(0, 2));
    const request = { ...decoded.value, id: ((payload[0] ?? 0) << 8) | (payload[1] ?? 0) };
    const verification = verifyMessage(payload, findKey, { now });
    if (verification.kind === "refused") return signRefusal(withoutRecords(request, "NOTAUTH"), verification, now);
    if (verification.kind !== "verified") return withoutRecords(request, "FORMERR");
    message.set(bare);
    const length = answerer.answer(message, 0, bare.length, transport, peer);
    if (length === 0) return undefined;
    const { key, record } = verification;
    const asked = Math.max(request.edns?.payloadOctets ?? 0, smallestPayload);
    const limit = transport === "datagram" ? Math.min(asked, largestDatagram) : largestFrame;
    const isRoom = length + signatureLength(key) <= limit;
    // RFC 8945 §5.3: an answer that leaves no room for its signature is truncated.
    const answer = isRoom ? message.subarray(0, length) : withoutRecords(request, "NOERROR", true);
    return signMessage(answer, key, { now, requestMac: record.mac }).octets;
  };
}

/** Octets every client takes over UDP. RFC 1035 §4.2.1 */
const smallestPayload = 512;

function withoutRecords({ id, question, edns, flags }: Message, rcode: Rcode, isTruncated = false): Uint8Array {
  const answer: Message = {
    ...emptyMessage,
    id,
    question,
    rcode,
    flags: { ...noFlags, qr: true, rd: flags.rd, tc: isTruncated },
    edns:
      edns === undefined ? undefined : { version: 0, payloadOctets: largestDatagram, isDnssecOk: false, options: [] },
  };
  const encoded = encodeMessage(answer, largestFrame);
  return encoded.ok ? encoded.value.octets : new Uint8Array(0);
}
