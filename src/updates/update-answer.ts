import { assert } from "../core/assert.ts";
import { type CookiePair, cookieOctets } from "../wire/dns-cookie.ts";
import { optionCode } from "../wire/edns.ts";
import { noFlags } from "../wire/header.ts";
import { emptyMessage, encodeMessage, type Message } from "../wire/message.ts";
import type { Rcode } from "../wire/rcode.ts";
import type { ResourceRecord } from "../wire/record.ts";
import { idOf } from "../wire/worth-reading.ts";
import { largestMessage } from "../wire/writer.ts";

/** Unsigned answers to DNS UPDATE. RFC 2136 §2.2, §3.8 */

/** What an answer says beside its code. */
export interface Told {
  readonly cookie?: CookiePair;
  /** The name and address that the server sees it at. */
  readonly seen?: ResourceRecord;
}

/** Octets of a UDP answer that every path carries; ours are far below. DNS Flag Day 2020 */
const payloadOctets = 1_232;

/** An answer that repeats the zone section. */
export function answerUpdate(request: Message, rcode: Rcode, { cookie, seen }: Told = {}): Uint8Array {
  const options = cookie === undefined ? [] : [{ code: optionCode.cookie, data: cookieOctets(cookie) }];
  const encoded = encodeMessage(
    {
      ...emptyMessage,
      id: request.id,
      opcode: "UPDATE",
      rcode,
      flags: { ...noFlags, qr: true },
      question: request.question.length === 1 ? request.question : [],
      additional: seen === undefined ? [] : [seen],
      edns: request.edns === undefined ? undefined : { version: 0, payloadOctets, isDnssecOk: false, options },
    },
    largestMessage,
  );
  assert(encoded.ok, "one question and one record fit any message");
  return encoded.value.octets;
}

/** Of a message that is not read, the header's first field is all that can be repeated. RFC 1035 §4.1.1 */
export function answerUnread(octets: Uint8Array, rcode: "FORMERR" | "REFUSED"): Uint8Array {
  return answerUpdate({ ...emptyMessage, id: idOf(octets), opcode: "UPDATE" }, rcode);
}
