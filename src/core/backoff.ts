import { Duration } from "./duration.ts";
import type { Random } from "./random.ts";

/** How long to wait after a failure. Decides nothing about what is tried then. */

/** First pause after a failure, and the least of all later ones. */
export const shortestPause: Duration = Duration.seconds(1);

/** Longest pause of our own choosing: a service that was down all night is back in use within the hour. */
export const longestPause: Duration = Duration.hours(1);

/** Longest pause a remote can ask for. A date mistaken for seconds must not switch a name off for years. */
export const longestNamedPause: Duration = Duration.hours(24);

/** A wait, and what the next one grows from. */
export interface Pause {
  /** How long to wait now. */
  readonly wait: Duration;
  /** The part that is our own choice; pass it as `previous` next time. */
  readonly grown: Duration;
}

/**
 * Chooses the pause after one more failure: spread between the shortest and three times the one before ("decorrelated
 * jitter"), so that many agents that failed together do not return together.
 *
 * @param named what the remote asked for, which is obeyed up to `longestNamedPause`.
 * @param least shortest pause for this kind of failure when the remote named none.
 */
export function pauseAfter(
  previous: Duration | undefined,
  named: Duration | undefined,
  least: Duration | undefined,
  random: Random,
): Pause {
  const top = Math.min(longestPause, 3 * Math.max(shortestPause, previous ?? shortestPause));
  const grown = Duration.milliseconds(shortestPause + random.fraction() * (top - shortestPause));
  const floor = Math.min(longestNamedPause, named ?? least ?? Duration.zero);
  return { wait: Duration.milliseconds(Math.max(grown, floor)), grown };
}
