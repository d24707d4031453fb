import type { Address } from "../core/address.ts";
import type { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { NetCode } from "../core/net.ts";
import type { Result } from "../core/result.ts";

/**
 * What a home router offers the hosts behind it, whichever protocol it speaks: its external address, and port mappings
 * as leases. Clients say what a router answered; what follows from it is decided in `detect/` and `expose/`.
 */

/** In the order in which they are tried. RFC 6887, RFC 6886, UPnP IGD 1 and 2 */
export const gatewayProtocols = ["pcp", "nat-pmp", "upnp"] as const;
export type GatewayProtocol = (typeof gatewayProtocols)[number];

/** Why a router gave no answer that could be used. */
export type GatewayFailCode =
  | NetCode
  /** Nothing on the link speaks this protocol. */
  | "gateway-not-found"
  /** It speaks the protocol, but not this part or version of it. */
  | "gateway-unsupported"
  /** The administrator of the router does not allow it. */
  | "gateway-refused"
  /** It knows no external address, or has no line at the moment. */
  | "gateway-no-address"
  /** The external port is somebody else's. */
  | "gateway-port-taken"
  /** It cannot do it now: out of ports, of memory, of mappings per host. */
  | "gateway-busy";

export interface GatewayFailure {
  readonly code: GatewayFailCode;
  /** Evidence for people: the router's own words, shortened. Holds no URL path. */
  readonly detail: string;
  /** How long the router asked to be left in peace. RFC 6887 §7.4 */
  readonly retryAfter?: Duration;
}

/** How long the router has been up by its own account; falling behind our clock tells that it lost its mappings. */
export interface Epoch {
  /** Seconds. RFC 6886 §3.6, RFC 6887 §8.5 */
  readonly seconds: number;
}

export interface ExternalAddress {
  readonly address: Address;
  readonly epoch: Epoch | undefined;
}

export type Transport = "tcp" | "udp";

/** A hole in the router for one port of a host behind it. */
export interface MappingRequest {
  readonly transport: Transport;
  /** The host that gets the traffic; mostly ourselves. */
  readonly internalAddress: Address;
  /** 1 to 65535, as the external port. */
  readonly internalPort: number;
  /** What we should like to have, or had before; a router may give another one. */
  readonly externalPort: number;
  readonly lifetime: Duration;
  /** 12 octets that prove to a PCP server that a renewal comes from who made the mapping. RFC 6887 §11.2 */
  readonly nonce: Uint8Array;
  /** Shown in the router's list of mappings, where it has one. ASCII, at most 40 characters. */
  readonly description: string;
}

export interface Mapping {
  /** Undefined where the protocol does not tell it, and for the unspecified address. */
  readonly externalAddress: Address | undefined;
  readonly externalPort: number;
  /** What was granted; `forever` where the router knows permanent mappings only. */
  readonly lifetime: Duration | "forever";
  readonly epoch: Epoch | undefined;
  /** Set by routers that name a hole by a number of theirs (IPv6 pinholes of UPnP). */
  readonly handle?: string;
}

/** Limits of one question to a router; repetitions within it are the protocol's business. */
export interface GatewayLimits {
  readonly timeout: Duration;
  readonly signal?: AbortSignal;
}

/** One router in one protocol. */
export interface GatewayClient {
  readonly protocol: GatewayProtocol;
  /** For people and logs, for instance `192.168.1.1`, or a model name. */
  readonly label: string;
  /** Families whose mappings it can make. */
  readonly families: readonly Family[];
  externalAddress(limits: GatewayLimits): Promise<Result<ExternalAddress, GatewayFailure>>;
  /** Makes or renews. The same request is the same mapping, so that a lost answer can be asked for again. */
  map(request: MappingRequest, limits: GatewayLimits): Promise<Result<Mapping, GatewayFailure>>;
  /** Removes what `map` made; one that is not there any more counts as removed. */
  unmap(request: MappingRequest, mapping: Mapping, limits: GatewayLimits): Promise<Result<void, GatewayFailure>>;
}
