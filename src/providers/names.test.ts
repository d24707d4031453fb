import { describe, expect, test } from "bun:test";
import { declaredProviders } from "../cli/declared-providers.ts";
import { findProviders, providerCalled } from "../core/provider-search.ts";
import { catalogue } from "./catalogue.ts";

/** Whoever comes from another client, or knows a service by another name, finds it. */

const all = await declaredProviders(catalogue);

/** What a user types, and the service that is meant. */
const typed: Readonly<Record<string, string>> = {
  阿里云: "alidns",
  aliyun: "alidns",
  万网: "alidns",
  腾讯云: "tencentcloud",
  dnspod: "dnspod",
  花生壳: "oray",
  "peanut hull": "oray",
  "Peanut-Hull": "oray",
  华为云: "huaweicloud",
  百度: "baiducloud",
  火山引擎: "volcengine",
  雨云: "rainyun",
  公云: "pubyun",
  "3322": "pubyun",
  亚马逊: "route53",
  ＡＷＳ: "route53",
  "Go Daddy": "godaddy",
  afraid: "freedns",
  nsupdate: "rfc2136",
  自建: "holdfast",
};

/** As other clients call services, where it is not what we call them: their configuration files and manuals, 2026-11. */
const peers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "ddns-go": {
    trafficroute: "volcengine",
    callback: "custom",
    nsone: "ns1",
    name_com: "name-com",
    dnsla: "dnsla",
  },
  "ddns-updater": {
    aliyun: "alidns",
    dyn: "dyndns",
    hetznercloud: "hetzner",
    "name.com": "name-com",
    "selfhost.de": "selfhost",
  },
  ddclient: {
    "ddns.fm": "ddns-fm",
    "he.net": "he",
    mythicdyn: "mythicbeasts",
    keysystems: "dd24",
    regfishde: "regfish",
    "simply.com": "simply",
    zoneedit1: "zoneedit",
    nsupdate: "rfc2136",
  },
  inadyn: {
    "default@3322.org": "pubyun",
    "default@all-inkl.com": "allinkl",
    "default@core-networks.de": "core-networks",
    "ipv6@desec.io": "desec",
    "default@dnshome.de": "dnshome",
    "default@dnspod.cn": "dnspod",
    "default@do.de": "do-de",
    "default@domaindiscount24.com": "dd24",
    "default@moniker.com": "dd24",
    "default@domene.shop": "domeneshop",
    "default@duckdns.org": "duckdns",
    "default@dyndns.it": "dyndns-it",
    "default@dyndns.org": "dyndns",
    "ipv4@dynv6.com": "dynv6",
    "default@freedns.afraid.org": "freedns",
    "dyndns@he.net": "he",
    "ipv6@ipv64.net": "ipv64",
    "default@itsdns.de": "itsdns",
    "default@mydns.jp": "mydns-jp",
    "default@no-ip.com": "noip",
    "default@noip.com": "noip",
    "ipv4@nsupdate.info": "nsupdate-info",
    "default@oray.com": "oray",
    "default@schokokeks.org": "schokokeks",
    "default@spdyn.de": "spdyn",
    "default@strato.com": "strato",
    "default@twodns.de": "twodns",
    "default@udmedia.de": "udmedia",
  },
  lego: {
    corenetworks: "core-networks",
    dnshomede: "dnshome",
    dnsupdate: "rfc2136",
    dode: "do-de",
    edgedns: "akamai",
    gandiv5: "gandi",
    httpreq: "custom",
    hurricane: "he",
    mydnsjp: "mydns-jp",
    namedotcom: "name-com",
    pdns: "powerdns",
    selfhostde: "selfhost",
  },
};

const rows = Object.entries({ ...peers, "": typed });

for (const [client, names] of rows) {
  describe(client === "" ? "what users type" : `names of ${client}`, () => {
    for (const [name, id] of Object.entries(names)) {
      test(`${name} is ${id}`, () => {
        expect(findProviders(name.split(" "), all).map((found) => found.id)).toContain(id);
      });
    }
  });
}

test("every service is found by its id, its label and what it is called", () => {
  for (const { id, label, names = {} } of all) {
    for (const name of [id, label, names["zh-CN"] ?? id, ...(names.aliases ?? [])]) {
      expect(findProviders([name], all).map((found) => found.id)).toContain(id);
    }
  }
});

test("no word finds everything, nonsense and half sense nothing", () => {
  expect(findProviders([], all)).toEqual(all);
  expect(findProviders(["nosuchservice"], all)).toEqual([]);
  expect(findProviders(["cloudflare", "nosuchservice"], all)).toEqual([]);
});

test("what is called exactly so is meant, unless there are several", () => {
  expect(providerCalled("aliyun", all)?.id).toBe("alidns");
  expect(providerCalled("default@dyndns.org", all)?.id).toBe("dyndns");
  expect(providerCalled("dns", all)).toBeUndefined();
});
