import type { Family } from "./family.ts";
import { equalOctets } from "./octets.ts";
import { failure, ok, type Result } from "./result.ts";

/** IP addresses as values: strict parsing, canonical text, octets. What an address is for is `address-scope.ts`'s. */

/** Why a text is not an address. */
export interface AddressFailure {
  readonly code: "not-an-address";
}

/** One IPv4 or IPv6 address without port, prefix length or zone. Equal addresses have equal text. */
export class Address {
  readonly family: Family;
  readonly #octets: Uint8Array;
  /** Made when first asked for: most addresses are compared and sent, few are shown. */
  #text: string | undefined;

  private constructor(family: Family, octets: Uint8Array) {
    this.family = family;
    this.#octets = octets;
  }

  /**
   * Reads the text form of RFC 4291 §2.2, or four decimal numbers without leading zeros.
   *
   * Refuses brackets, zones (`%eth0`), lengths (`/64`), surrounding blanks, and the short, octal and hexadecimal IPv4
   * forms that `inet_aton` takes: two programs would read those as different addresses.
   */
  static parse(text: string): Result<Address, AddressFailure> {
    const ipv4 = parseIpv4(text);
    if (ipv4 !== undefined) return ok(new Address("ipv4", ipv4));
    const ipv6 = parseIpv6(text);
    if (ipv6 !== undefined) return ok(new Address("ipv6", ipv6));
    return failure({ code: "not-an-address" });
  }

  /** Takes 4 or 16 octets in network order; any other count is undefined. */
  static ofOctets(octets: Uint8Array): Address | undefined {
    if (octets.length === 4) return new Address("ipv4", octets.slice());
    if (octets.length === 16) return new Address("ipv6", octets.slice());
    return undefined;
  }

  /** The address in network order, a copy of 4 or 16 octets. */
  get octets(): Uint8Array {
    return this.#octets.slice();
  }

  /** An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) as the IPv4 address it stands for. */
  unmapped(): Address {
    const isMapped =
      this.family === "ipv6" && this.#octets.slice(0, 12).every((octet, i) => octet === (i < 10 ? 0 : 255));
    return isMapped ? new Address("ipv4", this.#octets.slice(12)) : this;
  }

  equals(other: Address): boolean {
    return equalOctets(this.#octets, other.#octets);
  }

  /** Canonical text: dotted decimal, or RFC 5952. */
  toString(): string {
    this.#text ??= this.family === "ipv4" ? this.#octets.join(".") : formatIpv6(this.#octets);
    return this.#text;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Orders IPv4 before IPv6 and then by number. */
export function compareAddresses(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family === "ipv4" ? -1 : 1;
  return Buffer.compare(a.octets, b.octets);
}

function parseIpv4(text: string): Uint8Array | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const octets = new Uint8Array(4);
  for (const [index, digits] of match.slice(1).entries()) {
    const value = Number(digits);
    if (value > 255 || (digits.length > 1 && digits.startsWith("0"))) return undefined;
    octets[index] = value;
  }
  return octets;
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split("::");
  if (halves.length > 2 || !text.includes(":")) return undefined;
  const isCompressed = halves.length === 2;
  const head = parseGroups(halves[0] ?? "", !isCompressed);
  const tail = isCompressed ? parseGroups(halves[1] ?? "", true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const written = head.length + tail.length;
  if (isCompressed ? written > 14 : written !== 16) return undefined;
  const octets = new Uint8Array(16);
  octets.set(head, 0);
  octets.set(tail, 16 - tail.length);
  return octets;
}

/** Reads groups of hexadecimal digits; dotted decimal may end the address. RFC 4291 §2.2 form 3 */
function parseGroups(text: string, mayEndDotted: boolean): number[] | undefined {
  if (text === "") return [];
  const octets: number[] = [];
  const groups = text.split(":");
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 0xff);
      continue;
    }
    const dotted = mayEndDotted && index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (dotted === undefined) return undefined;
    octets.push(...dotted);
  }
  return octets;
}

/** Lower case, no leading zeros, the first longest run of two or more zero groups as `::`. RFC 5952 §4 */
function formatIpv6(octets: Uint8Array): string {
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) groups.push(((octets[index] ?? 0) << 8) | (octets[index + 1] ?? 0));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let end = start;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - start > best.length) best = { start, length: end - start };
  }
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(":");
  // RFC 5952 §5: the mapped prefix is well known, so its last 32 bits are dotted.
  if (best.start === 0 && best.length === 5 && groups[5] === 0xffff) return `::ffff:${octets.slice(12).join(".")}`;
  if (best.start < 0) return hex(groups);
  return `${hex(groups.slice(0, best.start))}::${hex(groups.slice(best.start + best.length))}`;
}
