import type { Address } from "./address.ts";
import type { Running } from "./lifecycle.ts";
import type { ListenFailure } from "./listen.ts";
import type { Endpoint } from "./net.ts";
import type { Result } from "./result.ts";

/** Datagrams to and from a group of hosts on one link, as a parameter. RFC 1112, RFC 4291 §2.7 */

/** What a socket joins. */
export interface MulticastPlace {
  readonly group: Address;
  /** Port to receive on; several programs of the host may share it. 0 lets the system choose. */
  readonly port: number;
  /** The host's own address on the link that is meant. */
  readonly localAddress: Address;
}

/** An open socket. */
export interface MulticastSocket extends Running {
  /** The local end; its port is what a peer answers to. */
  readonly endpoint: Endpoint;
  /** Sends one datagram, to the group or to a single host; nothing tells whether it arrives. */
  send(payload: Uint8Array, peer: Endpoint): void;
}

export interface MulticastNetwork {
  /** The payload is valid during the call only. Datagrams of any host on the link come in: nothing here can be trusted. */
  join(
    place: MulticastPlace,
    received: (payload: Uint8Array, peer: Endpoint) => void,
  ): Promise<Result<MulticastSocket, ListenFailure>>;
}
