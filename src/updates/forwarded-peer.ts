import { Address } from "../core/address.ts";
import type { HttpPeer } from "../core/listen.ts";
import type { Prefix } from "../core/prefix.ts";

/** Whose address a request comes from, when proxies may stand between. */

/** Only so many hops are looked at; a longer chain is somebody playing. */
const mostHops = 16;

/**
 * The client's address: the peer itself, or, when the peer is a listed proxy, the last address in `X-Forwarded-For`
 * that is not a listed proxy. Undefined when a listed proxy says nothing readable: then nobody knows.
 */
export function clientAddress(
  peer: HttpPeer,
  forwardedFor: string | null,
  trustedProxies: readonly Prefix[],
): Address | undefined {
  const isTrusted = (address: Address): boolean => trustedProxies.some((proxy) => proxy.contains(address));
  const direct = peer.address;
  if (direct === undefined || !isTrusted(direct)) return direct;
  if (forwardedFor === null) return direct;
  for (const hop of forwardedFor.split(",").slice(-mostHops).toReversed()) {
    const parsed = Address.parse(withoutPort(hop.trim()));
    if (!parsed.ok) return undefined;
    const address = parsed.value.unmapped();
    if (!isTrusted(address)) return address;
  }
  return undefined;
}

/** Some proxies append the port, as `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(hop);
  if (bracketed?.[1] !== undefined) return bracketed[1];
  const dotted = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop);
  return dotted?.[1] ?? hop;
}
