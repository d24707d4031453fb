import type { Address } from "../core/address.ts";

/** Counts voices: which address do independent operators agree on, and can those who have not spoken change that? */

/** One operator's word for one address, or for there being none. */
export interface Voice {
  readonly operator: string;
  readonly address: Address | undefined;
}

export type Tally =
  | { readonly kind: "agreed"; readonly address: Address | undefined }
  /** Nobody contradicts, but there are not enough. */
  | { readonly kind: "too-few" }
  | { readonly kind: "disagree" };

/**
 * Counts operators, not servers.
 *
 * The operators for an address must outnumber those for anything else by `quorum`: two suffice where all agree, but one
 * dissenter must be outvoted by three. With a plain majority, a proxy that takes foreign traffic only would win over the
 * one domestic echo among three. An operator that says two things speaks for both and against both.
 */
export function tally(voices: readonly Voice[], quorum: number): Tally {
  const lead = leadOf(voices);
  if (lead === undefined) return { kind: "too-few" };
  if (lead.lead >= quorum) return { kind: "agreed", address: lead.address };
  return { kind: lead.isContested ? "disagree" : "too-few" };
}

/** True when so many further voices, whatever they say, would leave the agreement as it is. */
export function isSettled(voices: readonly Voice[], quorum: number, outstanding: number): boolean {
  const lead = leadOf(voices);
  return lead !== undefined && lead.lead - outstanding >= quorum;
}

/** True when so many further voices, all for the leading address, would make an agreement. */
export function canBeReached(voices: readonly Voice[], quorum: number, outstanding: number): boolean {
  return (leadOf(voices)?.lead ?? 0) + outstanding >= quorum;
}

interface Lead {
  readonly address: Address | undefined;
  /** Operators for the address minus operators for anything else. */
  readonly lead: number;
  readonly isContested: boolean;
}

/** The address ahead of all others; undefined without voices. */
function leadOf(voices: readonly Voice[]): Lead | undefined {
  const operatorsByAddress = new Map<
    string,
    { readonly address: Address | undefined; readonly operators: Set<string> }
  >();
  for (const { address, operator } of voices) {
    const key = address?.toString() ?? "none";
    const entry = operatorsByAddress.get(key) ?? { address, operators: new Set() };
    entry.operators.add(operator);
    operatorsByAddress.set(key, entry);
  }
  const leads = [...operatorsByAddress.values()].map((entry): Lead => {
    const others = [...operatorsByAddress.values()].filter((other) => other !== entry);
    const dissenters = new Set(others.flatMap((other) => [...other.operators]));
    return { address: entry.address, lead: entry.operators.size - dissenters.size, isContested: dissenters.size > 0 };
  });
  return leads.reduce<Lead | undefined>(
    (best, one) => (best === undefined || one.lead > best.lead ? one : best),
    undefined,
  );
}
