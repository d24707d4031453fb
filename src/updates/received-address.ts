import { Address } from "../core/address.ts";
import { type AddressScope, scopeOf } from "../core/address-scope.ts";

/** Addresses as routers really write them. Strict parsing is `core/address.ts`'s; this is the edge that forgives. */

/**
 * Reads one address out of a request parameter.
 *
 * Forgiven: surrounding blanks, brackets, a prefix length (`/64`), a zone (`%eth0`), IPv4-mapped IPv6, and decimal
 * octets that are all padded to three digits. Other leading zeros are refused: half the world reads them as octal.
 */
export function parseReceivedAddress(text: string): Address | undefined {
  const bare = text
    .trim()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\/\d{1,3}$/, "")
    .replace(/%[0-9A-Za-z._-]+$/, "");
  const padded = /^(\d{3})\.(\d{3})\.(\d{3})\.(\d{3})$/.exec(bare);
  const parsed = Address.parse(padded === null ? bare : padded.slice(1).map(Number).join("."));
  return parsed.ok ? parsed.value.unmapped() : undefined;
}

/** Scopes that can never be a host's address; a router that sends one has no address at the moment. */
const impossible: ReadonlySet<AddressScope> = new Set(["unspecified", "multicast", "broadcast", "link-local"]);

/**
 * True unless a record with this address would be nonsense whoever asks for it. IPv4-mapped addresses are for programs
 * that know IPv6 sockets only; no host has one. RFC 4291 §2.5.5.2
 */
export function isPublishable(address: Address): boolean {
  return address.unmapped().family === address.family && !impossible.has(scopeOf(address));
}
