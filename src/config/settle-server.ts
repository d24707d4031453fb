import { Address } from "../core/address.ts";
import { assert } from "../core/assert.ts";
import { Duration } from "../core/duration.ts";
import type { OwnerName } from "../core/name.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { type Ttl, ttlOf } from "../core/ttl.ts";
import type {
  DnsTlsConfig,
  HttpListenerConfig,
  LeaseConfig,
  ServerConfig,
  WhoamiConfig,
  ZoneConfig,
} from "./config.ts";
import type { Cursor } from "./cursor.ts";
import { formatKeyPath } from "./key-path.ts";
import type { SecretPorts } from "./secret-reference.ts";
import { settleAnswers } from "./settle-answers.ts";
import { checkSecondaryKeys, settleCatalog, settleSecondaries } from "./settle-secondaries.ts";
import { settleServerKeys } from "./settle-server-keys.ts";
import {
  mailboxName,
  settleListen,
  settleMailbox,
  settleHostName,
  settleName,
  settlePrefix,
  settleTtl,
  settleAddress,
  settleDuration,
} from "./settle-value.ts";

/** The server's section: zones and listeners. */

export async function settleServer(server: Cursor, ports: SecretPorts): Promise<ServerConfig> {
  const zones = server.at("zones").items.flatMap((place) => {
    const zone = settleZone(place, server.at("secondaries"));
    return zone === undefined ? [] : [{ place, zone }];
  });
  checkZones(zones);
  const keys = await settleServerKeys(server.at("keys"), ports);
  checkSecondaryKeys(server);
  const dns = server.at("dns").at("listen");
  const threads = server.at("dns").at("threads");
  const listen = dns.isWritten
    ? dns.items.flatMap((place) => settleListen(place).map((endpoint) => ({ place, endpoint })))
    : [];
  checkListeners(listen);
  return {
    secondaries: settleSecondaries(server.at("secondaries")),
    catalog: settleCatalog(
      server.at("catalog"),
      zones.map(({ zone }) => zone.apex),
    ),
    keys,
    zones: zones.map(({ zone }) => zone),
    dns: {
      listen: dns.isWritten ? listen.map(({ endpoint }) => endpoint) : dnsEverywhere,
      threads: threads.text === "off" ? "off" : (threads.number ?? usualQueryThreads),
      answers: settleAnswers(server.at("dns")),
      tls: settleDnsTls(server.at("dns").at("tls"), listen),
      isOverHttps: server.at("dns").at("https").boolean ?? true,
    },
    http: settleHttp(server.at("http")),
  };
}

/** One answers what a processor can, and whoever needs more knows how many of them DNS may have. */
const usualQueryThreads = 1;

const dnsEverywhere: readonly Endpoint[] = everywhere(53);

/** RFC 7858 §3.1 */
const dnsTlsEverywhere: readonly Endpoint[] = everywhere(853);

function everywhere(port: number): readonly Endpoint[] {
  return ["0.0.0.0", "::"].map((text) => {
    const address = Address.parse(text);
    assert(address.ok, `${text} is an address`);
    return { address: address.value, port };
  });
}

/** DNS over TLS; its ports are none of those where DNS is in the clear. */
function settleDnsTls(
  tls: Cursor,
  plain: readonly { readonly place: Cursor; readonly endpoint: Endpoint }[],
): DnsTlsConfig | undefined {
  const files = settleTls(tls);
  if (typeof files === "string") return undefined;
  const place = tls.at("listen");
  const listen = place.items.flatMap((item) => settleListen(item).map((endpoint) => ({ place: item, endpoint })));
  checkListeners([...plain, ...listen]);
  return { ...files, listen: place.isWritten ? listen.map(({ endpoint }) => endpoint) : dnsTlsEverywhere };
}

/** Short, because the addresses of hosts change; resolvers that keep them longer would defeat the service. */
const defaultHostTtl = 60;

/** @param fallback what stands beside all zones, for those that list no secondaries of their own. */
function settleZone(place: Cursor, fallback: Cursor): ZoneConfig | undefined {
  const apex = settleName(place.at("name"));
  const secondaries = settleSecondaries(place.at("secondaries").isWritten ? place.at("secondaries") : fallback);
  if (place.at("primaries").isWritten) return settleCopy(place, apex, secondaries);
  const nameServers = place.at("ns").items.flatMap((item) => settleHostName(item) ?? []);
  const file = place.at("file").absolutePath;
  const ttl = place.at("ttl").isWritten ? settleTtl(place.at("ttl")) : ttlFallback();
  const contact = place.at("contact");
  // RFC 2142 §7: hostmaster is the mailbox for DNS.
  const rname = contact.isWritten ? settleMailbox(contact) : apex && mailboxName("hostmaster", apex);
  if (file === undefined && !place.at("ns").isWritten) {
    place.reportKey("missing-key", { missing: "ns", example: `[ns1.${apex?.hostname ?? "example.org"}]` });
    return undefined;
  }
  if (apex === undefined || rname === undefined || ttl === undefined) return undefined;
  const addresses = place.at("ns-addresses");
  const nameServerAddresses = addresses.items.flatMap((item) => settleAddress(item) ?? []);
  const inside = nameServers.find((name) => name.isAtOrBelow(apex));
  if (inside !== undefined && file === undefined && !addresses.isWritten) {
    place.at("ns").reportKey("name-server-unreachable", { server: inside.hostname });
  }
  return {
    apex,
    file,
    nameServers,
    nameServerAddresses,
    rname,
    ttl,
    whoami: settleWhoami(place.at("whoami"), apex),
    lease: settleLease(place),
    secondaries,
    primaries: [],
  };
}

/** What the primary decides for a zone that is copied. */
const keysOfOwnZones = ["file", "ns", "ns-addresses", "contact", "ttl", "whoami", "lease", "standby"] as const;

function settleCopy(
  place: Cursor,
  apex: OwnerName | undefined,
  secondaries: ZoneConfig["secondaries"],
): ZoneConfig | undefined {
  for (const key of keysOfOwnZones) {
    if (place.at(key).isWritten) place.at(key).reportKey("copy-has-content", { key });
  }
  const primaries = settleSecondaries(place.at("primaries"));
  const rname = apex && mailboxName("hostmaster", apex);
  const ttl = ttlFallback();
  if (apex === undefined || rname === undefined || ttl === undefined || primaries.length === 0) return undefined;
  const content = { file: undefined, nameServers: [], nameServerAddresses: [], rname, ttl };
  return { apex, ...content, whoami: undefined, lease: undefined, secondaries, primaries };
}

/** A beacon may be lost, and the next comes 15 seconds later by default. */
const shortestLease = Duration.seconds(5);
const longestLease = Duration.days(365);

function settleLease(zone: Cursor): LeaseConfig | undefined {
  const standby = zone.at("standby").items.flatMap((item) => settleAddress(item) ?? []);
  if (zone.at("lease").isWritten) {
    const duration = settleDuration(zone.at("lease"), shortestLease, longestLease);
    return duration === undefined ? undefined : { duration, standby };
  }
  if (zone.at("standby").isWritten) zone.reportKey("missing-key", { missing: "lease", example: "2m" });
  return undefined;
}

/** A label in the zone, `whoami` when nobody wrote one; `off` is none. */
function settleWhoami(value: Cursor, apex: OwnerName): WhoamiConfig | undefined {
  const { text } = value;
  if (text === "off") return undefined;
  const name = apex.child(text ?? "whoami");
  if (name.ok) return { name: name.value, isRequired: text !== undefined };
  // A long apex leaves no room for the usual name.
  if (text !== undefined) value.report("wrong-name", { found: value.found(true), reason: name.code });
  return undefined;
}

function ttlFallback(): Ttl | undefined {
  const ttl = ttlOf(defaultHostTtl);
  return ttl.ok ? ttl.value : undefined;
}

function checkZones(zones: readonly { readonly place: Cursor; readonly zone: ZoneConfig }[]): void {
  const seen: { readonly apex: OwnerName; readonly path: string }[] = [];
  for (const { place, zone } of zones) {
    const same = seen.find(({ apex }) => apex.equals(zone.apex));
    if (same !== undefined) place.at("name").report("zone-repeated", { apex: zone.apex.hostname, first: same.path });
    seen.push({ apex: zone.apex, path: formatKeyPath(place.path) });
  }
  for (const { place, zone } of zones) {
    const outer = seen.find(({ apex }) => zone.apex.isAtOrBelow(apex) && !zone.apex.equals(apex));
    if (outer !== undefined) {
      place.at("name").report("zone-inside-zone", { apex: zone.apex.hostname, outer: outer.apex.hostname });
    }
  }
}

function settleHttp(http: Cursor): ServerConfig["http"] {
  const listen = http.at("listen").items.flatMap((place) => {
    const isOwn = place.text === undefined;
    const address = isOwn ? place.at("listen") : place;
    const tls = settleTls(isOwn && place.at("tls").isWritten ? place.at("tls") : http.at("tls"));
    const isOwnPlain = isOwn && place.at("plain").isWritten;
    const isPlain = (isOwnPlain ? place.at("plain") : http.at("plain")).boolean === true;
    const hasOwnTls = isOwn && place.at("tls").isWritten;
    // A listener's own word counts more than what stands beside all of them.
    const isContradictory = isPlain && tls !== "none" && isOwnPlain === hasOwnTls;
    if (isContradictory) address.report("listener-contradictory", {});
    if (!isPlain && tls === "none") address.report("listener-unprotected", {});
    const usedTls = isPlain && !hasOwnTls ? undefined : typeof tls === "string" ? undefined : tls;
    return settleListen(address).map((endpoint) => ({ place: address, endpoint, tls: usedTls }));
  });
  checkListeners(listen);
  return {
    listen: listen.map(({ endpoint, tls }): HttpListenerConfig => ({ endpoint, tls })),
    trustedProxies: http.at("trusted-proxies").items.flatMap((item) => settlePrefix(item) ?? []),
  };
}

/** `broken` when the user wrote something about TLS that has a problem of its own. */
function settleTls(tls: Cursor): { readonly certificate: string; readonly key: string } | "none" | "broken" {
  if (!tls.isWritten) return "none";
  const certificate = tls.at("certificate").absolutePath;
  const key = tls.at("key").absolutePath;
  return certificate === undefined || key === undefined ? "broken" : { certificate, key };
}

/** Port 0 is another port each time. */
function checkListeners(listeners: readonly { readonly place: Cursor; readonly endpoint: Endpoint }[]): void {
  const seen = new Map<string, string>();
  for (const { place, endpoint } of listeners) {
    const text = formatEndpoint(endpoint);
    const first = seen.get(text);
    if (first !== undefined) place.report("listener-repeated", { endpoint: text, first });
    else if (endpoint.port !== 0) seen.set(text, formatKeyPath(place.path));
  }
}
