import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected } from "./kit/answers.ts";
import { bce } from "./kit/auth/bce.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, sessionTokenField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { tokenPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Baidu AI Cloud DNS, v1: zones of the DNS service; domains that are only registered with Baidu have another interface.
 * Facts from the vendor's manual and library, 2026-11; the fields of records rest on the library alone, and the
 * shortest TTL of an edition is unverified.
 *
 * A name has records per line (the network a resolver asks from). The records of one line are managed, those of the
 * others left alone.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "baiducloud",
  label: "Baidu AI Cloud DNS",
  site: "https://cloud.baidu.com/product/dns.html",
  manual: "https://cloud.baidu.com/doc/DNS/index.html",
  names: { "zh-CN": "百度智能云 DNS", aliases: ["Baidu", "Baidu Cloud", "百度云", "百度", "bce", "智能云解析"] },
  access: {
    where: {
      en: "console.bce.baidu.com › Security authentication › Access key",
      "zh-CN": "console.bce.baidu.com › 安全认证 › Access Key",
    },
    least: { en: "A sub-user with the rights of DNS only", "zh-CN": "仅具有 DNS 权限的子用户" },
    reach: "dns",
  },
  quirks: [
    {
      en: "Only zones of the DNS service; domains that are merely registered with Baidu have another interface",
      "zh-CN": "仅支持 DNS 服务中的区域；仅在百度注册的域名使用另一接口",
    },
  ],
  unverified: [
    { en: "Fields of records, which rest on the vendor's library alone", "zh-CN": "解析记录的字段仅以官方 SDK 为依据" },
    { en: "The shortest TTL of an edition", "zh-CN": "各版本的最短 TTL" },
  ],
  kind: "zone-api",
  credentials: {
    accessKeyId: textField({ en: "Access key ID", "zh-CN": "Access Key ID（访问密钥 ID）" }),
    secretAccessKey: secretField({ en: "Secret access key", "zh-CN": "Secret Access Key（访问密钥）" }),
    sessionToken: sessionTokenField,
  },
  options: {
    line: textField({
      en: "Line whose records are managed, for instance default, ct, cnc, cmnet, edu, abroad",
      "zh-CN": "所管理的解析线路，例如 default、ct、cnc、cmnet、edu、abroad",
    }),
    description: textField({ en: "Description of the record", "zh-CN": "记录描述" }),
  },
  largestRRset: 50,
  ttl: { min: 1, max: 86_400, fallback: 300 },
  server: ({ accessKeyId, secretAccessKey, sessionToken }) =>
    jsonServer("https://dns.baidubce.com/v1/dns", bce({ keyId: accessKeyId, secret: secretAccessKey, sessionToken }), {
      message: ["code", "message"],
    }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/zone", page),
        paging: markers,
        rows: "zones",
        apex: "name",
      }),
      list: ({ apex, relativeOwner }, page) => GET("/zone/{apex}/record", { apex }, { rr: relativeOwner, ...page }),
      paging: markers,
      rows: "records",
      record: {
        id: "id",
        owner: "rr",
        ownerIs: "relative",
        type: "type",
        content: "value",
        ttl: "ttl",
        fields: { description: "description" },
        isSelected: (row, { options }) => textOf(at(row, "line")) === (options.line ?? usualLine),
      },
      create: ({ apex, relativeOwner, type, content, ttl, options, kept }) =>
        POST(
          "/zone/{apex}/record",
          { apex },
          { rr: relativeOwner, type, value: content, ttl, line: options.line ?? usualLine, ...kept.fields },
        ),
      update: ({ apex, id, relativeOwner, type, content, ttl, kept }) =>
        PUT("/zone/{apex}/record/{id}", { apex, id }, { rr: relativeOwner, type, value: content, ttl, ...kept.fields }),
      delete: ({ apex, id }) => DELETE("/zone/{apex}/record/{id}", { apex, id }),
    }),
  answers: [
    on(
      body("code", "SignatureDoesNotMatch", "InvalidAccessKeyId", "InvalidHTTPAuthHeader"),
      rejected("credentials-rejected"),
    ),
    on(body("code", "RequestExpired"), failed("clock-skewed")),
    on(body("code", "RequestLimitExceeded"), failed("rate-limited")),
  ],
});

const markers = tokenPages({ token: "marker", at: "nextMarker", first: { maxKeys: 100 } });

/** The line that answers whoever no other line is for. */
const usualLine = "default";
