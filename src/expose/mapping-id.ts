import type { Address } from "../core/address.ts";
import type { MappingId } from "../core/agent-journal.ts";
import type { Family } from "../core/family.ts";
import type { Transport } from "../gateway/gateway.ts";

/** What a mapping is called: the family, the protocol, the port, and the host where it is another one. */

/** `ipv4/tcp/445`, or `ipv4/tcp/22/192.168.1.20`. The same wish has the same name over restarts. */
export function mappingIdOf(family: Family, transport: Transport, port: number, to: Address | undefined): MappingId {
  return [family, transport, port, ...(to === undefined ? [] : [to])].join("/") as MappingId;
}

/** For people: `tcp/445` or `tcp/22 (192.168.1.20)`, with the family as they know it. */
export function describeMappingId(mapping: MappingId): { readonly port: string; readonly family: string } {
  const [family, transport = "", port = "", ...to] = mapping.split("/");
  const host = to.length === 0 ? "" : ` (${to.join("/")})`;
  return { port: `${transport}/${port}${host}`, family: family === "ipv6" ? "IPv6" : "IPv4" };
}
