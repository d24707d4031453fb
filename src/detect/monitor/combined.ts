import { stopAll } from "../../core/lifecycle.ts";
import type { Monitor } from "./monitor.ts";

/**
 * Several monitors as one. Hints are handed on at once: each monitor gathers the bursts of its own kind, and whoever
 * hears two at the same moment asks a question too many, which costs less than to wait for another with every change.
 */
export function combinedMonitor(monitors: readonly Monitor[]): Monitor {
  return {
    id: monitors.map(({ id }) => id).join("+"),
    start: (onHint) => {
      const running = monitors.map((monitor) => monitor.start(onHint));
      return { stop: () => stopAll(running) };
    },
  };
}
