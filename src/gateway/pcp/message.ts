import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { Transport } from "../gateway.ts";

/** PCP messages (RFC 6887, version 2): requests to octets and octets to answers. */

const version = 2;

/** Upper bit of the opcode's octet: set in answers. RFC 6887 §7.2 */
const answerFlag = 0x80;

/** RFC 6887 §14.1, §11.1 */
const opcodes = { announce: 0, map: 1 } as const;

/** Header, the MAP opcode's part, and what THIRD_PARTY carries. In octets; RFC 6887 §7.1, §11.1, §13.1 */
const headerOctets = 24;
const mapOctets = 36;
const optionHeaderOctets = 4;
const addressOctets = 16;

/** RFC 6887 §7 */
const longestMessage = 1_100;

/** RFC 6887 §13.1 */
const optionThirdParty = 1;

/** RFC 6887 §11.1 */
export const nonceOctets = 12;

/** IANA protocol numbers. RFC 6887 §11.1 */
const protocolNumbers: Readonly<Record<Transport, number>> = { tcp: 6, udp: 17 };

/** RFC 6887 §7.4 */
export const pcpResults = {
  success: 0,
  unsupportedVersion: 1,
  notAuthorized: 2,
  malformedRequest: 3,
  unsupportedOpcode: 4,
  unsupportedOption: 5,
  malformedOption: 6,
  networkFailure: 7,
  noResources: 8,
  unsupportedProtocol: 9,
  userExceededQuota: 10,
  cannotProvideExternal: 11,
  addressMismatch: 12,
  excessiveRemotePeers: 13,
} as const;

export interface PcpMapRequest {
  /** Our own address, which has to be the one the packet comes from. RFC 6887 §8.1 */
  readonly clientAddress: Address;
  /** Whom the mapping is for, if not for the client itself. RFC 6887 §13.1 */
  readonly thirdParty: Address | undefined;
  readonly nonce: Uint8Array;
  readonly transport: Transport;
  readonly internalPort: number;
  /** 0 leaves it to the server. */
  readonly externalPort: number;
  /** 0 removes the mapping. RFC 6887 §15 */
  readonly lifetimeSeconds: number;
}

/** The part of an answer that names the mapping. */
export interface PcpMapping {
  readonly nonce: Uint8Array;
  /** Undefined for transports we do not ask for. */
  readonly transport: Transport | undefined;
  readonly internalPort: number;
  readonly externalPort: number;
  /** IPv4 addresses come as such; the unspecified one is undefined. */
  readonly externalAddress: Address | undefined;
}

export type PcpAnswer =
  | {
      readonly kind: "pcp";
      readonly opcode: "announce" | "map" | "other";
      readonly result: number;
      /** Of the mapping, or how long the same error is to be expected. */
      readonly lifetimeSeconds: number;
      readonly epochSeconds: number;
      /** Undefined in other answers than to MAP, and in errors of servers that repeat nothing. */
      readonly mapping: PcpMapping | undefined;
    }
  /** A server that does not speak version 2, told by its own; 0 is NAT-PMP. RFC 6887 §9 */
  | { readonly kind: "other-version"; readonly version: number };

export interface MalformedPcp {
  readonly code: "pcp-malformed";
  /** Where reading stopped. */
  readonly offset: number;
}

/** Asks a server how long it has been up, which any server answers and nothing changes by. RFC 6887 §14.1 */
export function encodeAnnounceRequest(clientAddress: Address): Uint8Array {
  return headerOf(opcodes.announce, 0, clientAddress, headerOctets);
}

/** RFC 6887 §11.1 */
export function encodeMapRequest(request: PcpMapRequest): Uint8Array {
  assert(request.nonce.length === nonceOctets, "a nonce has 12 octets");
  assert(request.internalPort > 0, "a mapping is for one port");
  const { thirdParty, clientAddress } = request;
  const length = headerOctets + mapOctets + (thirdParty === undefined ? 0 : optionHeaderOctets + addressOctets);
  const octets = headerOf(opcodes.map, request.lifetimeSeconds, clientAddress, length);
  const view = new DataView(octets.buffer);
  octets.set(request.nonce, 24);
  view.setUint8(36, protocolNumbers[request.transport]);
  view.setUint16(40, request.internalPort);
  view.setUint16(42, request.externalPort);
  // No suggestion is the unspecified address of the family that is wanted. RFC 6887 §11.1
  octets.set(unspecified(thirdParty ?? clientAddress), 44);
  if (thirdParty !== undefined) {
    view.setUint8(60, optionThirdParty);
    view.setUint16(62, addressOctets);
    octets.set(wideOctets(thirdParty), 64);
  }
  return octets;
}

/** Reads an answer or an announcement, which have the same form. Options are ignored: we ask for none that answers. */
export function decodePcpAnswer(octets: Uint8Array): Result<PcpAnswer, MalformedPcp> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  if (octets.length < 2) return malformed(octets.length);
  // A server of NAT-PMP alone does not look at the opcode of a version it does not know. RFC 6886 §3.5
  const isOldRefusal = octets.length >= 8 && view.getUint8(0) === 0 && view.getUint16(2) === 1;
  if ((view.getUint8(1) & answerFlag) === 0 && !isOldRefusal) return malformed(1);
  // Other versions, NAT-PMP among them, have the version and the bit in common with us and nothing else. RFC 6887 §9
  if (view.getUint8(0) !== version) return ok({ kind: "other-version", version: view.getUint8(0) });
  // RFC 6887 §8.3
  if (octets.length < headerOctets || octets.length > longestMessage || octets.length % 4 !== 0) {
    return malformed(octets.length);
  }
  const opcode = view.getUint8(1) & ~answerFlag;
  const common = {
    kind: "pcp",
    result: view.getUint8(3),
    lifetimeSeconds: view.getUint32(4),
    epochSeconds: view.getUint32(8),
  } as const;
  if (opcode !== opcodes.map) {
    return ok({ ...common, opcode: opcode === opcodes.announce ? "announce" : "other", mapping: undefined });
  }
  const hasMapping = octets.length >= headerOctets + mapOctets;
  if (!hasMapping && common.result === pcpResults.success) return malformed(octets.length);
  return ok({ ...common, opcode: "map", mapping: hasMapping ? mappingIn(octets, view) : undefined });
}

function mappingIn(octets: Uint8Array, view: DataView): PcpMapping {
  const protocol = view.getUint8(36);
  const address = Address.ofOctets(octets.subarray(44, 60))?.unmapped();
  return {
    nonce: octets.slice(24, 36),
    transport: protocol === protocolNumbers.tcp ? "tcp" : protocol === protocolNumbers.udp ? "udp" : undefined,
    internalPort: view.getUint16(40),
    externalPort: view.getUint16(42),
    externalAddress: address?.octets.every((octet) => octet === 0) === true ? undefined : address,
  };
}

function headerOf(opcode: number, lifetimeSeconds: number, clientAddress: Address, length: number): Uint8Array {
  const octets = new Uint8Array(length);
  const view = new DataView(octets.buffer);
  view.setUint8(0, version);
  view.setUint8(1, opcode);
  view.setUint32(4, lifetimeSeconds);
  octets.set(wideOctets(clientAddress), 8);
  return octets;
}

/** Sixteen octets; an IPv4 address goes as the IPv6 address it is mapped to. RFC 6887 §5 */
function wideOctets(address: Address): Uint8Array {
  if (address.family === "ipv6") return address.octets;
  const octets = new Uint8Array(16);
  octets.fill(0xff, 10, 12);
  octets.set(address.octets, 12);
  return octets;
}

function unspecified({ family }: Address): Uint8Array {
  const octets = new Uint8Array(16);
  if (family === "ipv4") octets.fill(0xff, 10, 12);
  return octets;
}

function malformed(offset: number): { readonly ok: false } & MalformedPcp {
  return failure({ code: "pcp-malformed", offset });
}
