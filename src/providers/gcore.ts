import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField } from "./kit/fields.ts";
import { allAt, type Json } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** Gcore Managed DNS, API v2. Facts from the vendor's reference and other clients, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "gcore",
  label: "Gcore",
  site: "https://gcore.com/dns",
  manual: "https://api.gcore.com/docs/dns",
  names: { aliases: ["G-Core", "G-Core Labs"] },
  access: {
    where: { en: "portal.gcore.com › Profile › API tokens", "zh-CN": "portal.gcore.com › Profile › API tokens" },
    least: {
      en: "A token of a user whose role is DNS only; it reaches all zones",
      "zh-CN": "由仅有 DNS 角色的用户建立的令牌；可访问全部区域",
    },
    reach: "account",
  },
  kind: "zone-api",
  credentials: {
    token: secretField({
      en: "Permanent API token of a role that may edit DNS",
      "zh-CN": "永久 API 令牌，所属角色须可编辑 DNS",
    }),
  },
  largestRRset: 100,
  // A minute and less are for paid plans.
  ttl: { min: 120, max: largestTtl, fallback: 120 },
  server: ({ token }) => jsonServer("https://api.gcore.com/dns/v2", bearer(token, "APIKey")),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (query) => GET("/zones", query),
        narrow: (name) => ({ name }),
        paging: offsetPages({ offset: "offset", limit: "limit", rows: 100, total: "total_amount" }),
        rows: "zones",
        apex: "name",
      }),
      read: ({ zone, name, type }) => GET(route, { zone, name, type }),
      rrset: {
        values: "resource_records.*.content.0",
        ttl: "ttl",
        // Replacing the set would lose how it is steered, and switch on what is switched off.
        isUntouchable: (row) =>
          steering.some((path) => allAt(row, path).length > 0) ||
          allAt(row, "resource_records.*.enabled").includes(false),
      },
      create: ({ zone, name, type, ttl, values }) =>
        POST(route, { zone, name, type }, { ttl, resource_records: enabled(values) }),
      replace: ({ zone, name, type, ttl, values }) =>
        PUT(route, { zone, name, type }, { ttl, resource_records: enabled(values) }),
      delete: ({ zone, name, type }) => DELETE(route, { zone, name, type }),
    }),
});

const route = "/zones/{zone}/{name}/{type}";
const steering = ["filters.*", "meta.*", "resource_records.*.meta.*"];

function enabled(values: readonly string[]): readonly Json[] {
  return values.map((value) => ({ content: [value], enabled: true }));
}
