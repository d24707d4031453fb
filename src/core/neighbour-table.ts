import type { Address } from "./address.ts";
import type { Result } from "./result.ts";

/** The devices this host has heard of on its links, as its kernel tells them (ARP; Neighbor Discovery, RFC 4861). */

export interface Neighbour {
  readonly interfaceName: string;
  readonly address: Address;
  /** Six octets. */
  readonly mac: Uint8Array;
}

export interface NeighbourTableFailure {
  readonly code: "neighbour-table-unreadable";
  readonly detail: string;
}

export interface NeighbourTable {
  /** Entries whose link-layer address is known; those that did not answer are left out. */
  read(): Promise<Result<readonly Neighbour[], NeighbourTableFailure>>;
}
