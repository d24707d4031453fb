import type { OwnerName } from "../core/name.ts";
import { atOnce } from "../core/pieces.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRset } from "../core/rrset.ts";
import { EntryReader } from "./entry-reader.ts";
import { type Includes, noIncludes } from "../core/master-file.ts";
import { ProblemList, type ZoneProblem } from "./problem.ts";
import { ZoneBuilder } from "./zone-builder.ts";

/** Reads zones from master files. RFC 1035 §5 */

export interface ReadOptions {
  /** The zone's name, and the origin until `$ORIGIN` says otherwise; without it the SOA's owner is the zone's name. */
  readonly apex?: OwnerName;
  /** A file that only adds to a zone may lack SOA and NS; default false. Such a file needs `apex`. */
  readonly isSoaOptional?: boolean;
  /** What the text includes; default nothing, and `$INCLUDE` is an error. */
  readonly includes?: Includes;
}

/** What a master file says. */
export interface ZoneContent {
  readonly apex: OwnerName;
  /** In the order of the file, except that an RRset stands where its owner stood first. */
  readonly rrsets: readonly RRset[];
  readonly warnings: readonly ZoneProblem[];
}

/** Why there is no zone: at least one error, warnings beside it, in the order of the text. */
export interface ReadFailure {
  readonly code: "zone-refused";
  readonly problems: readonly ZoneProblem[];
  /** There may be more: reading stopped at the limit. */
  readonly wasCutOff: boolean;
}

/** Reads a whole zone, or says everything that is wrong with it, up to `mostProblems`; nothing in between. */
export function readZone(text: string, options: ReadOptions = {}): Result<ZoneContent, ReadFailure> {
  return atOnce(readZoneInPieces(text, options));
}

/** The same, for who must not keep others waiting: 100 000 hosts are a second of work. */
export function* readZoneInPieces(
  text: string,
  options: ReadOptions = {},
): Generator<void, Result<ZoneContent, ReadFailure>> {
  const problems = new ProblemList();
  const builder = new ZoneBuilder(problems);
  yield* new EntryReader(builder, problems, options.apex).readText(text, options.includes ?? noIncludes);
  const zone = yield* builder.finish(options.apex, options.isSoaOptional ?? false);
  if (zone === undefined || problems.hasErrors) {
    return failure({ code: "zone-refused", problems: problems.all, wasCutOff: problems.isFull });
  }
  return ok({ apex: zone.apex, rrsets: zone.rrsets, warnings: problems.all });
}
