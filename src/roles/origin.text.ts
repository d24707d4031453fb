import type { HistoryEntry } from "../core/administration.ts";
import type { Transport } from "../core/journal.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";

/** Where a change of the served zones came from, as words that follow what was changed. */

export const transportTexts: Bilingual<Readonly<Record<Transport, string>>> = bilingual<
  Readonly<Record<Transport, string>>
>({
  en: {
    dyndns2: "through dyndns2",
    rest: "through REST",
    duckdns: "through DuckDNS",
    freedns: "through FreeDNS",
    dynv6: "through dynv6",
    desec: "through deSEC",
    "nsupdate-info": "through nsupdate.info",
    "acme-dns": "through acme-dns",
    httpreq: "through httpreq",
    powerdns: "through the PowerDNS API",
    report: "through a JSON report",
    "dns-update": "through DNS UPDATE",
    beacon: "through its beacon",
    lease: "under its lease",
    "admin-socket": "on the running server",
    offline: "while the server was stopped",
    start: "as configured",
    transfer: "by zone transfer",
  },
  "zh-CN": {
    dyndns2: "通过 dyndns2 ",
    rest: "通过 REST ",
    duckdns: "通过 DuckDNS ",
    freedns: "通过 FreeDNS ",
    dynv6: "通过 dynv6 ",
    desec: "通过 deSEC ",
    "nsupdate-info": "通过 nsupdate.info ",
    "acme-dns": "通过 acme-dns ",
    httpreq: "通过 httpreq ",
    powerdns: "通过 PowerDNS API ",
    report: "通过 JSON 上报",
    "dns-update": "通过 DNS UPDATE ",
    beacon: "通过信标",
    lease: "按租约",
    "admin-socket": "在服务器运行时",
    offline: "在服务器停止时",
    start: "按照配置",
    transfer: "通过区域传送",
  },
});

/** The ways alone, as a column shows them. */
export const transportNames: Bilingual<Readonly<Record<Transport, string>>> = bilingual<
  Readonly<Record<Transport, string>>
>({
  en: {
    dyndns2: "dyndns2",
    rest: "REST",
    duckdns: "DuckDNS",
    freedns: "FreeDNS",
    dynv6: "dynv6",
    desec: "deSEC",
    "nsupdate-info": "nsupdate.info",
    "acme-dns": "acme-dns",
    httpreq: "httpreq",
    powerdns: "PowerDNS API",
    report: "JSON report",
    "dns-update": "DNS UPDATE",
    beacon: "beacon",
    lease: "lease",
    "admin-socket": "administrator",
    offline: "administrator",
    start: "configuration",
    transfer: "zone transfer",
  },
  "zh-CN": {
    dyndns2: "dyndns2",
    rest: "REST",
    duckdns: "DuckDNS",
    freedns: "FreeDNS",
    dynv6: "dynv6",
    desec: "deSEC",
    "nsupdate-info": "nsupdate.info",
    "acme-dns": "acme-dns",
    httpreq: "httpreq",
    powerdns: "PowerDNS API",
    report: "JSON 上报",
    "dns-update": "DNS UPDATE",
    beacon: "信标",
    lease: "租约",
    "admin-socket": "管理员",
    offline: "管理员",
    start: "配置",
    transfer: "区域传送",
  },
});

const actors: Bilingual<Readonly<Record<HistoryEntry["actor"], (id: string) => string>>> = bilingual({
  en: {
    token: (tokenId) => `token ${tokenId}`,
    key: (name) => `key ${name}`,
    administrator: () => "the administrator",
    configuration: () => "the configuration",
    primary: () => "the primary",
  },
  "zh-CN": {
    token: (tokenId) => `令牌 ${tokenId} `,
    key: (name) => `密钥 ${name} `,
    administrator: () => "管理员",
    configuration: () => "配置",
    primary: () => "主服务器",
  },
});

type Origin = Pick<HistoryEntry, "actor" | "tokenId" | "keyName" | "transport" | "peer">;

/** `by token Ab12 through dyndns2 from 192.0.2.7`. */
export function originText({ actor, tokenId, keyName, transport, peer }: Origin, language: Language): string {
  const who = actors[language][actor](tokenId ?? keyName ?? "");
  // At the start it acts in one way only.
  const how = actor === "configuration" && transport === "start" ? "" : transportTexts[language][transport];
  if (language === "en") return `by ${who}${how === "" ? "" : ` ${how}`}${peer === null ? "" : ` from ${peer}`}`;
  return `由${who}${how}${peer === null ? "" : `从 ${peer} `}更改`;
}
