import type { ProviderDeclaration } from "../core/provider.ts";
import { basic } from "./kit/auth/basic.ts";
import { DELETE, GET, PUT } from "./kit/call.ts";
import { shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textOf } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Mythic Beasts, primary DNS API v2; its dynamic DNS knows the caller's address only, so it is not used. Facts from the
 * vendor's manual, tutorial and public clients, 2026-11. Unverified: the shortest TTL, and what becomes of records that
 * a template makes.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "mythicbeasts",
  label: "Mythic Beasts",
  site: "https://www.mythic-beasts.com",
  manual: "https://www.mythic-beasts.com/support/api/dnsv2",
  names: { aliases: ["mythicdyn", "mythic-beasts", "Mythic Beasts DNS"] },
  access: {
    where: { en: "Control panel › API keys", "zh-CN": "控制面板 › API keys" },
    least: {
      en: "A key that may change A and AAAA of the one name, and nothing else",
      "zh-CN": "仅允许修改该名称 A 与 AAAA 记录的密钥",
    },
    reach: "name",
  },
  unverified: [
    shortestTtl,
    { en: "What becomes of records that a template makes", "zh-CN": "由模板生成的记录会如何处理" },
  ],
  kind: "zone-api",
  credentials: {
    keyId: textField({ en: "API key ID", "zh-CN": "API 密钥 ID" }),
    secret: secretField({ en: "Secret of the API key", "zh-CN": "API 密钥的 Secret" }),
  },
  largestRRset: 100,
  ttl: { min: 60, max: 86_400, fallback: 300 },
  server: ({ keyId, secret }) => jsonServer("https://api.mythic-beasts.com/dns/v2", basic(keyId, secret)),
  family: (_settings) =>
    rrsets({
      zones: zoneList({ list: () => GET("/zones"), rows: "zones", apex: textOf }),
      read: ({ zone, relativeOwner: host, type }) => GET("/zones/{zone}/records/{host}/{type}", { zone, host, type }),
      rrset: { values: "records.*.data", ttl: "records.0.ttl" },
      replace: ({ zone, relativeOwner: host, type, values, ttl }) =>
        PUT(
          "/zones/{zone}/records/{host}/{type}",
          { zone, host, type },
          { records: values.map((data) => ({ host, type, ttl, data })) },
        ),
      // By value, so that nothing goes that was not read.
      delete: ({ zone, relativeOwner: host, type, presentValues }) =>
        presentValues.map((data) => DELETE("/zones/{zone}/records/{host}/{type}", { zone, host, type }, { data })),
    }),
});
