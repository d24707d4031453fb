import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField } from "./kit/fields.ts";
import { tokenPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Vultr DNS, API v2. Facts from the vendor's reference and other clients, 2026-11. Shortest TTL unverified: the lowest
 * that another client is known to use.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "vultr",
  label: "Vultr",
  site: "https://www.vultr.com",
  manual: "https://www.vultr.com/api/#tag/dns",
  names: { aliases: ["vultr.com"] },
  access: {
    where: {
      en: "my.vultr.com › Account › API, where this host's addresses have to be allowed",
      "zh-CN": "my.vultr.com › Account › API，须在其中允许本机的地址",
    },
    least: {
      en: "The key of a sub-user whose only right is Manage DNS",
      "zh-CN": "仅具有 Manage DNS 权限的子用户的密钥",
    },
    reach: "dns",
  },
  quirks: [
    {
      en: "The address that asks has to be in the key's access control list, for each family",
      "zh-CN": "发出请求的地址须在密钥的访问控制列表中，IPv4 与 IPv6 分别设置",
    },
  ],
  unverified: [shortestTtl],
  kind: "zone-api",
  credentials: {
    apiKey: secretField({
      en: "API key; the addresses of this host must be in its access control list",
      "zh-CN": "API 密钥；本机地址须在其访问控制列表中",
    }),
  },
  largestRRset: 200,
  ttl: { min: 120, max: largestTtl, fallback: 300 },
  pace: { requestsPerMinute: 1_800 },
  server: ({ apiKey }) => jsonServer("https://api.vultr.com/v2", bearer(apiKey)),
  family: (_settings) =>
    records({
      zones: zoneList({ list: (page) => GET("/domains", page), paging: pages, rows: "domains", apex: "domain" }),
      list: ({ zone }, page) => GET("/domains/{zone}/records", { zone }, page),
      paging: pages,
      rows: "records",
      record: { id: "id", owner: "name", ownerIs: "relative", type: "type", content: "data", ttl: "ttl" },
      create: ({ zone, type, relativeOr, content: data, ttl }) =>
        POST("/domains/{zone}/records", { zone }, { type, name: relativeOr(""), data, ttl }),
      update: ({ zone, id, content: data, kept }) =>
        PATCH("/domains/{zone}/records/{id}", { zone, id }, { data, ttl: kept.ttl }),
      delete: ({ zone, id }) => DELETE("/domains/{zone}/records/{id}", { zone, id }),
    }),
});

const pages = tokenPages({ token: "cursor", at: "meta.links.next", first: { per_page: 500 } });
