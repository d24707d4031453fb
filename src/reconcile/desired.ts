import type { Address } from "../core/address.ts";
import type { TargetId } from "../core/agent-journal.ts";
import { families, type Family } from "../core/family.ts";
import { compareOctets, equalOctets } from "../core/octets.ts";
import { Prefix } from "../core/prefix.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRType } from "../core/rr-type.ts";
import { addressRdata, addressType, canonicalRdata } from "../core/rrset.ts";
import { targetId } from "../core/target-id.ts";
import type { UnknownReason } from "../core/verdict.ts";
import type { Withdrawal } from "../core/withdrawal.ts";
import type { AddressRule, ManagedName, Verdicts } from "./managed-name.ts";

/** Turns configured names and verdicts into what should exist. Pure; knows neither providers nor what exists. */

/** Why a verdict and a rule do not go together although the verdict is known. */
export type Incompatibility =
  /** The verdict holds addresses of the other family, or the interface id is of another family. */
  | "wrong-family"
  /** The interface id has bits inside the prefix: one of the two is not what its author believes. */
  | "interface-id-inside-prefix"
  /** The family has no prefix of that length. */
  | "prefix-length-out-of-range"
  /** The name refers to a verdict whose family is switched off. */
  | "verdict-unmanaged"
  /** The provider publishes no addresses of this family. */
  | "family-unsupported"
  /** The provider has no way to withdraw a family. */
  | "withdrawal-unsupported";

/** Why there is no opinion about an RRset now. */
export type NoOpinionReason =
  | UnknownReason
  | Incompatibility
  /** The provider withdraws a family together with the other one only, about which there is no opinion now. */
  | "withdrawal-waits";

/** What one RRset should hold. Only `withdrawn` ever removes the last value. */
export type Desired =
  | { readonly kind: "no-opinion"; readonly because: NoOpinionReason }
  /** Canonical order (RFC 4034 §6.3), at least one value. */
  | { readonly kind: "present"; readonly rdata: readonly Uint8Array[] }
  | { readonly kind: "withdrawn" };

/** One RRset to keep, and what it should hold. */
export interface DesiredRRset {
  readonly target: TargetId;
  readonly name: ManagedName;
  readonly family: Family;
  readonly type: RRType;
  readonly desired: Desired;
}

/** What a name's provider can publish. */
export interface PublishingLimits {
  readonly families: readonly Family[];
  readonly withdrawal: Withdrawal;
}

/** Lists every managed RRset with what it should hold; unmanaged families have none. Order follows the names. */
export function desiredRRsets(
  names: readonly ManagedName[],
  verdicts: Verdicts,
  limitsOf: (providerKey: string) => PublishingLimits,
): readonly DesiredRRset[] {
  return names.flatMap((name) =>
    families
      .filter((family) => name.addresses[family].kind !== "unmanaged")
      .map((family) => {
        const type = addressType(family);
        const target = targetId({ providerKey: name.providerKey, owner: name.owner, type });
        const desired = withinAbilities(name, family, verdicts, limitsOf(name.providerKey));
        return { target, name, family, type, desired };
      }),
  );
}

function withinAbilities(name: ManagedName, family: Family, verdicts: Verdicts, limits: PublishingLimits): Desired {
  if (!limits.families.includes(family)) return noOpinion("family-unsupported");
  const desired = desiredOf(name.addresses[family], family, verdicts);
  if (desired.kind !== "withdrawn") return desired;
  if (!limits.withdrawal.families.includes(family)) return noOpinion("withdrawal-unsupported");
  const { needs } = limits.withdrawal;
  if (needs === "nothing") return desired;
  const [other] = families.filter((one) => one !== family && name.addresses[one].kind !== "unmanaged");
  if (other === undefined) return noOpinion("withdrawal-unsupported");
  const beside = desiredOf(name.addresses[other], other, verdicts);
  if (beside.kind === "no-opinion") return noOpinion("withdrawal-waits");
  return beside.kind === "present" || needs === "other-state" ? desired : noOpinion("withdrawal-unsupported");
}

function desiredOf(rule: AddressRule, family: Family, verdicts: Verdicts): Desired {
  if (rule.kind === "unmanaged") return noOpinion("verdict-unmanaged");
  const verdict = verdicts.get(rule.verdict);
  if (verdict === undefined) return noOpinion("not-asked-yet");
  if (verdict.family !== family) return noOpinion("wrong-family");
  if (verdict.kind === "unmanaged") return noOpinion("verdict-unmanaged");
  if (verdict.kind === "unknown") return noOpinion(verdict.reason);
  const rdata: Uint8Array[] = [];
  for (const address of verdict.addresses) {
    const published = rule.kind === "verdict" ? ok(address) : neighbourAddress(address, rule);
    if (!published.ok) return noOpinion(published.code);
    if (published.value.family !== family) return noOpinion("wrong-family");
    rdata.push(addressRdata(published.value));
  }
  return rdata.length === 0 ? { kind: "withdrawn" } : { kind: "present", rdata: canonicalRdata(rdata) };
}

/** Composes a LAN neighbour's address from one of ours. */
export function neighbourAddress(
  address: Address,
  rule: { readonly interfaceId: Address; readonly prefixLength: number },
): Result<Address, { readonly code: Incompatibility }> {
  if (rule.interfaceId.family !== address.family) return failure({ code: "wrong-family" });
  const prefix = Prefix.around(address, rule.prefixLength);
  if (prefix === undefined) return failure({ code: "prefix-length-out-of-range" });
  const composed = prefix.withInterfaceId(rule.interfaceId);
  return composed === undefined ? failure({ code: "interface-id-inside-prefix" }) : ok(composed);
}

/**
 * Cuts an RRset down to what a service can hold, for instance one address at classic dynamic-DNS services.
 *
 * Values that are published already stay, so that several equally good addresses do not take turns; then the lowest win.
 */
export function withinCapacity(desired: Desired, largestRRset: number, published: readonly Uint8Array[]): Desired {
  if (desired.kind !== "present" || desired.rdata.length <= largestRRset) return desired;
  const isPublished = (value: Uint8Array): boolean => published.some((other) => equalOctets(other, value));
  const preferred = desired.rdata.toSorted(
    (a, b) => Number(isPublished(b)) - Number(isPublished(a)) || compareOctets(a, b),
  );
  return { kind: "present", rdata: canonicalRdata(preferred.slice(0, largestRRset)) };
}

/** The RDATA a desired RRset stands for: none when withdrawn, undefined without an opinion. */
export function rdataOf(desired: Desired): readonly Uint8Array[] | undefined {
  if (desired.kind === "no-opinion") return undefined;
  return desired.kind === "present" ? desired.rdata : [];
}

function noOpinion(because: NoOpinionReason): Desired {
  return { kind: "no-opinion", because };
}
