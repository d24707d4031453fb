import type { ProviderDeclaration } from "../core/provider.ts";
import { action } from "./kit/action.ts";
import { body, failed, on, rejected, text } from "./kit/answers.ts";
import { acs3 } from "./kit/auth/acs3.ts";
import type { Call, Query } from "./kit/call.ts";
import { oneLineManaged } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { formServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Alibaba Cloud DNS, API 2015-01-09. Facts from the vendor's manual, 2026-11; error codes other than
 * DomainRecordDuplicate are unverified.
 *
 * A name has records per line (the network a resolver asks from). The records of one line are managed, those of the
 * others left alone. Weights and remarks have calls of their own, so changing a record keeps them.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "alidns",
  label: "Alibaba Cloud DNS",
  site: "https://www.alibabacloud.com/product/dns",
  manual: "https://help.aliyun.com/zh/dns/api-alidns-2015-01-09-overview",
  names: {
    "zh-CN": "阿里云云解析 DNS",
    aliases: ["aliyun", "Alibaba Cloud", "阿里云", "阿里云解析", "云解析DNS", "万网", "hichina", "net.cn"],
  },
  access: {
    where: {
      en: "ram.console.aliyun.com › Users › the user › AccessKey",
      "zh-CN": "ram.console.aliyun.com › 用户 › 相应用户 › AccessKey",
    },
    least: {
      en: "A RAM user with alidns:DescribeDomains, DescribeSubDomainRecords, AddDomainRecord, UpdateDomainRecord and DeleteDomainRecord, limited to the domain; AliyunDNSFullAccess opens all domains",
      "zh-CN":
        "RAM 用户，仅授予相应域名的 alidns:DescribeDomains、DescribeSubDomainRecords、AddDomainRecord、UpdateDomainRecord 和 DeleteDomainRecord；AliyunDNSFullAccess 会开放全部域名",
    },
    reach: "zones",
  },
  quirks: [oneLineManaged],
  unverified: [
    { en: "Error codes other than DomainRecordDuplicate", "zh-CN": "除 DomainRecordDuplicate 以外的错误码" },
  ],
  kind: "zone-api",
  credentials: {
    accessKeyId: textField({ en: "AccessKey ID of a RAM user", "zh-CN": "RAM 用户的 AccessKey ID" }),
    accessKeySecret: secretField({ en: "AccessKey Secret", "zh-CN": "AccessKey Secret（密钥）" }),
    securityToken: secretField(
      { en: "STS token, with temporary keys only", "zh-CN": "STS 令牌，仅临时密钥需要" },
      { optional: true },
    ),
  },
  options: {
    line: textField({
      en: "Line whose records are managed, for instance default, telecom, unicom, mobile, oversea",
      "zh-CN": "所管理的解析线路，例如 default、telecom、unicom、mobile、oversea",
    }),
  },
  largestRRset: 90,
  // The free edition begins at 600; others reach down to 1. What the edition lacks is refused in plain words.
  ttl: { min: 1, max: 86_400, fallback: 600 },
  server: ({ accessKeyId, accessKeySecret, securityToken }) =>
    formServer(
      "https://alidns.aliyuncs.com",
      acs3({ keyId: accessKeyId, secret: accessKeySecret, sessionToken: securityToken }),
      { message: ["Code", "Message"] },
    ),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => call("DescribeDomains", page),
        paging: numberedPages({ page: "PageNumber", size: "PageSize", rows: 100, total: "TotalCount" }),
        rows: "Domains.Domain",
        apex: "DomainName",
      }),
      list: ({ apex, relativeOwner, type }, page) =>
        call("DescribeSubDomainRecords", {
          DomainName: apex,
          SubDomain: `${relativeOwner}.${apex}`,
          Type: type,
          ...page,
        }),
      paging: numberedPages({ page: "PageNumber", size: "PageSize", rows: 100, total: "TotalCount" }),
      rows: "DomainRecords.Record",
      record: {
        id: "RecordId",
        owner: "RR",
        ownerIs: "relative",
        type: "Type",
        content: "Value",
        ttl: "TTL",
        isSelected: (row, { options }) => textOf(at(row, "Line")) === (options.line ?? usualLine),
      },
      create: ({ apex, relativeOwner, type, content, ttl, options }) =>
        call("AddDomainRecord", {
          DomainName: apex,
          RR: relativeOwner,
          Type: type,
          Value: content,
          TTL: ttl,
          Line: options.line ?? usualLine,
        }),
      // A TTL or line that is left out falls back to the default.
      update: ({ id, relativeOwner, type, content, ttl, options }) =>
        call("UpdateDomainRecord", {
          RecordId: id,
          RR: relativeOwner,
          Type: type,
          Value: content,
          TTL: ttl,
          Line: options.line ?? usualLine,
        }),
      delete: ({ id }) => call("DeleteDomainRecord", { RecordId: id }),
    }),
  answers: [
    on(
      body("Code", "InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive", "InvalidAccessKeyId"),
      rejected("credentials-rejected"),
    ),
    on(body("Code", "SignatureDoesNotMatch", "IncompleteSignature"), rejected("credentials-rejected")),
    on(text(/"Code":\s*"InvalidSecurityToken\./), rejected("credentials-rejected")),
    on(text(/"Code":\s*"Forbidden\./), rejected("not-authorized")),
    on(body("Code", "InvalidTimeStamp.Expired"), failed("clock-skewed")),
    on(body("Code", "SignatureNonceUsed"), failed("server-error")),
    on(text(/"Code":\s*"(Throttling|ServiceUnavailable)/), failed("rate-limited")),
    on(body("Code", "InvalidDomainName.NoExist", "IncorrectDomainUser"), rejected("zone-not-found")),
    // Somebody else made the same record, or removed ours, after we read.
    on(body("Code", "DomainRecordDuplicate", "DomainRecordNotBelongToUser"), failed("precondition-lost")),
    on(body("Code", "DomainRecordConflict"), rejected("conflicting-records")),
    on(body("Code", "DomainRecordLocked", "DomainForbidden"), rejected("not-authorized")),
    on(body("Code", "QuotaExceeded.TTL"), rejected("paid-feature")),
    on(body("Code", "QuotaExceeded.Record"), rejected("quota-exceeded")),
  ],
});

/** The line that answers whoever no other line is for. */
const usualLine = "default";

function call(name: string, query: Query): Call {
  return action("POST", name, { headers: { "x-acs-action": name, "x-acs-version": "2015-01-09" }, query });
}
