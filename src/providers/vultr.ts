import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
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
  kind: "zone-api",
  credentials: {
    apiKey: secretField(
      {
        en: "API key; the addresses of this host must be in its access control list",
        "zh-CN": "API 密钥；本机地址须在其访问控制列表中",
      },
      {
        whereToFind: {
          en: "my.vultr.com › Account › API; a sub-user needs the right Manage DNS",
          "zh-CN": "my.vultr.com › Account › API；子用户需具有 Manage DNS 权限",
        },
      },
    ),
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
