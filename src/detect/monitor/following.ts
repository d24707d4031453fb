import { stopAll } from "../../core/lifecycle.ts";
import type { HintFacts, Monitor } from "./monitor.ts";

/** A monitor that looks elsewhere when the host's own network is another one. */
export interface Follower extends Monitor {
  /** Addresses, links or routes of the host changed, or it slept, or events that would tell so were lost. */
  networkChanged(facts: HintFacts): void;
}

/** Lets followers hear what the others hint at; all hints are handed on. */
export function followedMonitor(leading: Monitor, followers: readonly Follower[]): Monitor {
  if (followers.length === 0) return leading;
  return {
    id: [leading, ...followers].map(({ id }) => id).join("+"),
    start: (onHint) => {
      const running = [
        leading.start((hint) => {
          if (isOfNetwork(hint)) for (const follower of followers) follower.networkChanged(hint);
          onHint(hint);
        }),
        ...followers.map((follower) => follower.start(onHint)),
      ];
      return { stop: () => stopAll(running) };
    },
  };
}

function isOfNetwork({ addressesChanged, linksChanged, routesChanged, wokeFromSleep, eventsLost }: HintFacts): boolean {
  return addressesChanged || linksChanged || routesChanged || wokeFromSleep || eventsLost;
}
