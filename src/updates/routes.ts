import { answerAcmeDns, answerHealth, answerRegister } from "./dialects/acme-dns.ts";
import { answerDesec, looksLikeUpdate } from "./dialects/desec.ts";
import { answerDuckdns } from "./dialects/duckdns.ts";
import { answerDyndns2 } from "./dialects/dyndns2.ts";
import { answerDynv6 } from "./dialects/dynv6.ts";
import { answerFreedns, answerFreednsKey } from "./dialects/freedns.ts";
import { answerCleanup, answerPresent } from "./dialects/httpreq.ts";
import { answerDelete } from "./dialects/nsupdate-info.ts";
import { answerPowerDns, answerPowerDnsServer, answerPowerDnsVersions } from "./dialects/powerdns.ts";
import { reportDialect } from "./dialects/report.ts";
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
    { path: /^\/update$/, suits: ({ method }) => method !== "GET", answer: answerAcmeDns },
    { path: /^\/register$/, answer: answerRegister },
    { path: /^\/health$/, answer: answerHealth },
    { path: /^\/present$/, answer: answerPresent },
    { path: /^\/cleanup$/, answer: answerCleanup },
    { path: /^\/report$/, answer: reportDialect() },
    { path: /^\/update\/([^/]+)\/([^/]+)(?:\/([^/]*))?$/, answer: answerDuckdns },
    { path: /^\/nic\/delete$/, answer: answerDelete },
    { path: /^\/dynamic\/update\.php$/, answer: answerFreednsKey },
    { path: /^\/u\/(?:([^/]+)\/?)?$/, answer: answerFreedns },
    { path: /^\/api\/update$/, answer: answerDynv6 },
    { path: /^\/api$/, answer: answerPowerDnsVersions },
    { path: /^\/api\/v1\/servers()()()\/?$/, answer: answerPowerDns },
    { path: /^\/api\/v1\/servers\/([^/]+)$/, answer: answerPowerDnsServer },
    { path: /^\/api\/v1\/servers\/([^/]+)\/zones(?:\/([^/]+))?(?:\/(notify))?$/, answer: answerPowerDns },
    { path: /^\/ip$/, answer: answerReflection },
    { path: /^\/myip$/, answer: answerMyip },
    { path: /^\/api\/v1\/names\/([^/]+)\/addresses$/, answer: answerAddresses },
  ];
  return { known, last: { path: /^/, suits: looksLikeUpdate, answer: answerDesec } };
}
