import type { ProviderDeclaration } from "../core/provider.ts";
import { codesAt, failed, rejected } from "./kit/answers.ts";
import type { BodyFields } from "./kit/call.ts";
import { oneLineManaged } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records, type NewRecord } from "./kit/families/records.ts";
import { integerField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { tencentCalls, tencentCredentials, tencentServer } from "./kit/tencent-cloud.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Tencent EdgeOne, API 2022-09-01, records of zones whose name servers are EdgeOne's. Facts from the vendor's manual,
 * 2026-11.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "edgeone",
  label: "Tencent EdgeOne",
  site: "https://edgeone.ai",
  manual: "https://cloud.tencent.com/document/api/1552",
  names: { "zh-CN": "腾讯云 EdgeOne", aliases: ["teo", "边缘安全加速平台", "Tencent Cloud"] },
  access: {
    where: { en: "console.cloud.tencent.com/cam/capi", "zh-CN": "console.cloud.tencent.com/cam/capi" },
    least: {
      en: "A CAM sub-user with teo:DescribeZones, DescribeDnsRecords, CreateDnsRecord, ModifyDnsRecords and DeleteDnsRecords; QcloudTEOFullAccess opens all zones",
      "zh-CN":
        "CAM 子用户，仅授予 teo:DescribeZones、DescribeDnsRecords、CreateDnsRecord、ModifyDnsRecords 与 DeleteDnsRecords；QcloudTEOFullAccess 会开放全部站点",
    },
    reach: "zones",
  },
  quirks: [
    oneLineManaged,
    {
      en: "Only for zones whose name servers are EdgeOne's; records of the others are kept elsewhere",
      "zh-CN": "仅适用于 NS 接入的站点；其他接入方式的解析记录在别处管理",
    },
  ],
  unverified: [
    {
      en: "Names of errors that begin with ResourceNotFound or ResourceInUse",
      "zh-CN": "以 ResourceNotFound 或 ResourceInUse 开头的错误码",
    },
  ],
  kind: "zone-api",
  credentials: tencentCredentials,
  options: {
    location: textField({
      en: "Location whose records are managed, as the API writes it; Default unless bought",
      "zh-CN": "所管理的解析线路，与 API 的写法一致；未购买分线路解析时为 Default",
    }),
    weight: integerField(
      { en: "Weight of the record, -1 for none", "zh-CN": "记录权重，-1 表示不设置" },
      { min: -1, max: 100 },
    ),
  },
  largestRRset: 100,
  ttl: { min: 60, max: 86_400, fallback: 300 },
  pace: { requestsPerMinute: 1_200 },
  server: (settings) => tencentServer("teo", settings),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => call("DescribeZones", page),
        paging: offsetPages({ offset: "Offset", limit: "Limit", rows: 100, total: "Response.TotalCount" }),
        rows: "Response.Zones",
        apex: "ZoneName",
        id: "ZoneId",
        isSelected: (row) => at(row, "Type") === "full",
      }),
      list: ({ zone, name, type }, page) =>
        call("DescribeDnsRecords", { ZoneId: zone, ...only({ name, type }), ...page }),
      paging: offsetPages({ offset: "Offset", limit: "Limit", rows: 1_000, total: "Response.TotalCount" }),
      rows: "Response.DnsRecords",
      record: {
        id: "RecordId",
        owner: "Name",
        type: "Type",
        content: "Content",
        ttl: "TTL",
        fields: { weight: "Weight" },
        isSelected: (row, { options }) => textOf(at(row, "Location")) === (options.location ?? usualLocation),
        // Paused records answer nobody.
        isUntouchable: (row) => at(row, "Status") === "disable",
      },
      create: (set) => call("CreateDnsRecord", { ZoneId: set.zone, ...recordOf(set) }),
      update: (set) =>
        call("ModifyDnsRecords", { ZoneId: set.zone, DnsRecords: [{ RecordId: set.id, ...recordOf(set) }] }),
      delete: ({ zone, id }) => call("DeleteDnsRecords", { ZoneId: zone, RecordIds: [id] }),
    }),
  answers: [
    codesAt(
      "Response.Error.Code",
      [failed("clock-skewed"), "AuthFailure.SignatureExpire"],
      [rejected("not-authorized"), "UnauthorizedOperation*", "AuthFailure.UnauthorizedOperation*", "OperationDenied*"],
      [rejected("credentials-rejected"), "AuthFailure*"],
      [failed("rate-limited"), "RequestLimitExceeded*"],
      [rejected("quota-exceeded"), "LimitExceeded*"],
      // Somebody else made the same record, or removed ours, after we read.
      [failed("precondition-lost"), "ResourceInUse*", "ResourceNotFound*"],
      [failed("server-error"), "InternalError*"],
      [rejected("value-invalid"), "InvalidParameter*"],
    ),
  ],
});

/** The location that answers whoever no other location is for. */
const usualLocation = "Default";

/** All of a record: what is left out falls back to the default (unverified). */
function recordOf({ name, type, content, ttl, options, kept }: NewRecord<{ readonly location: string | undefined }>) {
  const Location = options.location ?? usualLocation;
  return { Name: name, Type: type, Content: content, TTL: ttl, Location, ...kept.fields };
}

/** Filters by exact values. */
function only(values: Readonly<Record<string, string>>): { readonly Filters: readonly BodyFields[] } {
  return { Filters: Object.entries(values).map(([Name, value]) => ({ Name, Values: [value] })) };
}

const call = tencentCalls("2022-09-01");
