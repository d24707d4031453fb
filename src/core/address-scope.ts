import type { Address } from "./address.ts";
import { assert } from "./assert.ts";
import { Prefix } from "./prefix.ts";

/** What an address is good for, from the IANA special-purpose registries (RFC 6890, as of 2026-11). */

/** `global` can be reached from the Internet; every other scope says why it cannot. */
export type AddressScope =
  | "global"
  | "unspecified"
  | "loopback"
  | "link-local"
  | "private"
  | "carrier-grade-nat"
  | "unique-local"
  | "documentation"
  | "benchmarking"
  | "multicast"
  | "broadcast"
  | "translated"
  | "tunnel"
  | "reserved";

/**
 * First match wins, so narrower exceptions stand before the block they are cut from. Entries the registries call
 * globally reachable but that never belong to one host (AS112, AMT, anycast services) are `reserved`: nobody's home
 * address is one of them.
 */
const registry: readonly (readonly [prefix: string, scope: AddressScope])[] = [
  ["0.0.0.0/32", "unspecified"], // RFC 1122 §3.2.1.3
  ["0.0.0.0/8", "reserved"], // RFC 791 §3.2, "this network"
  ["10.0.0.0/8", "private"], // RFC 1918 §3
  ["100.64.0.0/10", "carrier-grade-nat"], // RFC 6598 §7
  ["127.0.0.0/8", "loopback"], // RFC 1122 §3.2.1.3
  ["169.254.0.0/16", "link-local"], // RFC 3927 §2.1
  ["172.16.0.0/12", "private"], // RFC 1918 §3
  ["192.0.0.0/24", "reserved"], // RFC 6890 §2.2.2; holds 192.0.0.0/29 of DS-Lite, RFC 7335 §6
  ["192.0.2.0/24", "documentation"], // RFC 5737 §3
  ["192.31.196.0/24", "reserved"], // AS112, RFC 7535 §3.1
  ["192.52.193.0/24", "reserved"], // AMT, RFC 7450 §7
  ["192.88.99.0/24", "tunnel"], // 6to4 relay anycast, deprecated by RFC 7526 §4
  ["192.168.0.0/16", "private"], // RFC 1918 §3
  ["192.175.48.0/24", "reserved"], // AS112, RFC 7534 §1
  ["198.18.0.0/15", "benchmarking"], // RFC 2544 Appendix C
  ["198.51.100.0/24", "documentation"], // RFC 5737 §3
  ["203.0.113.0/24", "documentation"], // RFC 5737 §3
  ["224.0.0.0/4", "multicast"], // RFC 5771 §3
  ["255.255.255.255/32", "broadcast"], // RFC 919 §7
  ["240.0.0.0/4", "reserved"], // RFC 1112 §4
  ["::/128", "unspecified"], // RFC 4291 §2.5.2
  ["::1/128", "loopback"], // RFC 4291 §2.5.3
  ["::ffff:0:0/96", "translated"], // IPv4-mapped, RFC 4291 §2.5.5.2
  ["::/96", "reserved"], // IPv4-compatible, deprecated by RFC 4291 §2.5.5.1
  ["64:ff9b::/96", "translated"], // RFC 6052 §2.1
  ["64:ff9b:1::/48", "translated"], // RFC 8215 §3
  ["100::/64", "reserved"], // discard only, RFC 6666 §4
  ["100:0:0:1::/64", "reserved"], // dummy prefix, RFC 9780 §4
  ["2001::/32", "tunnel"], // Teredo, RFC 4380 §2.6
  ["2001:2::/48", "benchmarking"], // RFC 5180 §8
  ["2001:db8::/32", "documentation"], // RFC 3849 §2
  ["2001::/23", "reserved"], // IETF protocol assignments (ORCHID, AMT, DET …), RFC 2928 §2
  ["2002::/16", "tunnel"], // 6to4, RFC 3056 §2
  ["2620:4f:8000::/48", "reserved"], // AS112, RFC 7534 §1
  ["3fff::/20", "documentation"], // RFC 9637 §3
  ["5f00::/16", "reserved"], // segment routing, RFC 9602 §5
  ["fc00::/7", "unique-local"], // RFC 4193 §3.1
  ["fe80::/10", "link-local"], // RFC 4291 §2.5.6
  ["fec0::/10", "reserved"], // site-local, deprecated by RFC 3879 §4
  ["ff00::/8", "multicast"], // RFC 4291 §2.7
  ["2000::/3", "global"], // the only block IANA allots for global unicast, RFC 4291 §2.4 and RFC 3513 §4
  ["::/0", "reserved"],
];

interface Block {
  readonly prefix: Prefix;
  readonly scope: AddressScope;
}

/** Read when first asked, since nothing works at import time. */
let blocks: readonly Block[] | undefined;

function readRegistry(): readonly Block[] {
  return registry.map(([text, scope]) => {
    const prefix = Prefix.parse(text);
    assert(prefix.ok, `${text} is a prefix`);
    return { prefix: prefix.value, scope };
  });
}

/** The scope of one address; an IPv4-mapped address is `translated`, call `unmapped()` first to look inside. */
export function scopeOf(address: Address): AddressScope {
  blocks ??= readRegistry();
  return blocks.find((block) => block.prefix.contains(address))?.scope ?? "global";
}

/** True when hosts elsewhere on the Internet could reach the address, firewalls aside. */
export function isGlobalUnicast(address: Address): boolean {
  return scopeOf(address) === "global";
}
