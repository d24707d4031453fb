import { assert } from "../core/assert.ts";
import type { Revision } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import type { RRset } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";

/**
 * What changed in each zone of late: enough to tell a secondary that was here not long ago. Kept in memory and bounded; who
 * was here earlier gets the whole zone.
 */

/** An RRset before and after a step; undefined where there was or is none. */
export interface Delta {
  readonly owner: OwnerName;
  readonly type: RRType;
  readonly before: RRset | undefined;
  readonly after: RRset | undefined;
}

/** Deltas kept of one zone. An hour of a thousand hosts that change every minute. */
const mostDeltas = 65_536;

interface Step {
  readonly revision: Revision;
  readonly deltas: readonly Delta[];
}

interface ZoneLog {
  /** The revision before the first step: from there on everything is known. */
  since: Revision;
  steps: Step[];
  count: number;
}

export class ZoneDeltas {
  readonly #logs = new Map<string, ZoneLog>();
  /** Whether anybody follows a zone; of others nothing is kept. */
  readonly wants: (apex: OwnerName) => boolean;

  constructor(wants: (apex: OwnerName) => boolean) {
    this.wants = wants;
  }

  knows(apex: OwnerName): boolean {
    return this.#logs.has(apex.key);
  }

  /** Begins with a zone as it is at a revision; what is known of an earlier one of that name is forgotten. */
  begin(apex: OwnerName, revision: Revision): void {
    this.#logs.set(apex.key, { since: revision, steps: [], count: 0 });
  }

  forget(apex: OwnerName): void {
    this.#logs.delete(apex.key);
  }

  /** Adds what one entry did. */
  add(apex: OwnerName, revision: Revision, deltas: readonly Delta[]): void {
    const log = this.#logs.get(apex.key);
    assert(log !== undefined, "deltas belong to a zone that has begun");
    log.steps.push({ revision, deltas });
    log.count += deltas.length;
    while (log.count > mostDeltas) {
      const oldest = log.steps.shift();
      if (oldest === undefined) break;
      log.since = oldest.revision;
      log.count -= oldest.deltas.length;
    }
  }

  /**
   * The net difference between a revision of a zone and now, each RRset once; undefined when it is not known any more.
   * RFC 1995 §5 leaves condensing to us.
   */
  since(apex: OwnerName, revision: Revision): readonly Delta[] | undefined {
    const log = this.#logs.get(apex.key);
    if (log === undefined || revision < log.since) return undefined;
    const net = new Map<string, Delta>();
    for (const step of log.steps) {
      if (step.revision <= revision) continue;
      for (const delta of step.deltas) {
        const key = `${delta.owner.key} ${delta.type}`;
        const earlier = net.get(key);
        net.set(key, earlier === undefined ? delta : { ...delta, before: earlier.before });
      }
    }
    return [...net.values()];
  }
}
