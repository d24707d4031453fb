import type { ListenFailure } from "./listen.ts";
import type { Endpoint } from "./net.ts";
import type { Result } from "./result.ts";

/**
 * UDP sockets that several threads share, as a parameter: opened here, received from by whoever has the descriptor. What
 * receives, many packets per call, is `platform/packets/`.
 */

/** Who sent a packet and where it arrived, as the system writes it. Only what made it can read it. */
export interface PacketOrigin {
  /** A socket address. */
  readonly name: Uint8Array;
  /** Control messages that make an answer leave from the address that was asked. */
  readonly control: Uint8Array;
}

/** What an answerer of packets returns instead of a length for one that is somebody else's to answer. */
export const handedOver = -1;

/** One port with one socket per thread, between which the system divides the senders. */
export interface PacketPort {
  /** With the port that was given where 0 was asked for. */
  readonly endpoint: Endpoint;
  readonly descriptors: readonly number[];
  /** Who sent a packet. IPv4-mapped addresses come out as the IPv4 addresses they stand for. */
  peerOf(origin: PacketOrigin): Endpoint;
  /** Sends one packet to where another one came from. Like all of UDP it may be lost. */
  reply(origin: PacketOrigin, payload: Uint8Array): void;
  /** Packets for which a queue had no room, since the port was opened. */
  drops(): number;
  /** Nobody may use the descriptors any more. */
  close(): void;
}

/** Makes the threads that wait for packets look up. */
export interface WakeEvent {
  readonly descriptor: number;
  /** For good: whoever waits for it from now on does not wait. */
  raise(): void;
  close(): void;
}

export interface PacketSockets {
  /** @param count of sockets, at least one. Nobody else has the port, not even another process of this user. */
  open(endpoint: Endpoint, count: number): Result<PacketPort, ListenFailure>;
  createWakeEvent(): Result<WakeEvent, PacketsRefused>;
}

/** Why packets cannot be received in batches here. */
export interface PacketsRefused {
  /**
   * - `packets-unavailable`: the system has no such calls, or the runtime may not make them.
   * - `packets-forbidden`: the calls are there and the system refuses them, as sandboxes do.
   */
  readonly code: "packets-unavailable" | "packets-forbidden";
  readonly detail: string;
}
