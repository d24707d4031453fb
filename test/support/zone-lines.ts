import type { RRset } from "../../src/core/rrset.ts";
import { printRdata } from "../../src/wire/rdata/registry.ts";

/** RRsets as one line per record, `owner ttl type rdata`, for comparing zones in tests. */
export function zoneLines(rrsets: Iterable<RRset>): string[] {
  return Array.from(rrsets).flatMap(({ owner, ttl, type, rdata }) =>
    rdata.map((value) => `${owner} ${ttl} ${type} ${printRdata(type, value)}`),
  );
}
