import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected, text } from "./kit/answers.ts";
import { oneLineManaged } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { integerField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { tencentCalls, tencentCredentials, tencentServer } from "./kit/tencent-cloud.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Tencent Cloud DNS, DNSPod API 2021-03-23. Facts from the vendor's manual, 2026-11. That fields left out of a change
 * fall back to their defaults is unverified; what was read is sent.
 *
 * A name has records per line (the network a resolver asks from). The records of one line are managed, those of the
 * others left alone.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "tencentcloud",
  label: "Tencent Cloud DNS (DNSPod)",
  site: "https://cloud.tencent.com/product/dns",
  manual: "https://cloud.tencent.com/document/api/1427",
  names: {
    "zh-CN": "腾讯云 DNSPod",
    aliases: ["Tencent", "Tencent Cloud", "腾讯云", "腾讯", "DNSPod 3.0", "qcloud", "dnspod.tencentcloudapi.com"],
  },
  access: {
    where: { en: "console.cloud.tencent.com/cam/capi", "zh-CN": "console.cloud.tencent.com/cam/capi" },
    least: {
      en: "A CAM sub-user with dnspod:DescribeDomainList, DescribeRecordList, CreateRecord, ModifyRecord and DeleteRecord; QcloudDNSPodFullAccess opens all domains. Not a DNSPod token",
      "zh-CN":
        "CAM 子用户，仅授予 dnspod:DescribeDomainList、DescribeRecordList、CreateRecord、ModifyRecord 与 DeleteRecord；QcloudDNSPodFullAccess 会开放全部域名。不是 DNSPod Token",
    },
    reach: "zones",
  },
  quirks: [oneLineManaged],
  unverified: [
    {
      en: "That fields left out of a change fall back to their defaults; what was read is sent",
      "zh-CN": "修改时未写出的字段会恢复默认值；因此发送所读到的值",
    },
  ],
  kind: "zone-api",
  credentials: tencentCredentials,
  options: {
    line: textField({
      en: "Line whose records are managed, as the console names it",
      "zh-CN": "所管理的解析线路，与控制台中的名称一致，例如 默认、电信、联通、移动、境外",
    }),
    weight: integerField({ en: "Weight of the record", "zh-CN": "记录权重" }, { min: 0, max: 100 }),
    remark: textField({ en: "Remark of the record", "zh-CN": "记录备注" }),
  },
  largestRRset: 100,
  // Free plans begin at 600; others reach down to 1. What the plan lacks is refused in plain words.
  ttl: { min: 1, max: 604_800, fallback: 600 },
  pace: { requestsPerMinute: 600 },
  server: (settings) => tencentServer("dnspod", settings),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => call("DescribeDomainList", { Type: "ALL", ...page }),
        paging: offsetPages({
          offset: "Offset",
          limit: "Limit",
          rows: 300,
          total: "Response.DomainCountInfo.AllTotal",
        }),
        rows: "Response.DomainList",
        apex: "Name",
      }),
      list: ({ apex, relativeOwner, type }, page) =>
        call("DescribeRecordList", { Domain: apex, Subdomain: relativeOwner, RecordType: type, ...page }),
      paging: offsetPages({
        offset: "Offset",
        limit: "Limit",
        rows: 300,
        total: "Response.RecordCountInfo.TotalCount",
      }),
      rows: "Response.RecordList",
      noneWhen: body("Response.Error.Code", "ResourceNotFound.NoDataOfRecord"),
      record: {
        id: "RecordId",
        owner: "Name",
        ownerIs: "relative",
        type: "Type",
        content: "Value",
        ttl: "TTL",
        fields: { weight: "Weight", remark: "Remark" },
        // Lines have Chinese or English names, by site; the usual one has the same number at both.
        isSelected: (row, { options: { line } }) =>
          line === undefined ? textOf(at(row, "LineId")) === usualLine.RecordLineId : textOf(at(row, "Line")) === line,
      },
      create: ({ apex, relativeOwner, type, content, ttl, options, kept }) =>
        call("CreateRecord", {
          Domain: apex,
          SubDomain: relativeOwner,
          RecordType: type,
          Value: content,
          TTL: ttl,
          ...lineOf(options.line),
          ...kept.fields,
        }),
      update: ({ apex, id, relativeOwner, type, content, ttl, options, kept }) =>
        call("ModifyRecord", {
          Domain: apex,
          RecordId: Number(id),
          SubDomain: relativeOwner,
          RecordType: type,
          Value: content,
          TTL: ttl,
          ...lineOf(options.line),
          ...kept.fields,
        }),
      delete: ({ apex, id }) => call("DeleteRecord", { Domain: apex, RecordId: Number(id) }),
    }),
  answers: [
    on(body("Response.Error.Code", "AuthFailure.SignatureExpire"), failed("clock-skewed")),
    on(
      body("Response.Error.Code", "AuthFailure.UnauthorizedOperation", "UnauthorizedOperation"),
      rejected("not-authorized"),
    ),
    on(text(/"Code":\s*"AuthFailure\b/), rejected("credentials-rejected")),
    on(text(/"Code":\s*"OperationDenied\./), rejected("not-authorized")),
    on(
      body(
        "Response.Error.Code",
        "InvalidParameterValue.DomainNotExists",
        "InvalidParameter.DomainInvalid",
        "ResourceNotFound.NoDataOfDomain",
      ),
      rejected("zone-not-found"),
    ),
    // Somebody else made the same record, or removed ours, after we read.
    on(
      body("Response.Error.Code", "InvalidParameter.DomainRecordExist", "InvalidParameter.RecordIdInvalid"),
      failed("precondition-lost"),
    ),
    on(body("Response.Error.Code", "LimitExceeded.RecordTtlLimit"), rejected("paid-feature")),
    on(
      body("Response.Error.Code", "LimitExceeded.SubdomainRollLimit", "LimitExceeded.AAAACountLimit"),
      rejected("quota-exceeded"),
    ),
    on(body("Response.Error.Code", "LimitExceeded.FailedLoginLimitExceeded"), failed("rate-limited")),
    on(text(/"Code":\s*"RequestLimitExceeded/), failed("rate-limited")),
    on(body("Response.Error.Code", "FailedOperation.DomainIsLocked"), rejected("not-authorized")),
    on(body("Response.Error.Code", "FailedOperation.DomainIsSpam"), rejected("blocked-for-abuse")),
    on(
      body("Response.Error.Code", "InternalError", "FailedOperation.UnknowError", "InvalidParameter.OperateFailed"),
      failed("server-error"),
    ),
    on(text(/"Code":\s*"InvalidParameter/), rejected("value-invalid")),
  ],
});

/** The number decides where both are given. */
const usualLine = { RecordLine: "默认", RecordLineId: "0" };

function lineOf(line: string | undefined): { readonly RecordLine: string; readonly RecordLineId?: string } {
  return line === undefined ? usualLine : { RecordLine: line };
}

const call = tencentCalls("2021-03-23");
