import { type Pointer, ptr } from "bun:ffi";
import type { ListenFailure } from "../../core/listen.ts";
import type { Endpoint } from "../../core/net.ts";
import type { PacketPort, PacketSockets, PacketsRefused, WakeEvent } from "../../core/packet-sockets.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { portFailure } from "../listen-failure.ts";
import { enlargeBy } from "../receive-buffer.ts";
import { PacketBatch } from "./packet-batch.ts";
import { kernelMemory, lastErrorNumber, lastSystemError, openPacketCalls, type PacketCalls } from "./packet-calls.ts";
import {
  addressAt,
  familyIpv4,
  familyIpv6,
  longestSocketAddress,
  portAt,
  writeSocketAddress,
} from "./socket-address.ts";

/** Opens UDP sockets that threads receive from in batches. Linux only; what refuses elsewhere says why. */

/** Values of asm-generic/socket.h, linux/in.h, linux/in6.h and sys/eventfd.h. */
const datagramCloseOnExec = 2 | 0o2000000;
const socketLevel = 1;
const reusePort = 15;
const ipv4Level = 0;
const ipv4PacketInfo = 8;
const ipv6Level = 41;
const ipv6Only = 26;
const ipv6ReceivePacketInfo = 49;
const eventCloseOnExec = 0o2000000;

/** `SO_MEMINFO`: nine numbers of 32 bits, the last of them `SK_MEMINFO_DROPS`. linux/sock_diag.h */
const memoryInformation = 55;
const memoryWords = 9;

/** Errors that mean that a sandbox stands between us and the kernel: EPERM, EACCES, ENOSYS. */
const forbidden: readonly number[] = [1, 13, 38];

/** Room for waiting packets of one socket, in octets; see `receive-buffer.ts`. */
const receiveBufferOctets = 8 * 1_024 * 1_024;

/** Looks whether the system lets us, by making the calls once on a socket of our own. */
export function openPacketSockets(): Result<PacketSockets, PacketsRefused> {
  const opened = openPacketCalls();
  if (!opened.ok) return opened;
  const calls = opened.value;
  const refused = tryCalls(calls);
  if (refused !== undefined) return refused;
  const replies = new PacketBatch(calls, 1);
  return ok({
    open: (endpoint, count) => openPort(calls, replies, endpoint, count),
    createWakeEvent: () => createWakeEvent(calls),
  });
}

/** Scratch memory for arguments and results. */
const scratch = new Uint8Array(kernelMemory(64));
const scratchWords = new Int32Array(scratch.buffer);

function tryCalls(calls: PacketCalls): (PacketsRefused & { readonly ok: false }) | undefined {
  const refuse = (call: string): PacketsRefused & { readonly ok: false } =>
    failure({ code: "packets-forbidden", detail: `${call}: error ${lastErrorNumber(calls)}` });
  const descriptor = calls.socket(familyIpv4, datagramCloseOnExec, 0);
  if (descriptor < 0) return refuse("socket");
  const batch = new PacketBatch(calls, 1);
  try {
    if (batch.receive(descriptor) < 0 && forbidden.includes(lastErrorNumber(calls))) return refuse("recvmmsg");
    // Without packets it sends none.
    if (calls.sendmmsg(descriptor, ptr(scratch), 0, 0) < 0) return refuse("sendmmsg");
    if (calls.poll(ptr(scratch), 0n, 0) < 0) return refuse("poll");
  } finally {
    batch.release();
    calls.close(descriptor);
  }
  return undefined;
}

function openPort(
  calls: PacketCalls,
  replies: PacketBatch,
  wanted: Endpoint,
  count: number,
): Result<PacketPort, ListenFailure> {
  const descriptors: number[] = [];
  const close = (): void => {
    for (const descriptor of descriptors.splice(0)) calls.close(descriptor);
  };
  let endpoint = wanted;
  for (let index = 0; index < count; index += 1) {
    const descriptor = calls.socket(
      endpoint.address.family === "ipv6" ? familyIpv6 : familyIpv4,
      datagramCloseOnExec,
      0,
    );
    if (descriptor >= 0) descriptors.push(descriptor);
    const error = descriptor < 0 ? lastSystemError(calls, "socket") : setUp(calls, descriptor, endpoint, index, count);
    if (error !== undefined) {
      close();
      return portFailure("udp", endpoint, error);
    }
    enlargeBy((option) => setOption(calls, descriptor, socketLevel, option, receiveBufferOctets));
    endpoint = { address: endpoint.address, port: boundPort(calls, descriptor) };
  }
  return ok({
    endpoint,
    descriptors,
    peerOf: ({ name }) => ({ address: addressAt(name, 0), port: portAt(name, 0) }),
    reply: (origin, payload) => {
      const [descriptor] = descriptors;
      if (descriptor === undefined || payload.length > largestPayload) return;
      replies.put(0, origin, payload);
      replies.send(descriptor, 0, 1);
    },
    drops: () => descriptors.reduce((sum, descriptor) => sum + dropsOf(calls, descriptor), 0),
    close,
  });
}

/** What the length of a UDP header can say, without the header. RFC 768 */
const largestPayload = 65_527;

function setUp(
  calls: PacketCalls,
  descriptor: number,
  endpoint: Endpoint,
  index: number,
  count: number,
): Error | undefined {
  const { address } = endpoint;
  const isIpv6 = address.family === "ipv6";
  const enable = (level: number, option: number): boolean => setOption(calls, descriptor, level, option, 1);
  const failed = (): Error => lastSystemError(calls, "setsockopt");
  // Without it `[::]` takes the port from `0.0.0.0` too.
  if (isIpv6 && !enable(ipv6Level, ipv6Only)) return failed();
  const isWildcard = address.octets.every((octet) => octet === 0);
  const [level, option] = isIpv6 ? [ipv6Level, ipv6ReceivePacketInfo] : [ipv4Level, ipv4PacketInfo];
  if (isWildcard && !enable(level, option)) return failed();
  // The first binds without sharing, so that the port is known to be nobody else's, and shares it then.
  if (index > 0 && !enable(socketLevel, reusePort)) return failed();
  const length = writeSocketAddress(scratch, endpoint);
  if (calls.bind(descriptor, ptr(scratch), length) !== 0) return lastSystemError(calls, "bind");
  if (index === 0 && count > 1 && !enable(socketLevel, reusePort)) return failed();
  return undefined;
}

function setOption(calls: PacketCalls, descriptor: number, level: number, option: number, value: number): boolean {
  scratchWords[0] = value;
  return calls.setsockopt(descriptor, level, option, ptr(scratch), 4) === 0;
}

function boundPort(calls: PacketCalls, descriptor: number): number {
  scratchWords[8] = longestSocketAddress;
  calls.getsockname(descriptor, ptr(scratch), at(8));
  return portAt(scratch, 0);
}

function dropsOf(calls: PacketCalls, descriptor: number): number {
  scratchWords.fill(0);
  scratchWords[memoryWords] = memoryWords * 4;
  calls.getsockopt(descriptor, socketLevel, memoryInformation, ptr(scratch), at(memoryWords));
  return (scratchWords[memoryWords - 1] ?? 0) >>> 0;
}

/** A word of the scratch memory. */
function at(word: number): Pointer {
  return ptr(scratch, word * 4);
}

function createWakeEvent(calls: PacketCalls): Result<WakeEvent, PacketsRefused> {
  const descriptor = calls.eventfd(0, eventCloseOnExec);
  if (descriptor < 0) {
    return failure({ code: "packets-forbidden", detail: `eventfd: error ${lastErrorNumber(calls)}` });
  }
  return ok({
    descriptor,
    raise: () => {
      scratchWords[0] = 1;
      scratchWords[1] = 0;
      // Nobody reads it, so it stays raised for all who wait.
      calls.write(descriptor, ptr(scratch), 8n);
    },
    close: () => void calls.close(descriptor),
  });
}
