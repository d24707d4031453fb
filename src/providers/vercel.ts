import type { ProviderDeclaration } from "../core/provider.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at } from "./kit/json.ts";
import { tokenPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** Vercel DNS. Facts from the vendor's reference and other clients, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "vercel",
  label: "Vercel",
  site: "https://vercel.com",
  manual: "https://vercel.com/docs/rest-api/reference/endpoints/dns",
  names: { aliases: ["zeit", "vercel.com"] },
  access: {
    where: { en: "vercel.com/account/tokens", "zh-CN": "vercel.com/account/tokens 页面" },
    least: {
      en: "A token with the scope of the one team, and an expiry; it opens everything of the team",
      "zh-CN": "限定到一个团队并设有效期的令牌；可操作该团队的全部内容",
    },
    reach: "account",
  },
  kind: "zone-api",
  credentials: {
    token: secretField({ en: "Access token of the account or of the team", "zh-CN": "账户或团队的访问令牌" }),
    teamId: textField(
      { en: "ID of the team that owns the domain, as team_…", "zh-CN": "域名所属团队的 ID，形如 team_…" },
      { optional: true },
    ),
  },
  options: { comment: textField({ en: "Comment of the record", "zh-CN": "记录备注" }) },
  largestRRset: 100,
  ttl: { min: 60, max: 86_400, fallback: 60 },
  // Fifty updates a minute; creations are limited to a hundred an hour besides.
  pace: { requestsPerMinute: 50 },
  server: ({ token }) => jsonServer("https://api.vercel.com", bearer(token)),
  family: ({ teamId }) => {
    const pages = tokenPages({ token: "until", at: "pagination.next", first: { limit: 100, teamId } });
    return records({
      zones: zoneList({ list: (page) => GET("/v5/domains", page), paging: pages, rows: "domains", apex: "name" }),
      list: ({ zone }, page) => GET("/v5/domains/{zone}/records", { zone }, page),
      paging: pages,
      rows: "records",
      record: {
        id: "id",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "value",
        ttl: "ttl",
        fields: { comment: "comment" },
        isUntouchable: (row) => at(row, "creator") === "system",
      },
      create: ({ zone, type, relativeOr, content: value, ttl, given }) =>
        POST(
          "/v2/domains/{zone}/records",
          { zone },
          { type, name: relativeOr(""), value, ttl, ...given.fields },
          { teamId },
        ),
      update: ({ id, content: value, given }) =>
        PATCH("/v1/domains/records/{id}", { id }, { value, ttl: given.ttl, ...given.fields }, { teamId }),
      delete: ({ zone, id }) => DELETE("/v2/domains/{zone}/records/{id}", { zone, id }, { teamId }),
    });
  },
});
