import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { Transport } from "../gateway.ts";

/** NAT-PMP messages (RFC 6886): requests to octets and octets to answers. */

const version = 0;

/** Requests are below 128, and each one's answer is so much above it. RFC 6886 §3.5 */
const answerOffset = 128;

const opcodes: Readonly<Record<Transport, number>> & { readonly externalAddress: number } = {
  externalAddress: 0,
  udp: 1,
  tcp: 2,
};

/** RFC 6886 §3.5 */
export const natPmpResults = {
  success: 0,
  unsupportedVersion: 1,
  refused: 2,
  networkFailure: 3,
  outOfResources: 4,
  unsupportedOpcode: 5,
} as const;

export type NatPmpAnswer =
  | { readonly kind: "external-address"; readonly epochSeconds: number; readonly address: Address }
  | {
      readonly kind: "mapping";
      readonly transport: Transport;
      readonly epochSeconds: number;
      readonly internalPort: number;
      readonly externalPort: number;
      readonly lifetimeSeconds: number;
    }
  /** A result other than success. `opcode` is that of the request, undefined where the router did not look so far. */
  | {
      readonly kind: "refusal";
      readonly opcode: "external-address" | Transport | undefined;
      readonly result: number;
      readonly epochSeconds: number;
    }
  /** Somebody who speaks a later version only, for instance PCP. RFC 6887 §9 */
  | { readonly kind: "other-version"; readonly version: number };

export interface MalformedNatPmp {
  readonly code: "nat-pmp-malformed";
  /** Where reading stopped. */
  readonly offset: number;
}

/** Asks for the external address. RFC 6886 §3.2 */
export const externalAddressRequest: Uint8Array = Uint8Array.of(version, opcodes.externalAddress);

/**
 * Asks for a mapping; lifetime 0 removes it, and then the external port has to be 0. RFC 6886 §3.3, §3.4
 *
 * @param internalPort never 0, which with lifetime 0 would remove every mapping of this host.
 */
export function encodeMappingRequest(
  transport: Transport,
  internalPort: number,
  externalPort: number,
  lifetimeSeconds: number,
): Uint8Array {
  assert(internalPort > 0, "a mapping is for one port");
  const request = new Uint8Array(12);
  const view = new DataView(request.buffer);
  view.setUint8(0, version);
  view.setUint8(1, opcodes[transport]);
  view.setUint16(4, internalPort);
  view.setUint16(6, externalPort);
  view.setUint32(8, lifetimeSeconds);
  return request;
}

/** Reads an answer or an announcement, which have the same form. What follows the fields is ignored. */
export function decodeNatPmpAnswer(octets: Uint8Array): Result<NatPmpAnswer, MalformedNatPmp> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  if (octets.length < 2) return malformed(octets.length);
  // PCP marks answers by the same bit as NAT-PMP does. RFC 6887 §7.2
  const isAnswer = view.getUint8(1) >= answerOffset;
  if (view.getUint8(0) !== version) {
    return isAnswer ? ok({ kind: "other-version", version: view.getUint8(0) }) : malformed(1);
  }
  if (octets.length < 8) return malformed(octets.length);
  const result = view.getUint16(2);
  const epochSeconds = view.getUint32(4);
  // Who does not know our version cannot know what the opcode means. RFC 6886 §3.5
  if (!isAnswer && result !== natPmpResults.unsupportedVersion) return malformed(1);
  const opcode = opcodeOf(view.getUint8(1) - answerOffset);
  if (result !== natPmpResults.success) return ok({ kind: "refusal", opcode, result, epochSeconds });
  if (opcode === "external-address") {
    const address = Address.ofOctets(octets.subarray(8, 12));
    return address === undefined ? malformed(octets.length) : ok({ kind: "external-address", epochSeconds, address });
  }
  if (opcode === undefined) return malformed(1);
  if (octets.length < 16) return malformed(octets.length);
  return ok({
    kind: "mapping",
    transport: opcode,
    epochSeconds,
    internalPort: view.getUint16(8),
    externalPort: view.getUint16(10),
    lifetimeSeconds: view.getUint32(12),
  });
}

function opcodeOf(number: number): "external-address" | Transport | undefined {
  switch (number) {
    case opcodes.externalAddress:
      return "external-address";
    case opcodes.udp:
      return "udp";
    case opcodes.tcp:
      return "tcp";
    default:
      return undefined;
  }
}

function malformed(offset: number): { readonly ok: false } & MalformedNatPmp {
  return failure({ code: "nat-pmp-malformed", offset });
}
