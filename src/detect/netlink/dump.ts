import type { Netlink } from "../../core/netlink.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import {
  decodeMessages,
  endsDump,
  errorNumber,
  flagDumpInterrupted,
  netlinkDone,
  netlinkError,
  type NetlinkMessage,
} from "./message.ts";

/** Reads one of the kernel's tables whole. What its messages say is the asker's. */

/** How often a dump is repeated when the table changes meanwhile; each takes well under a millisecond. */
const largestAttemptCount = 5;

export interface DumpFailure {
  readonly code: "dump-failed";
  readonly detail: string;
}

/** All messages of a dump that no change interrupted. */
export function dumpAll(netlink: Netlink, request: Uint8Array): Result<readonly NetlinkMessage[], DumpFailure> {
  for (let attempt = 1; attempt <= largestAttemptCount; attempt += 1) {
    const datagrams = netlink.dump(request, endsDump);
    if (!datagrams.ok) return failed(datagrams.detail);
    const messages: NetlinkMessage[] = [];
    for (const datagram of datagrams.value) {
      const decoded = decodeMessages(datagram);
      if (!decoded.ok) return failed(`malformed netlink message at octet ${decoded.offset}`);
      messages.push(...decoded.value);
    }
    const refusal = messages.find(({ type }) => type === netlinkError || type === netlinkDone);
    if (refusal !== undefined && errorNumber(refusal) < 0) {
      return failed(`the kernel refused the dump with error ${-errorNumber(refusal)}`);
    }
    if (messages.every(({ flags }) => (flags & flagDumpInterrupted) === 0)) return ok(messages);
  }
  return failed(`the table changed during ${largestAttemptCount} dumps in a row`);
}

function failed(detail: string): { readonly ok: false } & DumpFailure {
  return failure({ code: "dump-failed", detail });
}
