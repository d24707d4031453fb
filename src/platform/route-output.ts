import { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { DefaultRoute, RouteTableFailure } from "../core/default-route.ts";
import { type Family, families } from "../core/family.ts";
import { failure, ok, type Result } from "../core/result.ts";

/** What `ip`, `netstat` and `route` print, as default routes. Lines that say nothing to us are left out. */

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

/**
 * Reads `route print` of Windows, whose words are in the system's language and whose numbers are not.
 *
 * IPv4 rows name their interface by its address, IPv6 rows by its number. Persistent routes, listed below the active ones,
 * have neither.
 *
 * @param interfaces what the system calls them.
 */
export function parseRoutePrint(text: string, interfaces: Interfaces): Parsed {
  const rows = text.split(/\r?\n/).map((line) => line.trim());
  if (!rows.some((row) => /^127\.0\.0\.0 +255\.0\.0\.0 /.test(row) || row.includes("::1/128"))) {
    return unreadable("route printed no table");
  }
  return ok(inOrder(rows.flatMap((row) => windowsRoute(row.split(/ +/), interfaces) ?? [])));
}

function windowsRoute(words: readonly string[], interfaces: Interfaces): DefaultRoute | undefined {
  const [first = "", second = "", third] = words;
  if (first === "0.0.0.0" && second === "0.0.0.0" && words.length >= 5) {
    // "On-link" is two words in some languages; the address and the metric are the last ones in all.
    const localAddress = addressIn(words.at(-2));
    const metric = Number(words.at(-1));
    if (localAddress === undefined || !Number.isInteger(metric)) return undefined;
    const name = nameWhere(interfaces, ({ address }) => address === localAddress.toString());
    const interfaceName = name ?? localAddress.toString();
    const interfaceIndex = interfaces[interfaceName]?.find(({ scopeid }) => (scopeid ?? 0) > 0)?.scopeid;
    return { family: "ipv4", gateway: addressIn(third), interfaceName, interfaceIndex, localAddress, metric };
  }
  const [interfaceIndex, metric] = [Number(first), Number(second)];
  if (third !== "::/0" || !Number.isInteger(metric) || !(interfaceIndex > 0)) return undefined;
  const name = nameWhere(interfaces, ({ scopeid }) => scopeid === interfaceIndex);
  const interfaceName = name ?? `#${interfaceIndex}`;
  return {
    family: "ipv6",
    gateway: addressIn(words[3]),
    interfaceName,
    interfaceIndex,
    localAddress: undefined,
    metric,
  };
}

/** Addresses by name of interface, as `node:os` tells them. */
export type Interfaces = Readonly<
  Record<string, readonly { readonly address: string; readonly scopeid?: number }[] | undefined>
>;

function nameWhere(
  interfaces: Interfaces,
  isIt: (entry: { readonly address: string; readonly scopeid?: number }) => boolean,
): string | undefined {
  return Object.entries(interfaces).find(([, entries]) => entries?.some(isIt))?.[0];
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
