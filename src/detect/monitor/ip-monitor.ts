import { type Clock, wait } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { LineProcess } from "../../core/process.ts";
import { type Hint, hintOf, type Monitor } from "./monitor.ts";
import { SettledHints } from "./settle.ts";

/** Reads what `ip monitor` of iproute2 prints, where the program may not open netlink sockets itself. */

const argv = ["ip", "-o", "monitor", "label", "address", "link", "route"] as const;

/** Pauses between attempts; where there is no such program, once an hour is enough. */
const shortestPause = Duration.seconds(1);
const longestPause = Duration.hours(1);

const id = "ip-monitor";

export function ipMonitor(ports: { readonly lines: LineProcess; readonly clock: Clock }): Monitor {
  return {
    id,
    start: (onHint) => {
      const stopping = new AbortController();
      const settled = new SettledHints(ports.clock, onHint);
      const watching = watch(ports.lines, ports.clock, settled, stopping.signal);
      return {
        stop: async () => {
          stopping.abort();
          settled.cancel();
          await watching;
        },
      };
    },
  };
}

async function watch(lines: LineProcess, clock: Clock, hints: SettledHints, signal: AbortSignal): Promise<void> {
  let pause = shortestPause;
  while (!signal.aborted) {
    const ended = Promise.withResolvers<void>();
    const reader = new IpMonitorReader();
    const child = lines.start(
      argv,
      (line) => {
        const change = reader.read(line);
        if (change !== undefined) hints.add({ ...hintOf(id, clock.now(), change.facts), families: change.families });
      },
      () => ended.resolve(),
    );
    const onAbort = (): void => ended.resolve();
    signal.addEventListener("abort", onAbort, { once: true });
    await ended.promise;
    signal.removeEventListener("abort", onAbort);
    await child.stop();
    if (signal.aborted) return;
    hints.add(hintOf(id, clock.now(), { eventsLost: true }));
    await wait(clock, pause, signal);
    pause = Duration.milliseconds(Math.min(pause * 4, longestPause));
  }
}

interface LineChange {
  readonly facts: Partial<Hint>;
  readonly families: readonly Family[];
}

/** Tells changes from repetitions, as `NetlinkChanges` does for the kernel's own messages. */
export class IpMonitorReader {
  readonly #seen: Map<string, string> = new Map();

  /** Undefined for lines without interest. */
  read(line: string): LineChange | undefined {
    const match = /^\[(ADDR|LINK|ROUTE)\](Deleted )?(.*)$/.exec(line.trim());
    if (match === null) return undefined;
    const [, label, deleted, text = ""] = match;
    if (label === "ROUTE") return routeChange(text);
    const change: LineChange =
      label === "ADDR"
        ? { facts: { addressesChanged: true }, families: [/\binet6 /.test(text) ? "ipv6" : "ipv4"] }
        : { facts: { linksChanged: true }, families: ["ipv4", "ipv6"] };
    // Interface number, and for addresses the address: what a line is about. Lifetimes are what repetitions differ in.
    const subject = `${label} ${/^\d+:/.exec(text)?.[0]} ${/\binet6? \S+/.exec(text)?.[0]}`;
    const state = text.replaceAll(/\b(valid|preferred)_lft \S+/g, "");
    if (deleted !== undefined) {
      this.#seen.delete(subject);
      return change;
    }
    const isRepetition = this.#seen.get(subject) === state;
    this.#seen.set(subject, state);
    return isRepetition ? undefined : change;
  }
}

/** Default routes and the halves that tunnels put in their place. */
function routeChange(text: string): LineChange | undefined {
  if (!/^(default|0\.0\.0\.0\/1|128\.0\.0\.0\/1|::\/1|8000::\/1)\b/.test(text)) return undefined;
  return { facts: { routesChanged: true }, families: [text.includes("::") ? "ipv6" : "ipv4"] };
}
