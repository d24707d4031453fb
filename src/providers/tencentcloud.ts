import type { ProviderDeclaration } from "../core/provider.ts";
import { body, codesAt, failed, rejected } from "./kit/answers.ts";
import { oneLineManaged } from "./kit/common-facts.ts";
import type { BodyFields } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records, type NewRecord } from "./kit/families/records.ts";
import { integerField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { offsetPages, type Paging } from "./kit/paging.ts";
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
        paging: pagesOf("Response.DomainCountInfo.AllTotal"),
        rows: "Response.DomainList",
        apex: "Name",
      }),
      list: ({ apex, relativeOwner, type }, page) =>
        call("DescribeRecordList", { Domain: apex, Subdomain: relativeOwner, RecordType: type, ...page }),
      paging: pagesOf("Response.RecordCountInfo.TotalCount"),
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
        // Paused records answer nobody, and a change would switch them on.
        isUntouchable: (row) => at(row, "Status") === "DISABLE",
      },
      create: (set) => call("CreateRecord", recordOf(set)),
      update: (set) => call("ModifyRecord", { RecordId: Number(set.id), ...recordOf(set) }),
      delete: ({ apex, id }) => call("DeleteRecord", { Domain: apex, RecordId: Number(id) }),
    }),
  answers: [
    codesAt(
      "Response.Error.Code",
      [failed("clock-skewed"), "AuthFailure.SignatureExpire"],
      [rejected("not-authorized"), "AuthFailure.UnauthorizedOperation", "UnauthorizedOperation", "OperationDenied.*"],
      [rejected("credentials-rejected"), "AuthFailure*"],
      [rejected("zone-not-found"), "InvalidParameterValue.DomainNotExists", "InvalidParameter.DomainInvalid"],
      [rejected("zone-not-found"), "ResourceNotFound.NoDataOfDomain"],
      // Somebody else made the same record, or removed ours, after we read.
      [failed("precondition-lost"), "InvalidParameter.DomainRecordExist", "InvalidParameter.RecordIdInvalid"],
      [rejected("paid-feature"), "LimitExceeded.RecordTtlLimit"],
      [rejected("quota-exceeded"), "LimitExceeded.SubdomainRollLimit", "LimitExceeded.AAAACountLimit"],
      [failed("rate-limited"), "LimitExceeded.FailedLoginLimitExceeded", "RequestLimitExceeded*"],
      [rejected("not-authorized"), "FailedOperation.DomainIsLocked"],
      [rejected("blocked-for-abuse"), "FailedOperation.DomainIsSpam"],
      [failed("server-error"), "InternalError", "FailedOperation.UnknowError", "InvalidParameter.OperateFailed"],
      [rejected("value-invalid"), "InvalidParameter*"],
    ),
  ],
});

/** The number decides where both are given. */
const usualLine = { RecordLine: "默认", RecordLineId: "0" };

function recordOf(set: NewRecord<{ readonly line: string | undefined }>): BodyFields {
  const { line } = set.options;
  return {
    Domain: set.apex,
    SubDomain: set.relativeOwner,
    RecordType: set.type,
    Value: set.content,
    TTL: set.ttl,
    ...(line === undefined ? usualLine : { RecordLine: line }),
    ...set.kept.fields,
  };
}

function pagesOf(total: string): Paging {
  return offsetPages({ offset: "Offset", limit: "Limit", rows: 300, total });
}

const call = tencentCalls("2021-03-23");
