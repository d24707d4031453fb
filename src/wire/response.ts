import { flagBits, headerLength, noFlags } from "./header.ts";
import { type Message, emptyMessage } from "./message.ts";
import { type Rcode, codeOfRcode } from "./rcode.ts";

/** The beginnings of responses: what every response takes over from its request. */

/**
 * A response without records: id, opcode, question, RD and CD of the request. RFC 1035 §4.1.1, RFC 4035 §3.2.2
 *
 * OPT belongs into it whenever the request had one (RFC 6891 §7); what it says is the responder's to add.
 */
export function responseTo(request: Message, rcode: Rcode): Message {
  return {
    ...emptyMessage,
    id: request.id,
    opcode: request.opcode,
    rcode,
    flags: { ...noFlags, qr: true, rd: request.flags.rd, cd: request.flags.cd },
    question: request.question,
  };
}

/**
 * The bare header that answers a request whose rest cannot be read, mostly with FORMERR.
 *
 * Undefined for what must not be answered: octets without a whole header, and responses, lest two servers answer each
 * other for ever.
 */
export function headerOnlyResponse(
  octets: Uint8Array,
  rcode: Extract<Rcode, "FORMERR" | "NOTIMP" | "REFUSED" | "SERVFAIL">,
): Uint8Array | undefined {
  const [idHigh = 0, idLow = 0, flagsHigh = 0] = octets;
  const isResponse = (flagsHigh & (flagBits.qr >>> 8)) !== 0;
  if (octets.length < headerLength || isResponse) return undefined;
  const header = new Uint8Array(headerLength);
  // Opcode and RD are repeated; both stand in the third octet. RFC 1035 §4.1.1
  header.set([idHigh, idLow, (flagBits.qr >>> 8) | (flagsHigh & 0x79), codeOfRcode(rcode)]);
  return header;
}
