import { Address } from "./address.ts";
import { failure, ok, type Result } from "./result.ts";

/** Address prefixes and the host parts put behind them. */

/** Why a text is not a prefix. */
export interface PrefixFailure {
  readonly code: "not-a-prefix" | "length-out-of-range";
}

/** The leading `length` bits of `address`; the remaining bits are zero. */
export class Prefix {
  readonly address: Address;
  /** In bits: 0 to 32 for IPv4, 0 to 128 for IPv6. */
  readonly length: number;

  private constructor(address: Address, length: number) {
    this.address = address;
    this.length = length;
  }

  /** The prefix of `length` bits that holds `address`; undefined when the family has no such length. */
  static around(address: Address, length: number): Prefix | undefined {
    const octets = address.octets;
    if (!Number.isInteger(length) || length < 0 || length > octets.length * 8) return undefined;
    const network = Address.ofOctets(octets.map((octet, index) => octet & maskOctet(length, index)));
    return network === undefined ? undefined : new Prefix(network, length);
  }

  /** Reads `address/length`, or a bare address as the prefix of its full length. Host bits are cleared. */
  static parse(text: string): Result<Prefix, PrefixFailure> {
    const match = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(text);
    const address = Address.parse(match?.[1] ?? "");
    if (!address.ok) return failure({ code: "not-a-prefix" });
    const fullLength = address.value.family === "ipv4" ? 32 : 128;
    const prefix = Prefix.around(address.value, match?.[2] === undefined ? fullLength : Number(match[2]));
    return prefix === undefined ? failure({ code: "length-out-of-range" }) : ok(prefix);
  }

  /** True when the address is of the same family and shares the leading bits. */
  contains(address: Address): boolean {
    if (address.family !== this.address.family) return false;
    const ours = this.address.octets;
    return address.octets.every((octet, index) => (octet & maskOctet(this.length, index)) === ours[index]);
  }

  /**
   * Puts a host part behind the prefix: prefix bits from here, the rest from `interfaceId` (RFC 4291 §2.5.1).
   *
   * Undefined when the families differ or when the host part has bits inside the prefix, because then one of the two is
   * not what its author believes.
   */
  withInterfaceId(interfaceId: Address): Address | undefined {
    if (interfaceId.family !== this.address.family) return undefined;
    const ours = this.address.octets;
    const host = interfaceId.octets;
    if (host.some((octet, index) => (octet & maskOctet(this.length, index)) !== 0)) return undefined;
    return Address.ofOctets(ours.map((octet, index) => octet | (host[index] ?? 0)));
  }

  equals(other: Prefix): boolean {
    return this.length === other.length && this.address.equals(other.address);
  }

  toString(): string {
    return `${this.address}/${this.length}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The bits of octet `index` that a prefix of `length` bits covers. */
function maskOctet(length: number, index: number): number {
  const covered = Math.min(8, Math.max(0, length - index * 8));
  return (0xff << (8 - covered)) & 0xff;
}
