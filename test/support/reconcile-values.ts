import { Instant } from "../../src/core/clock.ts";
import type { Family } from "../../src/core/family.ts";
import type { ActualRecord } from "../../src/core/provider.ts";
import { addressRdata } from "../../src/core/rrset.ts";
import type { UnknownReason, Verdict } from "../../src/core/verdict.ts";
import type { AddressRule, ManagedName, VerdictKey } from "../../src/reconcile/managed-name.ts";
import { address, name, ttl } from "./values.ts";

/** Short spellings of what reconciling works on. */

const noon = Instant.ofMs(Date.UTC(2026, 10, 20, 12));

export function verdictKey(text: string): VerdictKey {
  return text as VerdictKey;
}

export function knownVerdict(family: Family, ...texts: readonly string[]): Verdict {
  const addresses = texts.map(address);
  return { kind: "known", family, addresses, because: "quorum", at: noon, weighed: [], reports: [], advice: [] };
}

export function unknownVerdict(family: Family, reason: UnknownReason): Verdict {
  return { kind: "unknown", family, reason, at: noon, weighed: [], reports: [], advice: [] };
}

/** Rules for the families given; the other is unmanaged. */
export function addressesOf(rules: Partial<Record<Family, AddressRule>>): ManagedName["addresses"] {
  return { ipv4: rules.ipv4 ?? { kind: "unmanaged" }, ipv6: rules.ipv6 ?? { kind: "unmanaged" } };
}

/** `home.example.net` at `cf` with nothing managed, unless said otherwise. */
export function managedName(settings: Partial<ManagedName> = {}): ManagedName {
  return {
    owner: name("home.example.net"),
    providerKey: "cf",
    addresses: addressesOf({}),
    ttl: undefined,
    options: {},
    ownership: "rrset",
    verify: { kind: "off" },
    configuration: "digest-1",
    ...settings,
  };
}

/** RDATA of addresses. */
export function rdataList(...texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => addressRdata(address(text)));
}

/** A record as a provider lists it. */
export function actualRecord(
  id: string | undefined,
  text: string,
  more: { readonly ttl?: number; readonly fields?: ActualRecord["fields"] } = {},
): ActualRecord {
  return {
    id,
    rdata: addressRdata(address(text)),
    ttl: more.ttl === undefined ? undefined : ttl(more.ttl),
    fields: more.fields ?? {},
  };
}
