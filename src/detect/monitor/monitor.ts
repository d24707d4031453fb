import type { Instant } from "../../core/clock.ts";
import { type Family, families } from "../../core/family.ts";
import type { Running } from "../../core/lifecycle.ts";

/**
 * A monitor says that addresses may have changed and never what they are: whoever hears it asks the sources. Hints may
 * come too often, too late or twice; none of that is worse than a needless question.
 */
export interface Monitor {
  /** For logs, for instance `netlink`. */
  readonly id: string;
  /** Watches until stopped; hints come one at a time and never after `stop` has resolved. */
  start(onHint: (hint: Hint) => void): Running;
}

/** What kind of change it was. Several facts may hold at once. */
export interface HintFacts {
  readonly addressesChanged: boolean;
  readonly linksChanged: boolean;
  readonly routesChanged: boolean;
  /** The host slept, or somebody set its clock: leases may have ended meanwhile. */
  readonly wokeFromSleep: boolean;
  /** Nothing is known to have changed; it is time to look all the same. */
  readonly pollDue: boolean;
  /** The file of a file source is another one now. */
  readonly fileChanged: boolean;
  /** The router told of itself, or began anew: its external address may be another one. */
  readonly routerAnnounced: boolean;
  /** Events were lost, so anything may have changed. */
  readonly eventsLost: boolean;
}

export interface Hint extends HintFacts {
  readonly monitor: string;
  readonly at: Instant;
  /** Families that may be concerned. */
  readonly families: readonly Family[];
}

const nothing: HintFacts = {
  addressesChanged: false,
  linksChanged: false,
  routesChanged: false,
  wokeFromSleep: false,
  pollDue: false,
  fileChanged: false,
  routerAnnounced: false,
  eventsLost: false,
};

/** A hint with these facts and no others. */
export function hintOf(
  monitor: string,
  at: Instant,
  facts: Partial<HintFacts>,
  concerned: readonly Family[] = families,
): Hint {
  return { monitor, at, families: concerned, ...nothing, ...facts };
}

/** False when the hint only says that it is time to look. */
export function tellsOfChange(hint: HintFacts): boolean {
  const { addressesChanged, linksChanged, routesChanged, wokeFromSleep } = hint;
  const { fileChanged, routerAnnounced, eventsLost } = hint;
  const ofHost = addressesChanged || linksChanged || routesChanged || wokeFromSleep;
  return ofHost || fileChanged || routerAnnounced || eventsLost;
}

/** Two hints as one: facts and families of both, the earlier time, each monitor named once. */
export function mergeHints(earlier: Hint, later: Hint): Hint {
  const monitors = new Set([...earlier.monitor.split("+"), ...later.monitor.split("+")]);
  return {
    monitor: [...monitors].join("+"),
    at: earlier.at,
    families: families.filter((family) => earlier.families.includes(family) || later.families.includes(family)),
    addressesChanged: earlier.addressesChanged || later.addressesChanged,
    linksChanged: earlier.linksChanged || later.linksChanged,
    routesChanged: earlier.routesChanged || later.routesChanged,
    wokeFromSleep: earlier.wokeFromSleep || later.wokeFromSleep,
    pollDue: earlier.pollDue || later.pollDue,
    fileChanged: earlier.fileChanged || later.fileChanged,
    routerAnnounced: earlier.routerAnnounced || later.routerAnnounced,
    eventsLost: earlier.eventsLost || later.eventsLost,
  };
}
