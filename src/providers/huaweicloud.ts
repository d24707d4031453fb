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
  names: { "zh-CN": "华为云 DNS", aliases: ["Huawei", "华为云", "华为", "myhuaweicloud"] },
  access: {
    where: {
      en: "console.huaweicloud.com › My Credentials › Access Keys",
      "zh-CN": "console.huaweicloud.com › 我的凭证 › 访问密钥",
    },
    least: {
      en: "An IAM user with dns:zone:list and dns:recordset:list, get, create, update and delete; DNS FullAccess opens all of DNS",
      "zh-CN":
        "IAM 用户，仅授予 dns:zone:list 以及 dns:recordset:list、get、create、update、delete；DNS FullAccess 会开放全部 DNS 权限",
    },
    reach: "zones",
  },
  quirks: [
    {
      en: "A name has record sets per line; those of one line are managed, the others left alone",
      "zh-CN": "同一名称可按线路有多组记录集；只管理其中一条线路，其余不动",
    },
  ],
  unverified: [{ en: "The numbers of most errors", "zh-CN": "多数错误的编号" }],
  kind: "zone-api",
  credentials: {
    accessKeyId: textField({ en: "Access key ID", "zh-CN": "访问密钥 ID（AK）" }),
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
        // Paused ones answer nobody.
        isUntouchable: (row, rows) => rows.length > 1 || at(row, "status") === "DISABLE",
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
