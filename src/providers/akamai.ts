import type { ProviderDeclaration } from "../core/provider.ts";
import { all, failed, on, text } from "./kit/answers.ts";
import { edgeGrid } from "./kit/auth/edge-grid.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets, type NewRRset } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Akamai Edge DNS, Zone Management API v2, primary zones. Facts from the vendor's reference, 2026-11; the shortest TTL
 * of a contract is unverified.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "akamai",
  label: "Akamai Edge DNS",
  site: "https://www.akamai.com/products/edge-dns",
  manual: "https://techdocs.akamai.com/edge-dns/reference",
  names: { aliases: ["edgedns", "Edge DNS", "Fast DNS", "EdgeGrid"] },
  access: {
    where: {
      en: "Akamai Control Center › Identity & Access › API client with READ-WRITE on DNS—Zone Record Management; all four stand in its .edgerc file",
      "zh-CN":
        "Akamai Control Center › Identity & Access › 对“DNS—Zone Record Management”具有 READ-WRITE 权限的 API 客户端；四个值均在其 .edgerc 文件中",
    },
    least: {
      en: "READ-WRITE on DNS—Zone Record Management for an API client of its own; a group of Control Center can limit it to zones",
      "zh-CN":
        "单独建立的 API 客户端，仅授予 DNS—Zone Record Management 的 READ-WRITE 权限；可借助 Control Center 的组限定到指定区域",
    },
    reach: "zones",
  },
  unverified: [{ en: "The shortest TTL of a contract", "zh-CN": "合同规定的最短 TTL" }],
  kind: "zone-api",
  credentials: {
    host: textField({
      en: "Host of the API client, as akab-….luna.akamaiapis.net",
      "zh-CN": "API 客户端的主机名，形如 akab-….luna.akamaiapis.net",
    }),
    clientToken: secretField({ en: "Client token", "zh-CN": "客户端令牌（client_token）" }),
    accessToken: secretField({ en: "Access token", "zh-CN": "访问令牌（access_token）" }),
    clientSecret: secretField({ en: "Client secret", "zh-CN": "客户端密钥（client_secret）" }),
  },
  largestRRset: 100,
  ttl: { min: 30, max: 2_147_483_647, fallback: 300 },
  server: ({ host, clientToken, accessToken, clientSecret }) =>
    jsonServer(`https://${host}/config-dns/v2`, edgeGrid({ clientToken, accessToken, clientSecret })),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (page) => GET("/zones", { types: "primary", ...page }),
        paging: numberedPages({ page: "page", size: "pageSize", rows: 100, total: "metadata.totalElements" }),
        rows: "zones",
        apex: "zone",
      }),
      read: ({ zone, name, type }) => GET(route, { zone, name, type }),
      rrset: { values: "rdata.*", ttl: "ttl" },
      create: (set) => POST(route, placeOf(set), contentOf(set)),
      replace: (set) => PUT(route, placeOf(set), contentOf(set)),
      delete: ({ zone, name, type }) => DELETE(route, { zone, name, type }),
    }),
  // Requests are good for half a minute.
  answers: [on(all(401, text(/timestamp/i)), failed("clock-skewed"))],
});

const route = "/zones/{zone}/names/{name}/types/{type}";

function placeOf({ zone, name, type }: NewRRset<unknown>) {
  return { zone, name, type };
}

function contentOf({ name, type, ttl, values }: NewRRset<unknown>) {
  return { name, type, ttl, rdata: values };
}
