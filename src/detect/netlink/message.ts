import { failure, ok, type Result } from "../../core/result.ts";

/**
 * Netlink's framing: octets to messages and dump requests to octets. What a message says is in `address-message.ts`,
 * `link-message.ts` and `route-message.ts`. Layouts are those of the kernel's `linux/netlink.h`.
 *
 * Numbers are in host order; every machine we run on is little-endian, so no order is chosen at run time.
 */

/** Why octets from the kernel are not messages. */
export interface MalformedNetlink {
  readonly code: "netlink-malformed";
  /** Where reading stopped, counted from the start of the octets. */
  readonly offset: number;
}

export interface NetlinkMessage {
  /** `NLMSG_*` below 16, above that the family's own types. */
  readonly type: number;
  readonly flags: number;
  /** What follows the header. */
  readonly body: Uint8Array;
}

/** `struct nlmsghdr`: length, type, flags, sequence, port. In octets. */
const headerOctets = 16;

/** Message types that every netlink family has. */
export const netlinkError = 2;
export const netlinkDone = 3;

/** The table changed while it was dumped, so the dump may hold some entries twice and others never. */
export const flagDumpInterrupted = 0x10;

const flagRequest = 0x1;
const flagDump = 0x300;

/** Reads every message of one datagram, or of several behind each other. */
export function decodeMessages(octets: Uint8Array): Result<readonly NetlinkMessage[], MalformedNetlink> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const messages: NetlinkMessage[] = [];
  let offset = 0;
  while (offset < octets.length) {
    if (offset + headerOctets > octets.length) return failure({ code: "netlink-malformed", offset });
    const length = view.getUint32(offset, true);
    if (length < headerOctets || offset + length > octets.length) return failure({ code: "netlink-malformed", offset });
    messages.push({
      type: view.getUint16(offset + 4, true),
      flags: view.getUint16(offset + 6, true),
      body: octets.subarray(offset + headerOctets, offset + length),
    });
    offset += aligned(length);
  }
  return ok(messages);
}

/** A request for everything in one table; `body` is the family header of the request. */
export function encodeDumpRequest(type: number, body: Uint8Array): Uint8Array {
  return encodeMessage(type, flagRequest | flagDump, body);
}

/** A request for one thing, which one message answers. */
export function encodeRequest(type: number, body: Uint8Array): Uint8Array {
  return encodeMessage(type, flagRequest, body);
}

function encodeMessage(type: number, flags: number, body: Uint8Array): Uint8Array {
  const request = new Uint8Array(headerOctets + aligned(body.length));
  const view = new DataView(request.buffer);
  view.setUint32(0, headerOctets + body.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags, true);
  // Each dump has a socket of its own, so there is no other answer a sequence number would have to tell apart.
  view.setUint32(8, 1, true);
  request.set(body, headerOctets);
  return request;
}

/** True for the datagram that ends a dump: it holds the end mark or an error, or cannot be read any further. */
export function endsDump(datagram: Uint8Array): boolean {
  const messages = decodeMessages(datagram);
  return (
    !messages.ok || messages.value.some((message) => message.type === netlinkDone || message.type === netlinkError)
  );
}

/** The negative error number that an error or end mark carries; 0 when all went well. */
export function errorNumber(message: NetlinkMessage): number {
  if (message.body.length < 4) return 0;
  return new DataView(message.body.buffer, message.body.byteOffset, 4).getInt32(0, true);
}

/** Rounds up to the four octets that messages and attributes are aligned to. */
export function aligned(length: number): number {
  return (length + 3) & ~3;
}
