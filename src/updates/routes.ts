import { answerDesec, looksLikeUpdate } from "./dialects/desec.ts";
import { answerDuckdns } from "./dialects/duckdns.ts";
import { answerDyndns2 } from "./dialects/dyndns2.ts";
import { answerDynv6 } from "./dialects/dynv6.ts";
import { answerFreedns, answerFreednsKey } from "./dialects/freedns.ts";
import { answerDelete } from "./dialects/nsupdate-info.ts";
import type { DialectAnswer } from "./dialect.ts";
import { answerMyip, answerReflection } from "./reflection.ts";
import { answerAddresses } from "./rest-addresses.ts";

/** Which dialect answers which path of an update listener; the first that fits. */

export interface Route {
  readonly path: RegExp;
  /** Where several dialects share a path. */
  readonly suits?: (request: Request, url: URL) => boolean;
  readonly answer: DialectAnswer;
}

/** Dialects of JSON read it with a library that is large; most servers never hear one of them. */
function onceUsed(load: () => Promise<DialectAnswer>): DialectAnswer {
  let loaded: Promise<DialectAnswer> | undefined;
  return async (asked, ports) => {
    loaded ??= load();
    return (await loaded)(asked, ports);
  };
}

const acmeDns = {
  update: onceUsed(async () => (await import("./dialects/acme-dns.ts")).answerAcmeDns),
  register: onceUsed(async () => (await import("./dialects/acme-dns.ts")).answerRegister),
  health: onceUsed(async () => (await import("./dialects/acme-dns.ts")).answerHealth),
};

const httpreq = {
  present: onceUsed(async () => (await import("./dialects/httpreq.ts")).answerPresent),
  cleanup: onceUsed(async () => (await import("./dialects/httpreq.ts")).answerCleanup),
};

const powerDns = {
  zones: onceUsed(async () => (await import("./dialects/powerdns.ts")).answerPowerDns),
  server: onceUsed(async () => (await import("./dialects/powerdns.ts")).answerPowerDnsServer),
  versions: onceUsed(async () => (await import("./dialects/powerdns.ts")).answerPowerDnsVersions),
};

export interface Routes {
  readonly known: readonly Route[];
  /** For paths that nobody else on the listener knows. */
  readonly last: Route;
}

/** The routes of one listener, with whatever dialects remember from one request to the next. */
export function routesOf(): Routes {
  const known: readonly Route[] = [
    { path: /^\/(?:nic|v2|v3)\/update$/, answer: answerDyndns2 },
    { path: /^\/update$/, suits: (_, { searchParams }) => searchParams.has("domains"), answer: answerDuckdns },
    { path: /^\/update$/, suits: ({ method }) => method !== "GET", answer: acmeDns.update },
    { path: /^\/register$/, answer: acmeDns.register },
    { path: /^\/health$/, answer: acmeDns.health },
    { path: /^\/present$/, answer: httpreq.present },
    { path: /^\/cleanup$/, answer: httpreq.cleanup },
    { path: /^\/report$/, answer: onceUsed(async () => (await import("./dialects/report.ts")).reportDialect()) },
    { path: /^\/update\/([^/]+)\/([^/]+)(?:\/([^/]*))?$/, answer: answerDuckdns },
    { path: /^\/nic\/delete$/, answer: answerDelete },
    { path: /^\/dynamic\/update\.php$/, answer: answerFreednsKey },
    { path: /^\/u\/(?:([^/]+)\/?)?$/, answer: answerFreedns },
    { path: /^\/api\/update$/, answer: answerDynv6 },
    { path: /^\/api$/, answer: powerDns.versions },
    { path: /^\/api\/v1\/servers()()()\/?$/, answer: powerDns.zones },
    { path: /^\/api\/v1\/servers\/([^/]+)$/, answer: powerDns.server },
    { path: /^\/api\/v1\/servers\/([^/]+)\/zones(?:\/([^/]+))?(?:\/(notify))?$/, answer: powerDns.zones },
    { path: /^\/ip$/, answer: answerReflection },
    { path: /^\/myip$/, answer: answerMyip },
    { path: /^\/api\/v1\/names\/([^/]+)\/addresses$/, answer: answerAddresses },
  ];
  return { known, last: { path: /^/, suits: looksLikeUpdate, answer: answerDesec } };
}
