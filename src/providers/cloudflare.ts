import type { Bilingual } from "../core/language.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, bodyMatches, failed, on, rejected } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { firstGiven } from "./kit/authentication.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { expiresOn } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { booleanField, listField, secretField, textField } from "./kit/fields.ts";
import type { Telling } from "./kit/inspection.ts";
import { at, numberOf, textOf } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { oneZone, zoneList } from "./kit/zone-finding.ts";

const expiry: Telling = {
  when: body("result.expires_on"),
  kind: "limit",
  text: ({ tree }) => expiresOn(textOf(at(tree, "result.expires_on")) ?? ""),
};

const readsTokens: Bilingual<string> = {
  en: "The token may also see the other tokens of the user; Zone › DNS › Edit is enough",
  "zh-CN": "该令牌还可查看该用户的其他令牌；只需“区域 › DNS › 编辑”权限",
};

/**
 * Cloudflare DNS, API v4. Facts from the vendor's reference, 2026-11; error codes other than 10000, 9109, 6003, 6111,
 * 81044, 81053, 81057 and 81058 are unverified.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "cloudflare",
  label: "Cloudflare",
  site: "https://www.cloudflare.com/dns/",
  manual: "https://developers.cloudflare.com/api/resources/dns/",
  names: { aliases: ["CF", "cloudflare.com", "cloud flare"] },
  access: {
    where: {
      en: "dash.cloudflare.com › My Profile › API Tokens › Create Token › Edit zone DNS",
      "zh-CN": "dash.cloudflare.com › 我的个人资料 › API 令牌 › 创建令牌 › 编辑区域 DNS",
    },
    least: {
      en: "An API token with Zone › DNS › Edit for the one zone; the template “Edit zone DNS” makes it",
      "zh-CN": "API 令牌，仅对一个区域授予“区域 › DNS › 编辑”；可用模板“编辑区域 DNS”创建",
    },
    reach: "zones",
    excess: [
      {
        field: "globalKey",
        warning: {
          en: "The Global API Key can do everything in the account, billing and deletion included. Make an API token with Zone › DNS › Edit for the one zone and use that",
          "zh-CN":
            "Global API Key 可操作整个账户，包括账单与删除。请改用 API 令牌，仅对所需区域授予“区域 › DNS › 编辑”",
        },
      },
    ],
  },
  quirks: [
    {
      en: "A record behind the proxy answers with addresses of Cloudflare, so DNS cannot confirm it",
      "zh-CN": "经代理的记录会以 Cloudflare 的地址应答，因此无法通过 DNS 确认",
    },
    {
      en: "Zones below .tk, .ml, .ga, .cf and .gq cannot be changed by API",
      "zh-CN": ".tk、.ml、.ga、.cf 和 .gq 下的区域不能通过 API 修改",
    },
  ],
  unverified: [
    {
      en: "Error codes other than 10000, 9109, 6003, 6111, 81044, 81053, 81057 and 81058",
      "zh-CN": "除 10000、9109、6003、6111、81044、81053、81057、81058 以外的错误码",
    },
  ],
  kind: "zone-api",
  credentials: {
    token: secretField(
      {
        en: "API token with Zone › DNS › Edit for the zones",
        "zh-CN": "API 令牌，对相应区域具有“区域 › DNS › 编辑”权限",
      },
      { optional: true },
    ),
    email: textField({ en: "E-mail address of the account", "zh-CN": "账户的电子邮件地址" }, { optional: true }),
    globalKey: secretField(
      {
        en: "Global API key; opens the whole account, prefer a token",
        "zh-CN": "Global API Key；拥有账户全部权限，建议改用令牌",
      },
      { optional: true },
    ),
    zoneId: textField(
      { en: "Zone ID, to save looking the zone up", "zh-CN": "区域 ID；填写后无需查找区域" },
      { optional: true },
    ),
  },
  signIn: [["token"], ["email", "globalKey"]],
  options: {
    proxied: booleanField({ en: "Send traffic through Cloudflare's proxy", "zh-CN": "流量经由 Cloudflare 代理" }),
    comment: textField({ en: "Comment of the record", "zh-CN": "记录备注" }),
    tags: listField({
      en: "Tags of the record, as name:value (paid plans)",
      "zh-CN": "记录标签，格式为 name:value（付费套餐）",
    }),
  },
  largestRRset: 200,
  // Shortest outside Enterprise; 300 is what the automatic TTL amounts to.
  ttl: { min: 60, max: 86_400, fallback: 300 },
  pace: { requestsPerMinute: 240 },
  server: ({ token, email, globalKey }) =>
    jsonServer(
      "https://api.cloudflare.com/client/v4",
      firstGiven(
        token && bearer(token),
        email && globalKey && headerKey({ "X-Auth-Email": email, "X-Auth-Key": globalKey }),
      ),
      { message: ["errors.*.code", "errors.*.message"], succeeds: body("success", true) },
    ),
  family: ({ zoneId }) =>
    records({
      zones:
        zoneId === undefined
          ? zoneList({
              list: (query) => GET("/zones", query),
              narrow: (name) => ({ name }),
              paging: numberedPages({ page: "page", size: "per_page", rows: 50, lastPage: "result_info.total_pages" }),
              rows: "result",
              apex: "name",
              id: "id",
              // A domain may be pending in one account and moved away in another.
              prefer: (row) => at(row, "status") === "active",
            })
          : oneZone({ ask: () => GET("/zones/{zoneId}", { zoneId }), zone: "result", apex: "name", id: "id" }),
      list: ({ zone, type, name }, page) => GET("/zones/{zone}/dns_records", { zone }, { type, name, ...page }),
      paging: numberedPages({ page: "page", size: "per_page", rows: 100, lastPage: "result_info.total_pages" }),
      rows: "result",
      record: {
        id: "id",
        owner: "name",
        type: "type",
        content: "content",
        // 1 is the automatic TTL: 300 seconds, or whatever the proxy answers with.
        ttl: (row) => {
          if (at(row, "ttl") !== 1) return numberOf(at(row, "ttl"));
          return at(row, "proxied") === true ? undefined : 300;
        },
        fields: { proxied: "proxied", comment: "comment", tags: "tags" },
        isMasked: (row) => at(row, "proxied") === true,
      },
      create: ({ zone, type, name, content, kept }) =>
        POST("/zones/{zone}/dns_records", { zone }, { type, name, content, ttl: kept.ttl ?? 1, ...kept.fields }),
      // PATCH keeps what it is not given; PUT would reset proxied, comment and tags.
      update: ({ zone, id, content, given }) =>
        PATCH("/zones/{zone}/dns_records/{id}", { zone, id }, { content, ttl: given.ttl, ...given.fields }),
      delete: ({ zone, id }) => DELETE("/zones/{zone}/dns_records/{id}", { zone, id }),
    }),
  inspections: ({ token }) =>
    token === undefined
      ? []
      : [
          // Tokens of an account are refused here, and tell nothing.
          { ask: GET("/user/tokens/verify"), tells: [expiry] },
          { ask: GET("/user/tokens"), tells: [{ when: body("success", true), kind: "excess", text: readsTokens }] },
        ],
  answers: [
    // Said of good tokens that lack the right to a zone, too; other names may be within their reach.
    on(all(403, body("errors.*.code", 10_000)), rejected("not-authorized")),
    on(bodyMatches("errors.*.message", /unauthorized to access/i), rejected("not-authorized")),
    on(body("errors.*.code", 10_000, 9_103, 9_106, 9_107, 9_109), rejected("credentials-rejected")),
    on(all(400, body("errors.*.code", 6_003, 6_111)), rejected("credentials-rejected")),
    // Zones of what was Freenom, by the envelope and by what stands in front of it.
    on(body("errors.*.code", 1_038), rejected("zone-not-by-api")),
    on(bodyMatches("error", /cannot use this API for domains/i), rejected("zone-not-by-api")),
    on(body("errors.*.code", 1_001, 7_003), rejected("zone-not-found")),
    on(body("errors.*.code", 81_053), rejected("conflicting-records")),
    // Somebody else made the same record, or removed ours, after we read.
    on(body("errors.*.code", 81_044, 81_057, 81_058), failed("precondition-lost")),
    on(body("errors.*.code", 81_045, 1_046), rejected("quota-exceeded")),
  ],
});
