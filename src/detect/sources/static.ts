import type { Address } from "../../core/address.ts";
import type { Clock } from "../../core/clock.ts";
import type { Family } from "../../core/family.ts";
import { ok } from "../../core/result.ts";
import { localOperator, type Source, sourceOf } from "../source.ts";

/** Repeats the addresses that the configuration gives, for hosts whose addresses do not change. */
export function staticSource(family: Family, addresses: readonly Address[], ports: { readonly clock: Clock }): Source {
  return sourceOf(
    {
      id: `static:${addresses.join(",")}`,
      family,
      operator: localOperator,
      strength: "asserted",
      ask: () => Promise.resolve(ok(addresses.map((address) => ({ address, evidence: {} })))),
    },
    ports.clock,
  );
}
