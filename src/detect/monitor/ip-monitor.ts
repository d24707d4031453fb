import { type LineChange, type LineMonitorPorts, type LineReader, lineMonitor } from "./line-monitor.ts";
import type { Monitor } from "./monitor.ts";

/** Reads what `ip monitor` of iproute2 prints, where the program may not open netlink sockets itself. */

const argv = ["ip", "-o", "monitor", "label", "address", "link", "route"] as const;

export function ipMonitor(ports: LineMonitorPorts): Monitor {
  return lineMonitor("ip-monitor", argv, () => new IpMonitorReader(), ports);
}

/** Tells changes from repetitions, as `NetlinkChanges` does for the kernel's own messages. */
export class IpMonitorReader implements LineReader {
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
