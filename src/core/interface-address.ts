import type { Address } from "./address.ts";
import type { Duration } from "./duration.ts";
import type { Result } from "./result.ts";

/** The host's own address table, as its kernel tells it. */

/** One address on one interface. A fact the system does not tell is undefined, never guessed. */
export interface InterfaceAddress {
  readonly interfaceName: string;
  readonly interfaceIndex: number | undefined;
  /** For a point-to-point link the local end. */
  readonly address: Address;
  /** In bits. */
  readonly prefixLength: number;
  /** Duplicate address detection has not finished; not usable yet. RFC 4862 §2 */
  readonly isTentative: boolean | undefined;
  /** Duplicate address detection found another owner. RFC 4862 §5.4.5 */
  readonly isDuplicate: boolean | undefined;
  /** Preferred lifetime has ended. RFC 4862 §5.5.4 */
  readonly isDeprecated: boolean | undefined;
  /** A privacy address that changes on purpose. RFC 8981 §3 */
  readonly isTemporary: boolean | undefined;
  /** How the address came: set by hand, from router advertisements, from DHCP. */
  readonly origin: "static" | "slaac" | "dhcp" | "kernel" | undefined;
  /** Remaining time; `forever` when unlimited. RFC 4862 §5.5.3 */
  readonly preferredLifetime: Duration | "forever" | undefined;
  readonly validLifetime: Duration | "forever" | undefined;
  readonly isLoopback: boolean;
  readonly isUp: boolean | undefined;
  /**
   * What makes the interface, in the kernel's words (`bridge`, `veth`, `wireguard`, `tun`, `ppp` …); `hardware` when
   * nothing does, `tap` for the Ethernet kind of `tun`.
   */
  readonly linkKind?: string | undefined;
  /** The system would send packets of this family to the Internet through this interface. */
  readonly carriesDefaultRoute?: boolean | undefined;
}

export interface AddressTableFailure {
  readonly code: "address-table-unreadable";
  readonly detail: string;
}

export interface AddressTable {
  read(): Promise<Result<readonly InterfaceAddress[], AddressTableFailure>>;
}

/**
 * Kinds of interfaces that put packets into other packets, so that they surface somewhere else. PPP is none of them: it is
 * how many lines are dialled.
 */
const tunnelKinds: ReadonlySet<string> = new Set([
  "tun",
  "wireguard",
  "amneziawg",
  "ipip",
  "sit",
  "gre",
  "ip6gre",
  "ip6tnl",
  "vti",
  "vti6",
  "xfrm",
]);

/** True for an interface of one of these kinds, as far as the system tells. */
export function isTunnelKind(linkKind: InterfaceAddress["linkKind"]): boolean {
  return linkKind !== undefined && tunnelKinds.has(linkKind);
}
