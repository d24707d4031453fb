import type { ProviderDeclaration } from "../core/provider.ts";
import { alibabaAnswers, alibabaCalls, alibabaCredentials, alibabaServer } from "./kit/alibaba-cloud.ts";
import { codesAt, failed, rejected } from "./kit/answers.ts";
import { oneLineManaged } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
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
  credentials: alibabaCredentials,
  options: {
    line: textField({
      en: "Line whose records are managed, for instance default, telecom, unicom, mobile, oversea",
      "zh-CN": "所管理的解析线路，例如 default、telecom、unicom、mobile、oversea",
    }),
  },
  largestRRset: 90,
  // The free edition begins at 600; others reach down to 1. What the edition lacks is refused in plain words.
  ttl: { min: 1, max: 86_400, fallback: 600 },
  server: (settings) => alibabaServer("https://alidns.aliyuncs.com", settings),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => call("POST", "DescribeDomains", page),
        paging: numberedPages({ page: "PageNumber", size: "PageSize", rows: 100, total: "TotalCount" }),
        rows: "Domains.Domain",
        apex: "DomainName",
      }),
      list: ({ apex, relativeOwner, type }, page) =>
        call("POST", "DescribeSubDomainRecords", {
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
        // Paused records answer nobody.
        isUntouchable: (row) => textOf(at(row, "Status"))?.toUpperCase() === "DISABLE",
      },
      create: ({ apex, relativeOwner, type, content, ttl, options }) =>
        call("POST", "AddDomainRecord", {
          DomainName: apex,
          RR: relativeOwner,
          Type: type,
          Value: content,
          TTL: ttl,
          Line: options.line ?? usualLine,
        }),
      // A TTL or line that is left out falls back to the default.
      update: ({ id, relativeOwner, type, content, ttl, options }) =>
        call("POST", "UpdateDomainRecord", {
          RecordId: id,
          RR: relativeOwner,
          Type: type,
          Value: content,
          TTL: ttl,
          Line: options.line ?? usualLine,
        }),
      delete: ({ id }) => call("POST", "DeleteDomainRecord", { RecordId: id }),
    }),
  answers: [
    ...alibabaAnswers,
    codesAt(
      "Code",
      [rejected("zone-not-found"), "InvalidDomainName.NoExist", "IncorrectDomainUser"],
      // Somebody else made the same record, or removed ours, after we read.
      [failed("precondition-lost"), "DomainRecordDuplicate", "DomainRecordNotBelongToUser"],
      [rejected("conflicting-records"), "DomainRecordConflict"],
      [rejected("not-authorized"), "DomainRecordLocked", "DomainForbidden"],
      [rejected("paid-feature"), "QuotaExceeded.TTL"],
      [rejected("quota-exceeded"), "QuotaExceeded.Record"],
    ),
  ],
});

/** The line that answers whoever no other line is for. */
const usualLine = "default";

const call = alibabaCalls("2015-01-09");
