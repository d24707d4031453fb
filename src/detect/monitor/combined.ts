import type { Clock } from "../../core/clock.ts";
import { stopAll } from "../../core/lifecycle.ts";
import type { Monitor } from "./monitor.ts";
import { SettledHints } from "./settle.ts";

/** Several monitors as one; hints of the same moment become one hint. */
export function combinedMonitor(monitors: readonly Monitor[], ports: { readonly clock: Clock }): Monitor {
  return {
    id: monitors.map(({ id }) => id).join("+"),
    start: (onHint) => {
      const settled = new SettledHints(ports.clock, onHint);
      const running = monitors.map((monitor) => monitor.start((hint) => settled.add(hint)));
      return {
        stop: async () => {
          await stopAll(running);
          settled.cancel();
        },
      };
    },
  };
}
