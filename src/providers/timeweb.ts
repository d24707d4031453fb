import type { ProviderDeclaration } from "../core/provider.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField } from "./kit/fields.ts";
import { offsetPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Timeweb Cloud; records are listed by version 1 of the API and changed by version 2, which knows TTLs and takes the full
 * name in the path. Facts from the vendor's SDKs and other clients, 2026-11. The shortest TTL is taken to be
 * the usual one.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "timeweb",
  label: "Timeweb Cloud",
  site: "https://timeweb.cloud",
  manual: "https://timeweb.cloud/api-docs",
  kind: "zone-api",
  names: { aliases: ["timewebcloud"] },
  access: {
    where: { en: "timeweb.cloud/my/api-keys", "zh-CN": "timeweb.cloud/my/api-keys 页面" },
    least: {
      en: "Tokens reach the account; they can be limited to the address of this host",
      "zh-CN": "令牌可访问整个账户；可限定仅从本机地址使用",
    },
    reach: "account",
  },
  unverified: [
    { en: "Wildcards, and TTLs below 600 seconds", "zh-CN": "泛域名，以及短于 600 秒的 TTL" },
    { en: "How many requests are allowed", "zh-CN": "允许的请求次数" },
  ],
  credentials: {
    token: secretField({ en: "API token", "zh-CN": "API 令牌" }),
  },
  largestRRset: 100,
  ttl: { min: 600, max: 86_400, fallback: 600 },
  // The vendor's 20 a second, one source, is more than we would ever need.
  pace: { requestsPerMinute: 120 },
  server: ({ token }) =>
    jsonServer("https://api.timeweb.cloud/api", bearer(token), { message: ["error_code", "message", "message.*"] }),
  family: (_settings) =>
    records({
      zones: zoneList({ list: (page) => GET("/v1/domains", page), paging, rows: "domains", apex: "fqdn" }),
      list: ({ zone }, page) => GET("/v1/domains/{zone}/dns-records", { zone }, page),
      paging,
      rows: "dns_records",
      record: {
        id: "id",
        owner: "data.subdomain",
        ownerIs: "relative",
        type: "type",
        content: "data.value",
        ttl: "ttl",
      },
      create: ({ name, type, content: value, ttl }) =>
        POST("/v2/domains/{name}/dns-records", { name }, { type, value, ttl }),
      update: ({ name, id, type, content: value, ttl }) =>
        PATCH("/v2/domains/{name}/dns-records/{id}", { name, id }, { type, value, ttl }),
      delete: ({ name, id }) => DELETE("/v2/domains/{name}/dns-records/{id}", { name, id }),
    }),
});

const paging = offsetPages({ offset: "offset", limit: "limit", rows: 100, total: "meta.total" });
