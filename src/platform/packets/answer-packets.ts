import { ptr } from "bun:ffi";
import type { Address } from "../../core/address.ts";
import { handedOver, type PacketOrigin } from "../../core/packet-sockets.ts";
import { PacketBatch } from "./packet-batch.ts";
import {
  kernelMemory,
  lastSystemError,
  openPacketCalls,
  type PacketCalls,
  releaseKernelMemory,
} from "./packet-calls.ts";
import { addressAt, copyAddressAt, portAt } from "./socket-address.ts";

/**
 * The life of a thread that answers packets: wait in the kernel, take what is there, answer it where it stands, send it
 * back. Makes no object on the way. What packets say is the answerer's.
 */

/** Who sent the packet that is being answered; valid until the next. */
export interface PacketPeer {
  /** Made when asked for, which hardly any answer does. */
  readonly address: Address;
  /** Copies it, IPv4-mapped ones as what they stand for, without making an object. @returns its octets, 4 or 16. */
  copyAddress(target: Uint8Array): number;
}

/**
 * Answers the packet between two offsets, in its place. 65 535 octets from `start` on may be written to.
 *
 * @returns the length of the answer; 0 for none, `handedOver` when `handOver()` shall have the packet.
 */
export type AnswerPacket = (octets: Uint8Array, start: number, end: number, peer: PacketPeer) => number;

export interface AnsweredSockets {
  readonly descriptors: readonly number[];
  /** Becomes readable when it is time to end. */
  readonly wake: number;
}

export interface PacketHandlers {
  readonly answer: AnswerPacket;
  /** Takes copies of a packet, its origin, and the index of the socket it came from. */
  readonly handOver: (socket: number, origin: PacketOrigin, payload: Uint8Array) => void;
  /** Hears of what the answerer throws; that packet has no answer. */
  readonly onBug: (bug: unknown) => void;
}

/** Packets per call: more than this at once is rare, and each takes memory. */
const batchSize = 64;

/** `struct pollfd` has two words: the descriptor, and events wanted (low half) and met (high half). poll(2) */
const pollWords = 2;
const readable = 1;

/** Calls that may fail in a row for reasons other than an interruption before the thread says that it cannot go on. */
const mostFailures = 100;

/** EINTR, EAGAIN, ECONNREFUSED: a signal came, the packet had a wrong checksum, an answer came back as undeliverable. */
const passing: readonly string[] = ["EINTR", "EAGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"];

/**
 * Answers until the wake event is raised.
 *
 * @throws Error when the system refuses its calls.
 */
export function answerPackets({ descriptors, wake }: AnsweredSockets, handlers: PacketHandlers): void {
  const opened = openPacketCalls();
  if (!opened.ok) throw new Error(opened.detail);
  const calls = opened.value;
  const batch = new PacketBatch(calls, batchSize);
  const memory = kernelMemory((descriptors.length + 1) * pollWords * 4);
  const waiting = new Int32Array(memory);
  for (const [index, descriptor] of [wake, ...descriptors].entries()) waiting[index * pollWords] = descriptor;
  const pointer = ptr(waiting);
  const count = BigInt(descriptors.length + 1);
  const turn = new Turn(batch, handlers);
  let failures = 0;
  for (;;) {
    for (let index = 0; index <= descriptors.length; index += 1) waiting[index * pollWords + 1] = readable;
    if (calls.poll(pointer, count, forever) < 0) {
      failures = failuresAfter(calls, "poll", failures);
      continue;
    }
    if (hasEvent(waiting, 0)) break;
    for (let index = 0; index < descriptors.length; index += 1) {
      if (!hasEvent(waiting, index + 1)) continue;
      const descriptor = descriptors[index] ?? -1;
      const received = batch.receive(descriptor);
      if (received < 0) {
        failures = failuresAfter(calls, "recvmmsg", failures);
      } else {
        failures = 0;
        turn.answer(index, descriptor, received);
      }
    }
  }
  batch.release();
  releaseKernelMemory(memory);
}

const forever = -1;

function hasEvent(waiting: Int32Array, index: number): boolean {
  return (waiting[index * pollWords + 1] ?? 0) >>> 16 !== 0;
}

function failuresAfter(calls: PacketCalls, call: string, failures: number): number {
  const error = lastSystemError(calls, call);
  const isPassing = "code" in error && typeof error.code === "string" && passing.includes(error.code);
  if (!isPassing && failures >= mostFailures) throw error;
  return isPassing ? failures : failures + 1;
}

/** Answers one batch after the other. */
class Turn implements PacketPeer {
  readonly #batch: PacketBatch;
  readonly #handlers: PacketHandlers;
  #packet = 0;

  constructor(batch: PacketBatch, handlers: PacketHandlers) {
    this.#batch = batch;
    this.#handlers = handlers;
  }

  get address(): Address {
    return addressAt(this.#batch.octets, this.#batch.peerOf(this.#packet));
  }

  copyAddress(target: Uint8Array): number {
    return copyAddressAt(this.#batch.octets, this.#batch.peerOf(this.#packet), target);
  }

  /** Answers what was received from a socket. Answers that stand side by side leave together. */
  answer(socket: number, descriptor: number, count: number): void {
    const batch = this.#batch;
    let first = 0;
    for (let packet = 0; packet < count; packet += 1) {
      const length = this.#answerOne(socket, packet);
      if (length > 0) {
        batch.setLength(packet, length);
        batch.answerFromArrival(packet);
      } else {
        batch.send(descriptor, first, packet);
        first = packet + 1;
      }
    }
    batch.send(descriptor, first, count);
  }

  #answerOne(socket: number, packet: number): number {
    const batch = this.#batch;
    const { octets } = batch;
    // Port 0 is nobody's, RFC 768: there is nowhere to answer to.
    if (portAt(octets, batch.peerOf(packet)) === 0) return 0;
    this.#packet = packet;
    const start = batch.startOf(packet);
    const end = start + batch.lengthOf(packet);
    try {
      const length = this.#handlers.answer(octets, start, end, this);
      if (length === handedOver) {
        batch.answerFromArrival(packet);
        this.#handlers.handOver(socket, batch.originOf(packet), octets.slice(start, end));
      }
      return length;
    } catch (bug) {
      this.#handlers.onBug(bug);
      return 0;
    }
  }
}
