import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected } from "./kit/answers.ts";
import { sdkHmac } from "./kit/auth/sdk-hmac.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Huawei Cloud DNS, API v2.1, public zones. Facts from the vendor's manual, 2026-11; the numbers of most errors are
 * unverified, so their status counts.
 *
 * A name has record sets per line (the network a resolver asks from). Those of one line are managed, those of the
 * others left alone; where one line has several, by weight, they are left alone as well.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "huaweicloud",
  label: "Huawei Cloud DNS",
  site: "https://www.huaweicloud.com/product/dns.html",
  manual: "https://support.huaweicloud.com/api-dns/",
  kind: "zone-api",
  credentials: {
    accessKeyId: textField(
      { en: "Access key ID", "zh-CN": "访问密钥 ID（AK）" },
      {
        whereToFind: {
          en: "console.huaweicloud.com › My Credentials › Access Keys; the role DNS FullAccess suffices",
          "zh-CN": "console.huaweicloud.com › 我的凭证 › 访问密钥；授予 DNS FullAccess 权限即可",
        },
      },
    ),
    secretAccessKey: secretField({ en: "Secret access key", "zh-CN": "秘密访问密钥（SK）" }),
    securityToken: secretField(
      { en: "Security token, with temporary keys only", "zh-CN": "安全令牌，仅临时密钥需要" },
      { optional: true },
    ),
  },
  options: {
    line: textField({
      en: "Line whose records are managed, for instance default_view, Dianxin, Liantong, Yidong",
      "zh-CN": "所管理的解析线路，例如 default_view、Dianxin、Liantong、Yidong",
    }),
  },
  largestRRset: 50,
  ttl: { min: 1, max: 2_147_483_647, fallback: 300 },
  server: ({ accessKeyId, secretAccessKey, securityToken }) =>
    jsonServer(
      // Public zones are the same in every region.
      "https://dns.myhuaweicloud.com",
      sdkHmac({ keyId: accessKeyId, secret: secretAccessKey, sessionToken: securityToken }),
      { message: ["code", "message", "error_code", "error_msg"] },
    ),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (page) => GET("/v2/zones", { type: "public", ...page }),
        paging: offsetPages({ offset: "offset", limit: "limit", rows: 100, total: "metadata.total_count" }),
        rows: "zones",
        apex: "name",
        id: "id",
      }),
      // Names are searched by any part of them, so the list holds more than was asked for.
      read: ({ zone, name, type }, page) => GET("/v2.1/zones/{zone}/recordsets", { zone }, { name, type, ...page }),
      paging: offsetPages({ offset: "offset", limit: "limit", rows: 100, total: "metadata.total_count" }),
      rrset: {
        among: "recordsets",
        id: "id",
        owner: "name",
        type: "type",
        values: "records.*",
        ttl: "ttl",
        isSelected: (row, { options }) => textOf(at(row, "line")) === (options.line ?? usualLine),
        isUntouchable: (_row, rows) => rows.length > 1,
      },
      create: ({ zone, name, type, ttl, values, options }) =>
        POST(
          "/v2.1/zones/{zone}/recordsets",
          { zone },
          { name: `${name}.`, type, ttl, records: values, line: options.line ?? usualLine },
        ),
      // Line, weight and description stay as they are.
      replace: ({ zone, id, name, type, ttl, values }) =>
        PUT("/v2.1/zones/{zone}/recordsets/{id}", { zone, id }, { name: `${name}.`, type, ttl, records: values }),
      delete: ({ zone, id }) => DELETE("/v2.1/zones/{zone}/recordsets/{id}", { zone, id }),
    }),
  answers: [
    on(body("code", "DNS.0014"), failed("rate-limited")),
    on(body("error_code", "APIGW.0301", "APIGW.0303"), rejected("credentials-rejected")),
    // Somebody else removed ours after we read.
    on(body("code", "DNS.0004"), failed("precondition-lost")),
  ],
});

/** The line that answers whoever no other line is for. */
const usualLine = "default_view";
