import { type Pointer, ptr } from "bun:ffi";
import type { PacketOrigin } from "../../core/packet-sockets.ts";
import { kernelMemory, type PacketCalls, releaseKernelMemory } from "./packet-calls.ts";
import { longestSocketAddress } from "./socket-address.ts";

/**
 * Many packets in one piece of memory: received by one call, changed in place, and sent back by another. One header
 * serves both directions, since what the kernel fills in on the way in, peer and arrival address, is what it wants to
 * know on the way out. recvmmsg(2), sendmmsg(2), `struct mmsghdr` of 64-bit systems
 */

/** The largest UDP payload and some, in octets. What no packet reaches takes no memory. */
const payloadOctets = 65_536;

/** Beginnings of packets a multiple of 4 KiB apart would all compete for the same lines of the processor's cache. */
const slotOctets = payloadOctets + 192;

const headerOctets = 64;
const vectorOctets = 16;
const nameOctets = 32;
const controlOctets = 64;

/** Where things lie in a header, in words of four octets. */
const header = {
  name: 0,
  nameLength: 2,
  vector: 4,
  vectorCount: 6,
  control: 8,
  controlLength: 10,
  length: 14,
} as const;
const headerWords = headerOctets / 4;
const vectorWords = vectorOctets / 4;
const controlWords = controlOctets / 4;

/** MSG_DONTWAIT of Linux, bits/socket.h. */
const dontWait = 0x40;

/** `IPPROTO_IP` and `IP_PKTINFO`, `IPPROTO_IPV6` and `IPV6_PKTINFO`, as level and type of a control message. */
const ipv4Level = 0;
const ipv6Level = 41;

/** Words of a control message: its length takes two, then level, type, and content. cmsg(3) */
const message = { level: 2, ipv4Interface: 4, ipv6Address: 4, ipv6Interface: 8 } as const;

export class PacketBatch {
  /** All of the memory; a packet's octets begin at `startOf`. */
  readonly octets: Uint8Array;
  readonly #calls: PacketCalls;
  readonly #memory: ArrayBuffer;
  /** Of each header. */
  readonly #pointers: readonly Pointer[];
  readonly #words: Int32Array;
  readonly #size: number;
  readonly #vectorsAt: number;
  readonly #namesAt: number;
  readonly #controlsAt: number;
  readonly #slotsAt: number;
  /** Packets whose headers are not as a receiving call wants them. */
  #used = 0;

  /** @param size most packets per call. */
  constructor(calls: PacketCalls, size: number) {
    this.#calls = calls;
    this.#size = size;
    this.#vectorsAt = size * headerOctets;
    this.#namesAt = this.#vectorsAt + size * vectorOctets;
    this.#controlsAt = this.#namesAt + size * nameOctets;
    this.#slotsAt = this.#controlsAt + size * controlOctets;
    this.#memory = kernelMemory(this.#slotsAt + size * slotOctets);
    this.octets = new Uint8Array(this.#memory);
    this.#words = new Int32Array(this.#memory, 0, this.#slotsAt / 4);
    this.#pointers = Array.from({ length: size }, (_, packet) => ptr(this.octets, packet * headerOctets));
    this.#pointEverywhere();
  }

  get size(): number {
    return this.#size;
  }

  /** Offset of a packet in `octets`; from there on it may have 65 535 octets. */
  startOf(packet: number): number {
    return this.#slotsAt + packet * slotOctets;
  }

  /** Offset of the socket address of a packet's sender, or receiver. */
  peerOf(packet: number): number {
    return this.#namesAt + packet * nameOctets;
  }

  /** Octets of a packet that was received. */
  lengthOf(packet: number): number {
    return this.#words[packet * headerWords + header.length] ?? 0;
  }

  /** Takes what waits at the socket, without waiting for more. @returns how many; negative when the call fails. */
  receive(descriptor: number): number {
    const words = this.#words;
    for (let packet = 0; packet < this.#used; packet += 1) this.#empty(words, packet);
    const count = this.#calls.recvmmsg(descriptor, this.#pointers[0] ?? null, this.#size, dontWait, null);
    this.#used = Math.max(count, 0);
    return count;
  }

  /** Says how long the packet is that is sent from a place. */
  setLength(packet: number, octets: number): void {
    this.#words[this.#vectorsAt / 4 + packet * vectorWords + 2] = octets;
  }

  /**
   * Sends some packets that stand side by side, each to the peer at its place. One that the system refuses is left out:
   * no route, no permission, or an earlier packet has come back. Without room in its queue, none of the rest is sent.
   */
  send(descriptor: number, first: number, end: number): void {
    let next = first;
    let refused = -1;
    for (let failures = 0; next < end && failures < mostFailures; ) {
      const count = this.#calls.sendmmsg(descriptor, this.#pointers[next] ?? null, end - next, dontWait);
      if (count > 0) {
        next += count;
        continue;
      }
      failures += 1;
      // The first error at a packet may be that of an earlier one, reported late.
      if (refused === next) next += 1;
      else refused = next;
    }
  }

  /**
   * Makes an answer leave from the address the packet came to, by whatever interface leads to the peer. For sockets of all
   * addresses; with others there is nothing to do.
   */
  answerFromArrival(packet: number): void {
    const words = this.#words;
    if ((words[packet * headerWords + header.controlLength] ?? 0) === 0) return;
    const at = this.#controlsAt / 4 + packet * controlWords;
    const level = words[at + message.level];
    if (level === ipv4Level) words[at + message.ipv4Interface] = 0;
    // A link-local address is one only together with its link. RFC 4007 §6
    else if (level === ipv6Level && !isLinkLocal(words[at + message.ipv6Address] ?? 0)) {
      words[at + message.ipv6Interface] = 0;
    }
  }

  /** Copies who sent a packet, and where it arrived. */
  originOf(packet: number): PacketOrigin {
    const at = packet * headerWords;
    const name = this.#namesAt + packet * nameOctets;
    const control = this.#controlsAt + packet * controlOctets;
    return {
      name: this.octets.slice(name, name + (this.#words[at + header.nameLength] ?? 0)),
      control: this.octets.slice(control, control + (this.#words[at + header.controlLength] ?? 0)),
    };
  }

  /** Puts a packet at a place, to be sent to where another came from. */
  put(packet: number, { name, control }: PacketOrigin, payload: Uint8Array): void {
    const at = packet * headerWords;
    this.octets.set(name, this.#namesAt + packet * nameOctets);
    this.octets.set(control, this.#controlsAt + packet * controlOctets);
    this.octets.set(payload, this.startOf(packet));
    this.#words[at + header.nameLength] = name.length;
    this.#words[at + header.controlLength] = control.length;
    this.setLength(packet, payload.length);
    this.#used = Math.max(this.#used, packet + 1);
  }

  /** Gives the memory back. */
  release(): void {
    releaseKernelMemory(this.#memory);
  }

  #empty(words: Int32Array, packet: number): void {
    const at = packet * headerWords;
    words[at + header.nameLength] = longestSocketAddress;
    words[at + header.controlLength] = controlOctets;
    this.setLength(packet, payloadOctets);
  }

  #pointEverywhere(): void {
    const view = new DataView(this.#memory);
    const base = ptr(this.octets);
    const point = (at: number, to: number): void => view.setBigUint64(at, BigInt(base + to), true);
    for (let packet = 0; packet < this.#size; packet += 1) {
      const at = packet * headerOctets;
      const vector = this.#vectorsAt + packet * vectorOctets;
      point(at + header.name * 4, this.#namesAt + packet * nameOctets);
      point(at + header.vector * 4, vector);
      view.setUint32(at + header.vectorCount * 4, 1, true);
      point(at + header.control * 4, this.#controlsAt + packet * controlOctets);
      point(vector, this.startOf(packet));
      this.#empty(this.#words, packet);
    }
  }
}

/** Failures of one batch after which the rest of it is given up: the queue is full, or nothing can be sent at all. */
const mostFailures = 32;

/** Whether an IPv6 address that begins with this little-endian word is in fe80::/10. RFC 4291 §2.5.6 */
function isLinkLocal(word: number): boolean {
  return (word & 0xc0ff) === 0x80fe;
}
