import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField } from "./kit/fields.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** DigitalOcean DNS, API v2. Facts from the vendor's reference, 2026-11; what a PUT resets is unverified and not used. */
export const provider: ProviderDeclaration = defineProvider({
  id: "digitalocean",
  label: "DigitalOcean",
  site: "https://www.digitalocean.com/products/dns",
  manual: "https://docs.digitalocean.com/reference/api/reference/domain-records/",
  names: { aliases: ["DO", "digital ocean"] },
  access: {
    where: { en: "cloud.digitalocean.com › API › Tokens", "zh-CN": "cloud.digitalocean.com 的 API › Tokens 页面" },
    least: {
      en: "A token with the custom scopes domain:read, domain:create, domain:update and domain:delete; they reach every domain of the team",
      "zh-CN": "自定义范围的令牌：domain:read、domain:create、domain:update 和 domain:delete；可访问团队的全部域名",
    },
    reach: "dns",
  },
  unverified: [
    {
      en: "What replacing a record resets, which is therefore not used",
      "zh-CN": "整体替换记录会重置哪些字段，因此不使用",
    },
  ],
  kind: "zone-api",
  credentials: {
    token: secretField({
      en: "Personal access token with the scopes domain:read, domain:create, domain:update and domain:delete",
      "zh-CN": "个人访问令牌，权限范围为 domain:read、domain:create、domain:update 和 domain:delete",
    }),
  },
  largestRRset: 200,
  ttl: { min: 30, max: largestTtl, fallback: 300 },
  // 250 a minute, and 5 000 an hour, which is what lasts.
  pace: { requestsPerMinute: 83 },
  server: ({ token }) => jsonServer("https://api.digitalocean.com/v2", bearer(token), { message: ["id", "message"] }),
  family: (_settings) =>
    records({
      zones: zoneList({ list: (page) => GET("/domains", page), paging: pages, rows: "domains", apex: "name" }),
      // The filter takes the full name; everything else is relative.
      list: ({ zone, name, type }, page) => GET("/domains/{zone}/records", { zone }, { name, type, ...page }),
      paging: pages,
      rows: "domain_records",
      record: { id: "id", owner: "name", ownerIs: "relative", type: "type", content: "data", ttl: "ttl" },
      create: ({ zone, type, relativeOwner: name, content: data, ttl }) =>
        POST("/domains/{zone}/records", { zone }, { type, name, data, ttl }),
      update: ({ zone, id, type, content: data, given }) =>
        PATCH("/domains/{zone}/records/{id}", { zone, id }, { type, data, ttl: given.ttl }),
      delete: ({ zone, id }) => DELETE("/domains/{zone}/records/{id}", { zone, id }),
    }),
});

const pages = numberedPages({ page: "page", size: "per_page", rows: 200, total: "meta.total" });
