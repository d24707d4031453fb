import type { Address } from "../core/address.ts";
import type { MappingId } from "../core/agent-journal.ts";
import type { Family } from "../core/family.ts";
import type { Transport } from "../gateway/gateway.ts";

/** A port of one family that is to be reached from outside. */
export interface Exposure {
  readonly mapping: MappingId;
  readonly family: Family;
  readonly transport: Transport;
  readonly internalPort: number;
  /** The port others should connect to; in IPv6 always the internal one. */
  readonly wishedPort: number;
  /** The host that gets the traffic; undefined for this one. */
  readonly to: Address | undefined;
}
