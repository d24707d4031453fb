import type { Config } from "../config/config.ts";
import { Duration } from "../core/duration.ts";
import { families } from "../core/family.ts";
import { beaconInterval } from "./beacon-plan.ts";

/** Beacons per second, all names and families together, from which on compiling what they run pays. */
const busyRate = 1;

/** Asking all sources once takes as long as some ten beacons. */
const busyInterval: Duration = Duration.seconds(10);

/**
 * True for an agent that wakes for some milliseconds now and then, which is nearly every one. The runtime's usual settings
 * suit servers and agents with many names or short intervals: docs/decisions/0014.
 */
export function isMostlyAsleep({ agent, server }: Config<unknown>): boolean {
  if (server !== undefined || agent.interval < busyInterval) return false;
  const rates = agent.names.map(({ provider }) => {
    const interval = beaconInterval(provider);
    return interval === undefined ? 0 : (families.length * Duration.seconds(1)) / interval;
  });
  return rates.reduce((sum, rate) => sum + rate, 0) <= busyRate;
}
