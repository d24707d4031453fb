import type { ActualRecord } from "../core/provider.ts";
import { equalOctets } from "../core/octets.ts";

/** Says which records of an RRset are ours to change. What to do with them is `plan.ts`'s. */

/**
 * `rrset`: the whole RRset is ours, because the configuration names it. `values`: others publish values at the same
 * owner and type, and only those we put there ourselves are ours.
 */
export type Ownership = "rrset" | "values";

/** The records of one RRset, divided. */
export interface DividedRecords {
  readonly ours: readonly ActualRecord[];
  readonly foreign: readonly ActualRecord[];
}

/**
 * Divides what exists by ownership.
 *
 * A value we want and find already there counts as ours: an RRset cannot hold it twice (RFC 2181 §5), so nobody could
 * tell two publishers of it apart.
 * @param put values the provider has confirmed to us before; without that knowledge only wanted values are ours.
 */
export function divideRecords(
  records: readonly ActualRecord[],
  ownership: Ownership,
  put: readonly Uint8Array[],
  wanted: readonly Uint8Array[],
): DividedRecords {
  if (ownership === "rrset") return { ours: records, foreign: [] };
  const known = [...put, ...wanted];
  const isOurs = (record: ActualRecord): boolean => known.some((value) => equalOctets(value, record.rdata));
  return { ours: records.filter(isOurs), foreign: records.filter((record) => !isOurs(record)) };
}
