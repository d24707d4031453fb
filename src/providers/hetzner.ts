import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { body, failed, on, rejected } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, type Json } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Hetzner DNS of the Cloud API. Facts from the vendor's reference and other clients, 2026-11. Values of an RRset have
 * comments of their own; writing it gives all of them the first one's.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "hetzner",
  label: "Hetzner",
  site: "https://www.hetzner.com/dns/",
  manual: "https://docs.hetzner.cloud/reference/cloud#dns",
  names: { aliases: ["hetznercloud", "Hetzner Cloud", "Hetzner Console", "Hetzner DNS"] },
  access: {
    where: {
      en: "console.hetzner.com › project › Security › API Tokens",
      "zh-CN": "console.hetzner.com › 项目 › Security › API Tokens",
    },
    least: {
      en: "Read & Write in a project of its own: a token reaches everything in its project, servers included, so move the zones to a project without servers",
      "zh-CN":
        "单独项目中的 Read & Write 令牌：令牌可操作所在项目的全部内容，包括服务器，因此请把区域移到没有服务器的项目",
    },
    reach: "account",
  },
  quirks: [
    {
      en: "Tokens of the DNS Console, closed in May 2026, do not work",
      "zh-CN": "2026 年 5 月关闭的 DNS Console 的令牌无效",
    },
    {
      en: "Values of an RRset have comments of their own; writing gives all of them the first one's",
      "zh-CN": "同一 RRset 的各值有各自的备注；写入后均使用第一个值的备注",
    },
  ],
  kind: "zone-api",
  credentials: {
    token: secretField({
      en: "API token with Read & Write for the project of the zones; tokens of the old DNS Console do not work",
      "zh-CN": "区域所属项目的 API 令牌，权限为 Read & Write；旧版 DNS Console 的令牌不可用",
    }),
  },
  options: { comment: textField({ en: "Comment of the values", "zh-CN": "解析值备注" }) },
  largestRRset: 50,
  ttl: { min: 60, max: largestTtl, fallback: 300 },
  pace: { requestsPerMinute: 60 },
  server: ({ token }) =>
    jsonServer("https://api.hetzner.cloud/v1", bearer(token), { message: ["error.code", "error.message"] }),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (query) => GET("/zones", query),
        narrow: (name) => ({ name }),
        paging: numberedPages({ page: "page", size: "per_page", rows: 50, lastPage: "meta.pagination.last_page" }),
        rows: "zones",
        apex: "name",
      }),
      read: ({ zone, relativeOwner: owner, type }) => GET(rrset, { zone, owner, type }),
      rrset: { values: "rrset.records.*.value", ttl: "rrset.ttl", fields: { comment: "rrset.records.0.comment" } },
      create: ({ zone, relativeOwner: name, type, ttl, values, kept }) =>
        POST("/zones/{zone}/rrsets", { zone }, { name, type, ttl, records: withComment(values, kept.fields) }),
      replace: ({ zone, relativeOwner: owner, type, values, given, kept }) => [
        POST(`${rrset}/actions/set_records`, { zone, owner, type }, { records: withComment(values, kept.fields) }),
        // Setting values leaves the TTL alone.
        ...(given.ttl === undefined
          ? []
          : [POST(`${rrset}/actions/change_ttl`, { zone, owner, type }, { ttl: given.ttl })]),
      ],
      delete: ({ zone, relativeOwner: owner, type }) => DELETE(rrset, { zone, owner, type }),
    }),
  answers: [
    on(body("error.code", "protected"), rejected("not-authorized")),
    on(body("error.code", "incorrect_zone_mode"), rejected("unsupported")),
    on(body("error.code", "resource_limit_exceeded"), rejected("quota-exceeded")),
    on(body("error.code", "maintenance"), failed("under-maintenance")),
    on(body("action.status", "error"), failed("server-error")),
  ],
});

const rrset = "/zones/{zone}/rrsets/{owner}/{type}";

function withComment(values: readonly string[], fields: Json): readonly Json[] {
  const comment = at(fields, "rrset.records.0.comment");
  return values.map((value) => (comment === undefined ? { value } : { value, comment }));
}
