import { type Library, ptr, read } from "bun:ffi";
import type { Running } from "../core/lifecycle.ts";
import type { Netlink, NetlinkFailure, NetlinkListener } from "../core/netlink.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { openStandardLibrary } from "./standard-library.ts";
import { describeSystemError } from "./system-error.ts";

/**
 * Netlink sockets of Linux, by foreign function calls for what no runtime interface offers: opening, binding, and one
 * blocking conversation per dump.
 *
 * Events need neither a thread nor polling: the event loop reads a bound socket as it reads a pipe. Measured with Bun 1.4.4
 * on 2026-11-20: 1.5 ms from `ip addr add` to the listener, and nothing runs when idle. Over `Bun.connect` the runtime
 * would wake every second and every four for the timeouts that connections have. A Worker with `poll` would cost 5 MB.
 */

/** Values of `sys/socket.h` and `linux/netlink.h`, the same on every architecture we run on. */
const familyNetlink = 16;
const rawCloseOnExec = 3 | 0o2000000;
const nonBlocking = 0o4000;
const protocolRoute = 0;
const socketLevel = 1;
const receiveTimeout = 20;
const wantRealLength = 0x20;
const netlinkLevel = 270;
/** `NETLINK_NO_ENOBUFS`. netlink(7) */
const withoutOverrunErrors = 5;
/** `SO_MEMINFO`: nine numbers of 32 bits, the last of them `SK_MEMINFO_DROPS`. linux/sock_diag.h */
const memoryInformation = 55;
const memoryOctets = 36;
const dropsAt = 32;

/** The kernel fills at most so many octets per datagram of a dump, however large the buffer. `netlink_dump()` */
const datagramOctets = 32_768;

/** A dump answers at once; this only bounds how long a broken kernel interface could hold the thread. */
const dumpTimeoutSeconds = 1;

/** More than any table needs; a dump that grows beyond it is not one. About 250 000 addresses. */
const largestDumpOctets = 32 * 1_024 * 1_024;

const symbols = {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
  setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
  getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
  send: { args: ["i32", "ptr", "usize", "i32"], returns: "i64" },
  recv: { args: ["i32", "ptr", "usize", "i32"], returns: "i64" },
  close: { args: ["i32"], returns: "i32" },
  __errno_location: { args: [], returns: "ptr" },
} as const;

type Calls = Library<typeof symbols>["symbols"];

/** Opens the way to the kernel; `netlink-unavailable` on other systems and where the runtime may not call C. */
export function openNetlink(): Result<Netlink, NetlinkFailure> {
  const library = openStandardLibrary(symbols);
  return library.ok
    ? ok(netlinkOver(library.value.symbols))
    : failure({ code: "netlink-unavailable", detail: library.detail });
}

function netlinkOver(library: Calls): Netlink {
  const arena = new Uint8Array(new ArrayBuffer(datagramOctets));
  // The kernel writes here while only an address is known to native code, so the memory must outlive any optimisation.
  Reflect.set(globalThis, Symbol.for("holdfast.netlink.arena"), arena);

  const errorNumber = (): number => {
    const location = library.__errno_location();
    return location === null ? 0 : read.i32(location, 0);
  };
  const failed = (call: string): { readonly ok: false } & NetlinkFailure =>
    failure({ code: "netlink-failed", detail: `${call} failed with error ${errorNumber()}` });

  const dump: Netlink["dump"] = (request, isLast) => {
    const descriptor = library.socket(familyNetlink, rawCloseOnExec, protocolRoute);
    if (descriptor < 0) return failed("socket");
    try {
      arena.fill(0, 0, 16);
      new DataView(arena.buffer).setBigInt64(0, BigInt(dumpTimeoutSeconds), true);
      if (library.setsockopt(descriptor, socketLevel, receiveTimeout, ptr(arena), 16) !== 0)
        return failed("setsockopt");
      arena.set(request);
      // Without an address the message goes to the kernel, and only the kernel (or root) can answer on this protocol.
      if (Number(library.send(descriptor, ptr(arena), BigInt(request.length), 0)) < 0) return failed("send");
      return collect(descriptor, isLast);
    } finally {
      library.close(descriptor);
    }
  };

  const collect = (
    descriptor: number,
    isLast: (datagram: Uint8Array) => boolean,
  ): Result<readonly Uint8Array[], NetlinkFailure> => {
    const datagrams: Uint8Array[] = [];
    let total = 0;
    while (total <= largestDumpOctets) {
      const length = Number(library.recv(descriptor, ptr(arena), BigInt(datagramOctets), wantRealLength));
      if (length < 0) return failed("recv");
      if (length === 0 || length > datagramOctets) {
        return failure({ code: "netlink-failed", detail: `datagram of ${length} octets` });
      }
      const datagram = arena.slice(0, length);
      datagrams.push(datagram);
      total += length;
      if (isLast(datagram)) return ok(datagrams);
    }
    return failure({ code: "netlink-failed", detail: `dump of more than ${largestDumpOctets} octets` });
  };

  const subscribe: Netlink["subscribe"] = async (groups, listener) => {
    const descriptor = library.socket(familyNetlink, rawCloseOnExec | nonBlocking, protocolRoute);
    if (descriptor < 0) return failed("socket");
    // struct sockaddr_nl: family, padding, port (0: the kernel chooses), groups.
    arena.fill(0, 0, 12);
    const view = new DataView(arena.buffer);
    view.setUint16(0, familyNetlink, true);
    view.setUint32(8, groups, true);
    if (library.bind(descriptor, ptr(arena), 12) !== 0) {
      const reason = failed("bind");
      library.close(descriptor);
      return reason;
    }
    // The stream would report an overrun to nobody who can catch it, which ends the process. Drops are counted instead.
    view.setInt32(0, 1, true);
    if (library.setsockopt(descriptor, netlinkLevel, withoutOverrunErrors, ptr(arena), 4) !== 0) {
      const reason = failed("setsockopt");
      library.close(descriptor);
      return reason;
    }
    const drops = (): number => {
      view.setUint32(dropsAt, 0, true);
      view.setUint32(memoryOctets, memoryOctets, true);
      library.getsockopt(descriptor, socketLevel, memoryInformation, ptr(arena), ptr(arena, memoryOctets));
      return view.getUint32(dropsAt, true);
    };
    return ok(listen({ descriptor, drops, close: () => void library.close(descriptor) }, listener));
  };

  return { dump, subscribe };
}

/** What following a subscription needs of its socket. */
interface Subscription {
  readonly descriptor: number;
  /** Messages the kernel had no room for so far. */
  readonly drops: () => number;
  readonly close: () => void;
}

/** Lets the event loop read the socket, and closes it once nobody listens any more. */
function listen({ descriptor, drops, close }: Subscription, listener: NetlinkListener): Running {
  const reader = Bun.file(descriptor).stream().getReader();
  let isStopped = false;
  const follow = async (): Promise<void> => {
    let reason: NetlinkFailure = { code: "netlink-failed", detail: "the socket was closed" };
    try {
      for (let next = await reader.read(); !next.done && !isStopped; next = await reader.read()) {
        listener.received(next.value);
        if (drops() === 0) continue;
        reason = { code: "netlink-overrun", detail: "the kernel had no room for events" };
        break;
      }
    } catch (error) {
      reason = { code: "netlink-failed", detail: describeSystemError(error) };
    }
    await reader.cancel();
    close();
    if (isStopped) return;
    isStopped = true;
    listener.ended(reason);
  };
  const followed = follow();
  return {
    stop: async () => {
      isStopped = true;
      await reader.cancel();
      await followed;
    },
  };
}
