import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { all, body, on, rejected } from "./kit/answers.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField } from "./kit/fields.ts";
import { allAt, type Json } from "./kit/json.ts";
import { linkedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** IBM NS1 Connect. Facts from the vendor's Go client and other clients, 2026-11; the shortest TTL is unverified. */
export const provider: ProviderDeclaration = defineProvider({
  id: "ns1",
  label: "NS1 (IBM NS1 Connect)",
  site: "https://www.ibm.com/products/ns1-connect",
  manual: "https://developer.ibm.com/apis/catalog/ns1--ibm-ns1-connect-api/",
  names: { aliases: ["nsone", "IBM NS1 Connect", "ns1.com"] },
  access: {
    where: {
      en: "Account Settings › Users & Teams › API Keys",
      "zh-CN": "账户设置（Account Settings）› Users & Teams › API Keys",
    },
    least: {
      en: "A key with “View zones” and “Manage zones” for the one zone, bound to source addresses if these are fixed",
      "zh-CN": "密钥仅对一个区域授予“View zones”与“Manage zones”；来源地址固定时可一并限定",
    },
    reach: "zones",
  },
  unverified: [shortestTtl],
  kind: "zone-api",
  credentials: {
    apiKey: secretField({
      en: "API key with View zones and Manage zones",
      "zh-CN": "API 密钥，具有 View zones 与 Manage zones 权限",
    }),
  },
  largestRRset: 100,
  ttl: { min: 60, max: largestTtl, fallback: 300 },
  server: ({ apiKey }) => jsonServer("https://api.nsone.net/v1", headerKey({ "X-NSONE-Key": apiKey })),
  family: (_settings) =>
    rrsets({
      zones: zoneList({ list: (page) => GET("/zones", page), paging: linkedPages(), rows: "", apex: "zone" }),
      read: ({ zone, name, type }) => GET(route, { zone, name, type }),
      noneWhen: all(404, body("message", "record not found")),
      rrset: {
        values: "answers.*.answer.0",
        ttl: "ttl",
        // Weights, countries and the filters that use them would be lost with the answers they belong to.
        isUntouchable: (row) => steering.some((path) => allAt(row, path).length > 0),
      },
      create: ({ zone, name, type, ttl, values }) =>
        PUT(route, { zone, name, type }, { zone, domain: name, type, ttl, answers: answersOf(values) }),
      replace: ({ zone, name, type, given, values }) =>
        POST(route, { zone, name, type }, { ttl: given.ttl, answers: answersOf(values) }),
      delete: ({ zone, name, type }) => DELETE(route, { zone, name, type }),
    }),
  answers: [on(all(404, body("message", "zone not found")), rejected("zone-not-found"))],
});

const route = "/zones/{zone}/{name}/{type}";
const steering = ["filters.*", "answers.*.meta.*", "answers.*.feeds.*", "answers.*.region"];

function answersOf(values: readonly string[]): readonly Json[] {
  return values.map((value) => ({ answer: [value] }));
}
