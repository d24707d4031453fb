import type { ProviderDeclaration } from "../core/provider.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, POST } from "./kit/call.ts";
import { shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, type Json } from "./kit/json.ts";
import { linkedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Netlify DNS. Facts from the vendor's OpenAPI description, 2026-11. Records cannot be changed, only made and deleted. The
 * shortest TTL is not known, so what the user sets is sent as it is.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "netlify",
  label: "Netlify",
  site: "https://www.netlify.com",
  manual: "https://open-api.netlify.com/",
  names: { aliases: ["netlify.com"] },
  access: {
    where: { en: "app.netlify.com/user/applications", "zh-CN": "app.netlify.com/user/applications 页面" },
    least: {
      en: "The service has nothing smaller than a token with all rights of the user; a user of its own in the team bounds them",
      "zh-CN": "服务商没有比用户全部权限更小的令牌；可在团队中为此单独建立用户",
    },
    reach: "account",
  },
  quirks: [
    {
      en: "Records are not changed but made anew, so a name is gone for a moment",
      "zh-CN": "记录不能修改，只能重新建立，因此名称会短暂消失",
    },
  ],
  unverified: [shortestTtl],
  kind: "zone-api",
  credentials: {
    token: secretField({
      en: "Personal access token; it has all rights of the user",
      "zh-CN": "个人访问令牌；拥有该用户的全部权限",
    }),
    team: textField(
      { en: "Slug of the team, to list its zones only", "zh-CN": "团队标识（slug），填写后仅列出该团队的区域" },
      { optional: true },
    ),
  },
  largestRRset: 100,
  pace: { requestsPerMinute: 500 },
  server: ({ token }) =>
    jsonServer("https://api.netlify.com/api/v1", bearer(token), { message: ["message", "errors.*.*"] }),
  family: ({ team }) =>
    records({
      zones: zoneList({
        list: (page) => GET("/dns_zones", { account_slug: team, ...page }),
        paging: linkedPages({ per_page: 100 }),
        rows: "",
        apex: "name",
        id: "id",
      }),
      list: ({ zone }, page) => GET("/dns_zones/{zone}/dns_records", { zone }, page),
      paging: linkedPages(),
      rows: "",
      record: {
        id: "id",
        owner: "hostname",
        content: "value",
        ttl: "ttl",
        // Records of a site answer with the addresses of Netlify's edge.
        isSelected: (row, { type }) => at(row, "type") === type || isOfSite(row),
        isUntouchable: isOfSite,
      },
      create: ({ zone, type, name: hostname, content: value, kept }) =>
        POST("/dns_zones/{zone}/dns_records", { zone }, { type, hostname, value, ttl: kept.ttl }),
      delete: ({ zone, id }) => DELETE("/dns_zones/{zone}/dns_records/{id}", { zone, id }),
    }),
});

function isOfSite(row: Json): boolean {
  return at(row, "managed") === true;
}
