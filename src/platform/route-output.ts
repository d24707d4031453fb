import { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { DefaultRoute, RouteTableFailure } from "../core/default-route.ts";
import { type Family, families } from "../core/family.ts";
import { failure, ok, type Result } from "../core/result.ts";

/** What `ip`, `netstat` and `Get-NetRoute` print, as default routes. Lines that say nothing to us are left out. */

type Parsed = Result<readonly DefaultRoute[], RouteTableFailure>;
type JsonMap = Readonly<Record<string, unknown>>;

/** Reads `ip -json route show default` of iproute2 5.0 to 6.x. */
export function parseIpRoutes(text: string, family: Family): Parsed {
  const entries = listIn(text);
  if (entries === undefined) return unreadable("ip printed no list");
  const routes = entries.filter(isMap).flatMap((entry) => {
    // Other types than `unicast`, which is not printed, lead nowhere.
    if (entry["dst"] !== "default" || typeof entry["type"] === "string") return [];
    const metric = numberOr(entry["metric"], 0);
    const localAddress = addressIn(entry["prefsrc"]);
    const hops: readonly unknown[] = Array.isArray(entry["nexthops"]) ? entry["nexthops"] : [entry];
    return hops.filter(isMap).flatMap((hop): DefaultRoute[] => {
      const { dev, gateway, via, flags } = hop;
      const isDown = Array.isArray(flags) && (flags.includes("dead") || flags.includes("linkdown"));
      if (typeof dev !== "string" || isDown) return [];
      const over = addressIn(gateway) ?? (isMap(via) ? addressIn(via["host"]) : undefined);
      return [{ family, gateway: over, interfaceName: dev, interfaceIndex: undefined, localAddress, metric }];
    });
  });
  return ok(inOrder(routes));
}

/**
 * Reads `netstat -rn` of macOS and the BSDs.
 *
 * They tell no metric: where there are several default routes, macOS marks those that count for one interface only
 * (flag `I`), which makes the other the preferred one; otherwise the first line is.
 */
export function parseNetstat(text: string): Parsed {
  const routes: DefaultRoute[] = [];
  let family: Family | undefined;
  let columns: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim().split(/\s+/);
    const [first = ""] = words;
    if (/^Internet6?:$/.test(first)) family = first === "Internet6:" ? "ipv6" : "ipv4";
    else if (first === "Destination") columns = words;
    else if (first === "default" && family !== undefined) {
      const route = netstatRoute(words, columns, family);
      if (route !== undefined) routes.push(route);
    }
  }
  return columns.includes("Netif") ? ok(inOrder(routes)) : unreadable("netstat printed no table of routes");
}

function netstatRoute(words: readonly string[], columns: readonly string[], family: Family): DefaultRoute | undefined {
  const [gatewayText, flags, interfaceName] = ["Gateway", "Flags", "Netif"].map((name) => words[columns.indexOf(name)]);
  if (gatewayText === undefined || flags === undefined || interfaceName === undefined) return undefined;
  // `R` and `B` are reject and blackhole.
  if (/[RB]/.test(flags)) return undefined;
  const gateway = addressIn(gatewayText.replace(/%.*$/, ""));
  // A point-to-point link of macOS shows the prefix of link-local addresses in the place of a gateway.
  const isNone = gateway === undefined || gateway.toString() === "fe80::" || scopeOf(gateway) === "unspecified";
  return {
    family,
    gateway: isNone ? undefined : gateway,
    interfaceName,
    interfaceIndex: undefined,
    localAddress: undefined,
    metric: flags.includes("I") ? 1 : 0,
  };
}

/** Reads `Get-NetRoute` as JSON: the sum of both metrics is what Windows compares. */
export function parseNetRoutes(text: string): Parsed {
  // PowerShell prints nothing at all for an empty list in some versions.
  const entries = text.trim() === "" ? [] : listIn(text);
  if (entries === undefined) return unreadable("Get-NetRoute printed no list");
  const routes = entries.filter(isMap).flatMap((entry): DefaultRoute[] => {
    const { DestinationPrefix, NextHop, InterfaceAlias, InterfaceIndex } = entry;
    const family = DestinationPrefix === "0.0.0.0/0" ? "ipv4" : DestinationPrefix === "::/0" ? "ipv6" : undefined;
    if (family === undefined || typeof InterfaceAlias !== "string") return [];
    const nextHop = addressIn(NextHop);
    return [
      {
        family,
        gateway: nextHop === undefined || scopeOf(nextHop) === "unspecified" ? undefined : nextHop,
        interfaceName: InterfaceAlias,
        interfaceIndex: typeof InterfaceIndex === "number" ? InterfaceIndex : undefined,
        localAddress: undefined,
        metric: numberOr(entry["RouteMetric"], 0) + numberOr(entry["InterfaceMetric"], 0),
      },
    ];
  });
  return ok(inOrder(routes));
}

function inOrder(routes: readonly DefaultRoute[]): readonly DefaultRoute[] {
  return families.flatMap((family) =>
    routes.filter((route) => route.family === family).toSorted((a, b) => a.metric - b.metric),
  );
}

function listIn(text: string): readonly unknown[] | undefined {
  try {
    // iproute2 prints nothing at all where a family has no routes.
    const value: unknown = JSON.parse(text.trim() === "" ? "[]" : text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function addressIn(value: unknown): Address | undefined {
  const parsed = typeof value === "string" ? Address.parse(value) : undefined;
  return parsed?.ok === true ? parsed.value : undefined;
}

function unreadable(detail: string): { readonly ok: false } & RouteTableFailure {
  return failure({ code: "route-table-unreadable", detail });
}
