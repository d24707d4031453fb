import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { on, rejected } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** DNSimple, API v2. Facts from the vendor's reference and other clients, 2026-11; the shortest TTL is unverified. */
export const provider: ProviderDeclaration = defineProvider({
  id: "dnsimple",
  label: "DNSimple",
  site: "https://dnsimple.com",
  manual: "https://developer.dnsimple.com/v2/zones/records/",
  names: { aliases: ["dnsimple.com"] },
  access: {
    where: { en: "dnsimple.com › Account › Access Tokens", "zh-CN": "dnsimple.com › Account › Access Tokens" },
    least: { en: "An account token that is scoped to the zone", "zh-CN": "限定到所需区域的账户令牌" },
    reach: "zones",
  },
  unverified: [shortestTtl],
  kind: "zone-api",
  credentials: {
    token: secretField({
      en: "Account access token; a scoped one may be limited to the zones",
      "zh-CN": "账户访问令牌；可使用仅限相应区域的受限令牌",
    }),
    account: textField(
      { en: "Number of the account", "zh-CN": "账户编号" },
      {
        whereToFind: {
          en: "Member data.account.id of the answer to GET /v2/whoami",
          "zh-CN": "GET /v2/whoami 应答中的 data.account.id",
        },
      },
    ),
  },
  largestRRset: 100,
  ttl: { min: 60, max: largestTtl, fallback: 300 },
  pace: { requestsPerMinute: 40 },
  server: ({ token }) =>
    jsonServer("https://api.dnsimple.com/v2", bearer(token), { message: ["message", "errors.*.*"] }),
  family: ({ account }) =>
    records({
      zones: zoneList({
        list: (query) => GET("/{account}/zones", { account }, query),
        narrow: (apex) => ({ name_like: apex }),
        paging: pages,
        rows: "data",
        apex: "name",
      }),
      list: ({ zone, relativeOr, type }, page) =>
        GET("/{account}/zones/{zone}/records", { account, zone }, { name: relativeOr(""), type, ...page }),
      paging: pages,
      rows: "data",
      record: {
        id: "id",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "content",
        ttl: "ttl",
        // Different answers for different parts of the world are not one RRset.
        isUntouchable: (row) => allAt(row, "regions.*").some((region) => region !== "global"),
      },
      create: ({ zone, type, relativeOr, content, ttl }) =>
        POST("/{account}/zones/{zone}/records", { account, zone }, { type, name: relativeOr(""), content, ttl }),
      update: ({ zone, id, content, given }) =>
        PATCH("/{account}/zones/{zone}/records/{id}", { account, zone, id }, { content, ttl: given.ttl }),
      delete: ({ zone, id }) => DELETE("/{account}/zones/{zone}/records/{id}", { account, zone, id }),
    }),
  answers: [on(412, rejected("paid-feature"))],
});

const pages = numberedPages({ page: "page", size: "per_page", rows: 100, lastPage: "pagination.total_pages" });
