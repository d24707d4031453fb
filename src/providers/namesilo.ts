import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected, type Condition } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField } from "./kit/fields.ts";
import { allAt, at, textOf, type Json } from "./kit/json.ts";
import { xmlServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * NameSilo, API version 1. Facts from the vendor's reference and other clients, 2026-11. XML is asked for
 * because its lists stay lists, which those in JSON do not. A change gives the record another identity.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "namesilo",
  label: "NameSilo",
  site: "https://www.namesilo.com",
  manual: "https://www.namesilo.com/api-reference",
  kind: "zone-api",
  access: {
    where: { en: "www.namesilo.com/account/api-manager", "zh-CN": "www.namesilo.com/account/api-manager 页面" },
    least: {
      en: "A key limited to the address of this host and to listing domains and managing DNS records",
      "zh-CN": "仅限本机地址，且仅允许列出域名和管理 DNS 记录的密钥",
    },
    reach: "dns",
  },
  quirks: [
    { en: "Changes are published every 15 minutes or so", "zh-CN": "更改大约每 15 分钟发布一次" },
    { en: "The key travels in URLs; there is no other way", "zh-CN": "密钥只能通过 URL 传递" },
  ],
  unverified: [
    { en: "Most numbers of errors, and how many requests are allowed", "zh-CN": "多数错误码以及允许的请求次数" },
  ],
  credentials: {
    key: secretField({
      en: "API key that may write",
      "zh-CN": "具有写权限的 API 密钥",
    }),
  },
  largestRRset: 100,
  ttl: { min: 3_600, max: 2_592_000, fallback: 3_600 },
  // No limit is published; other clients found a few requests per second to be safe.
  pace: { requestsPerMinute: 60 },
  server: ({ key }) =>
    xmlServer("https://www.namesilo.com/api", queryKey({ version: "1", type: "xml", key }), {
      message: ["namesilo.reply.*.code.*", "namesilo.reply.*.detail.*"],
      // With remarks of no concern to us: 301, 302.
      succeeds: code(300, 301, 302),
    }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: () => GET("/listDomains"),
        rows: (tree) => allAt(tree, "namesilo.reply.*.domains.*.domain.*"),
        apex: (row) => textOf(row) ?? textOf(at(row, "#text")),
      }),
      list: ({ zone }) => GET("/dnsListRecords", { domain: zone }),
      rows: (tree) => allAt(tree, "namesilo.reply.*.resource_record.*"),
      record: ({ apex }) => ({
        id: "record_id.0",
        owner: (row) => fullName(row, apex),
        type: "type.0",
        content: "value.0",
        ttl: "ttl.0",
      }),
      create: ({ zone, type, relativeOr, content, ttl }) =>
        GET("/dnsAddRecord", { domain: zone, rrtype: type, rrhost: relativeOr(""), rrvalue: content, rrttl: ttl }),
      update: ({ zone, id, relativeOr, content, ttl }) =>
        GET("/dnsUpdateRecord", { domain: zone, rrid: id, rrhost: relativeOr(""), rrvalue: content, rrttl: ttl }),
      delete: ({ zone, id }) => GET("/dnsDeleteRecord", { domain: zone, rrid: id }),
    }),
  answers: [
    on(code(110, 111), rejected("credentials-rejected")),
    on(code(112, 113), rejected("not-authorized")),
    on(code(114, 200), rejected("zone-not-found")),
    on(code(115, 201), failed("server-error")),
    on(code(117, 118), rejected("quota-exceeded")),
    // Any flaw of a record. Ours have none before somebody else makes their twin or gives them another identity.
    on(code(280), failed("precondition-lost")),
  ],
});

function code(...numbers: readonly number[]): Condition {
  return body("namesilo.reply.*.code.*", ...numbers);
}

/** Some zones are listed with full names, some with the part before the apex. */
function fullName(row: Json, apex: string): string {
  const host = (textOf(at(row, "host.0")) ?? "").toLowerCase();
  if (host === "" || host === "@") return apex;
  return host === apex || host.endsWith(`.${apex}`) ? host : `${host}.${apex}`;
}
