import type { Bilingual } from "../core/language.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import type { Answer } from "./kit/answer.ts";
import { wordsOfLine } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField } from "./kit/fields.ts";
import { at, numberOf } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Linode DNS Manager, API v4. Facts from the vendor's reference, 2026-11. Name servers load changes every few minutes, so
 * a change is seen late.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "linode",
  label: "Linode (Akamai Cloud)",
  site: "https://www.linode.com/products/dns-manager/",
  manual: "https://techdocs.akamai.com/linode-api/reference/get-domains",
  names: { aliases: ["Akamai Cloud", "Linode DNS Manager"] },
  access: {
    where: { en: "cloud.linode.com › Profile › API Tokens", "zh-CN": "cloud.linode.com 的 Profile › API Tokens 页面" },
    least: {
      en: "A personal access token with Domains: Read/Write and nothing else; it reaches every domain of the account",
      "zh-CN": "个人访问令牌，仅选 Domains: Read/Write；可访问账户的全部域名",
    },
    reach: "dns",
  },
  quirks: [
    {
      en: "Name servers load changes every few minutes, so a change is seen late",
      "zh-CN": "权威服务器每隔数分钟才加载更改，因此生效较慢",
    },
  ],
  kind: "zone-api",
  credentials: {
    token: secretField({
      en: "Personal access token with Domains: Read/Write",
      "zh-CN": "个人访问令牌，Domains 权限为 Read/Write",
    }),
  },
  largestRRset: 200,
  ttl: {
    min: 30,
    max: 2_419_200,
    fallback: 300,
    choices: [
      30, 120, 300, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200,
    ],
  },
  // Of lists, which every change begins with; other requests may come four times as often.
  pace: { requestsPerMinute: 200 },
  server: ({ token }) => jsonServer("https://api.linode.com/v4", bearer(token), { message: ["errors.*.reason"] }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/domains", page),
        paging: pages,
        rows: "data",
        apex: "domain",
        id: "id",
        // A disabled zone answers nothing.
        prefer: (row) => at(row, "status") === "active",
      }),
      // Its filters are not reliable for records.
      list: ({ zone }, page) => GET("/domains/{zone}/records", { zone }, page),
      paging: pages,
      rows: "data",
      record: {
        id: "id",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "target",
        // 0 is the default, a day.
        ttl: (row) => (at(row, "ttl_sec") === 0 ? 86_400 : numberOf(at(row, "ttl_sec"))),
      },
      create: ({ zone, type, relativeOr, content: target, ttl }) =>
        POST("/domains/{zone}/records", { zone }, { type, name: relativeOr(""), target, ttl_sec: ttl }),
      update: ({ zone, id, content: target, given }) =>
        PUT("/domains/{zone}/records/{id}", { zone, id }, { target, ttl_sec: given.ttl }),
      delete: ({ zone, id }) => DELETE("/domains/{zone}/records/{id}", { zone, id }),
    }),
  // Every answer says in a header field what the token may do.
  inspections: (_settings) => [
    { ask: GET("/domains", { page_size: 25 }), tells: [{ when: reachesMore, kind: "excess", text: otherScopes }] },
  ],
});

/** Scopes stand in one field, separated by blanks; `*` is all of them. */
function reachesMore({ headers }: Answer): boolean {
  const scopes = wordsOfLine((headers["x-oauth-scopes"] ?? "").replaceAll(",", " "));
  return scopes.some((scope) => !/^domains(:|$)/.test(scope));
}

function otherScopes({ headers }: Answer): Bilingual<string> {
  const scopes = headers["x-oauth-scopes"] ?? "";
  return {
    en: `The token has the scopes ${scopes}; domains:read_write is enough`,
    "zh-CN": `该令牌具有权限范围 ${scopes}；只需 domains:read_write`,
  };
}

const pages = numberedPages({ page: "page", size: "page_size", rows: 500, lastPage: "pages" });
