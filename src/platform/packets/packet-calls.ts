import { type Library, read } from "bun:ffi";
import { getSystemErrorName } from "node:util";
import type { PacketsRefused } from "../../core/packet-sockets.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { openStandardLibrary } from "../standard-library.ts";

/** The calls of Linux that move many packets at once, and those that sockets need besides. */

const symbols = {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
  getsockname: { args: ["i32", "ptr", "ptr"], returns: "i32" },
  setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
  getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
  recvmmsg: { args: ["i32", "ptr", "u32", "i32", "ptr"], returns: "i32" },
  sendmmsg: { args: ["i32", "ptr", "u32", "i32"], returns: "i32" },
  poll: { args: ["ptr", "u64", "i32"], returns: "i32" },
  eventfd: { args: ["u32", "i32"], returns: "i32" },
  write: { args: ["i32", "ptr", "u64"], returns: "i64" },
  close: { args: ["i32"], returns: "i32" },
  __errno_location: { args: [], returns: "ptr" },
} as const;

export type PacketCalls = Library<typeof symbols>["symbols"];

/** Layouts below are those of 64-bit little-endian systems, which are all we run on. */
const architectures: readonly string[] = ["x64", "arm64"];

/** Once per thread; they stay open as long as it lives. */
export function openPacketCalls(): Result<PacketCalls, PacketsRefused> {
  if (!architectures.includes(process.arch)) {
    return failure({ code: "packets-unavailable", detail: `not called on ${process.arch}` });
  }
  const library = openStandardLibrary(symbols);
  return library.ok ? ok(library.value.symbols) : failure({ code: "packets-unavailable", detail: library.detail });
}

/** The number of the last call's failure; valid until the next one. */
export function lastErrorNumber(calls: PacketCalls): number {
  const location = calls.__errno_location();
  return location === null ? 0 : read.i32(location, 0);
}

/** What the last call failed with, in the form in which the runtime throws such things. */
export function lastSystemError(calls: PacketCalls, syscall: string): Error {
  const number = lastErrorNumber(calls);
  const code = number === 0 ? "UNKNOWN" : getSystemErrorName(-number);
  return Object.assign(new Error(`${syscall} failed: ${code}`), { code, syscall });
}

/** Memory the kernel knows by its address, which no optimisation of this program may move or give back. */
export function kernelMemory(octets: number): ArrayBuffer {
  // An explicit ArrayBuffer: that behind a small typed array of its own may move.
  const memory = new ArrayBuffer(octets);
  held.add(memory);
  return memory;
}

/** Gives back what `kernelMemory` made, once no call is under way that writes to it. */
export function releaseKernelMemory(memory: ArrayBuffer): void {
  held.delete(memory);
}

const held = new Set<ArrayBuffer>();
Reflect.set(globalThis, Symbol.for("holdfast.packets.memory"), held);
