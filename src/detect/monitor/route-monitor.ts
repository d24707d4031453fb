import { Address } from "../../core/address.ts";
import { Duration } from "../../core/duration.ts";
import { type Family, families } from "../../core/family.ts";
import { type LineChange, type LineMonitorPorts, type LineReader, lineMonitor } from "./line-monitor.ts";
import type { Monitor } from "./monitor.ts";

/**
 * Reads what `route -n monitor` of macOS and FreeBSD prints: the messages of the kernel's routing socket, and since FreeBSD
 * 14 those of its netlink socket, in another form.
 */

/**
 * When duplicate address detection is over: no message tells it, and until then an address is not used. It takes a second
 * unless routers say otherwise, after up to one more by chance. RFC 4862 §5.4.2
 */
const detectionTime = Duration.milliseconds(2_200);

export function routeMonitor(platform: "darwin" | "freebsd", ports: LineMonitorPorts): Monitor {
  const route = ["route", "-n", "monitor"] as const;
  // In its newer form the program of FreeBSD leaves what it prints into a pipe in its buffer until that is full. That of
  // macOS empties the buffer after each message.
  const argv = platform === "freebsd" ? (["stdbuf", "-oL", ...route] as const) : route;
  return lineMonitor("route-monitor", argv, () => new RouteMonitorReader(), ports);
}

/** A message of the routing socket whose last line has not come yet. */
interface Open {
  readonly type: string;
  readonly header: string;
  readonly names: readonly string[] | undefined;
}

/** Tells changes from the noise of neighbours, look-ups and repetitions. */
export class RouteMonitorReader implements LineReader {
  /** The last state of each link and address. */
  readonly #seen: Map<string, string> = new Map();
  #open: Open | undefined;

  read(line: string): LineChange | undefined {
    const newer = /^\d\d:\d\d:\d\d\.\d{3} PID +\d+ (add\/repl|delete) (iface|addr|route) (\S.*)$/.exec(line.trimEnd());
    if (newer !== null) return this.#netlinkChange(newer[1] === "delete", newer[2], newer[3] ?? "");
    const header = /^ *(RTM_[A-Z0-9]+): (.*)$/.exec(line);
    if (header !== null) return this.#begin(header[1] ?? "", header[2] ?? "");
    const open = this.#open;
    const listed = /^sockaddrs: <([A-Z,]+)>\s*$/.exec(line);
    if (open !== undefined && listed !== null) {
      this.#open = { ...open, names: listed[1]?.split(",") };
      return undefined;
    }
    // What a message holds between its header and the names of its addresses begins with other words, without a blank.
    if (open?.names === undefined || !line.startsWith(" ")) return undefined;
    this.#open = undefined;
    return this.#end(open, line.trim().split(/ +/));
  }

  #begin(type: string, header: string): LineChange | undefined {
    this.#open = undefined;
    switch (type) {
      case "RTM_IFINFO":
      case "RTM_IFANNOUNCE":
        return this.#linkChange(type, header);
      case "RTM_DESYNC":
        return { facts: { eventsLost: true }, families };
      case "RTM_NEWADDR":
      case "RTM_DELADDR":
      case "RTM_ADD":
      case "RTM_DELETE":
      case "RTM_CHANGE":
        this.#open = { type, header, names: undefined };
        return undefined;
      default:
        // Lookups that missed tell of traffic and not of routes, and groups are joined by programs.
        return undefined;
    }
  }

  #end({ type, header, names }: Open, values: readonly string[]): LineChange | undefined {
    if (type === "RTM_NEWADDR" || type === "RTM_DELADDR") {
      const own = values.flatMap((value) => addressIn(value) ?? []);
      // Mask, own address and broadcast address are of one family.
      const family = own[0]?.family;
      return this.#addressChange(type === "RTM_DELADDR", values.join(" "), family);
    }
    const hasFailed = /\berrno [1-9]/.test(header);
    // Neighbours and clones of wider routes are hosts.
    const isOfHost = /flags:<[^>]*\b(HOST|LLINFO|WASCLONED)\b/.test(header);
    if (hasFailed || isOfHost || names?.[0] !== "DST") return undefined;
    const concerned = familiesOfDefault(values);
    return concerned === undefined ? undefined : { facts: { routesChanged: true }, families: concerned };
  }

  #linkChange(type: string, header: string): LineChange | undefined {
    const subject = `link ${/\bif# (\d+)/.exec(header)?.[1]}`;
    // Whoever captures packets has another flag set and taken away; what matters is whether the link can be used.
    const flags = /flags:<([^>]*)>/.exec(header)?.[1]?.split(",") ?? [];
    const state = [/\blink: (\w+)/.exec(header)?.[1], flags.includes("UP"), flags.includes("RUNNING")].join(" ");
    return this.#changeOf(type === "RTM_IFANNOUNCE", subject, state, { facts: { linksChanged: true }, families });
  }

  #addressChange(isDeleted: boolean, text: string, family: Family | undefined): LineChange | undefined {
    const change: LineChange = {
      facts: { addressesChanged: true },
      families: family === undefined ? families : [family],
    };
    const isDetecting = !isDeleted && family !== "ipv4";
    const told = isDetecting ? { ...change, lookAgainAfter: detectionTime } : change;
    return this.#changeOf(isDeleted, `address ${text}`, "", told);
  }

  #netlinkChange(isDeleted: boolean, kind: string | undefined, text: string): LineChange | undefined {
    const words = text.split(/ +/);
    const [first = ""] = words;
    if (kind === "addr") {
      return this.#addressChange(isDeleted, text, addressIn(first.replace(/\/\d+$/, ""))?.family);
    }
    if (kind === "iface") {
      const state = text.replace(/ mtu \d+/, "");
      return this.#changeOf(isDeleted, `link ${first}`, state, { facts: { linksChanged: true }, families });
    }
    const table = /\btable inet(6?)\.(\d+)/.exec(text);
    // Other tables than the first are for programs that ask for them.
    if (table !== null && table[2] !== "0") return undefined;
    // A default route may come without a destination.
    if (first !== "<NULL>" && !defaults.test(first)) return undefined;
    const family: Family | undefined = table === null ? undefined : table[1] === "6" ? "ipv6" : "ipv4";
    const told = family ?? addressIn(first.replace(/\/\d$/, ""))?.family;
    return { facts: { routesChanged: true }, families: told === undefined ? families : [told] };
  }

  /** Router advertisements repeat each address they renew, and drivers their links. */
  #changeOf(isDeleted: boolean, subject: string, state: string, change: LineChange): LineChange | undefined {
    if (isDeleted) {
      this.#seen.delete(subject);
      return change;
    }
    const isRepetition = this.#seen.get(subject) === state;
    if (this.#seen.size >= mostRemembered) this.#seen.clear();
    this.#seen.set(subject, state);
    return isRepetition ? undefined : change;
  }
}

/** More than any host has links and addresses; a flood of others costs repeated hints rather than memory. */
const mostRemembered = 10_000;

/** Default routes and the halves that tunnels put in their place. */
const defaults = /^(0\.0\.0\.0\/[01]|128\.0\.0\.0\/1|::\/[01]|8000::\/1)$/;

/** Undefined for routes to somewhere. Masks are not looked at: no network of interest but these begins so. */
function familiesOfDefault(values: readonly string[]): readonly Family[] | undefined {
  const [destination = ""] = values;
  if (destination === "::" || destination === "8000::") return ["ipv6"];
  if (destination === "0.0.0.0" || destination === "128.0.0.0") return ["ipv4"];
  if (destination !== "default") return undefined;
  return values.some((value) => addressIn(value)?.family === "ipv4") ? ["ipv4"] : families;
}

function addressIn(text: string): Address | undefined {
  const address = Address.parse(text.replace(/%.*$/, ""));
  return address.ok ? address.value : undefined;
}
