import type { Address } from "../core/address.ts";
import { interfaceIdOf } from "../core/interface-id.ts";
import type { Prefix } from "../core/prefix.ts";
import type { Observation } from "../core/verdict.ts";
import { factsOf } from "./interface-evidence.ts";

/** Which of several addresses the user means. What is undefined is not asked for; what is given must all fit. */
export interface Pin {
  readonly interfaceName: string | undefined;
  readonly prefix: Prefix | undefined;
  /** The last 64 bits of an IPv6 address. */
  readonly interfaceId: Address | undefined;
}

export function fitsPin({ address, evidence }: Observation, pin: Pin): boolean {
  const { interfaceName, prefix, interfaceId } = pin;
  if (interfaceName !== undefined && factsOf(evidence).interfaceName !== interfaceName) return false;
  if (prefix !== undefined && !prefix.contains(address)) return false;
  return interfaceId === undefined || interfaceIdOf(address)?.equals(interfaceId) === true;
}
