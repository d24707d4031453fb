import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected, text } from "./kit/answers.ts";
import type { BodyFields } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records, type NewRecord } from "./kit/families/records.ts";
import { integerField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { tencentCalls, tencentCredentials, tencentServer } from "./kit/tencent-cloud.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Tencent EdgeOne, API 2022-09-01, records of zones whose name servers are EdgeOne's; those of zones that joined by
 * CNAME or DNSPod are kept elsewhere. Facts from the vendor's manual, 2026-11. Unverified: names of errors that begin
 * with ResourceNotFound or ResourceInUse.
 *
 * A name has records per location (where a resolver asks from). The records of one location are managed, those of the
 * others left alone.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "edgeone",
  label: "Tencent EdgeOne",
  site: "https://edgeone.ai",
  manual: "https://cloud.tencent.com/document/api/1552",
  kind: "zone-api",
  credentials: tencentCredentials("QcloudTEOFullAccess"),
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
      },
      create: (set) => call("CreateDnsRecord", { ZoneId: set.zone, ...recordOf(set) }),
      update: (set) =>
        call("ModifyDnsRecords", { ZoneId: set.zone, DnsRecords: [{ RecordId: set.id, ...recordOf(set) }] }),
      delete: ({ zone, id }) => call("DeleteDnsRecords", { ZoneId: zone, RecordIds: [id] }),
    }),
  answers: [
    on(body("Response.Error.Code", "AuthFailure.SignatureExpire"), failed("clock-skewed")),
    on(text(/"Code":\s*"(AuthFailure\.)?UnauthorizedOperation/), rejected("not-authorized")),
    on(text(/"Code":\s*"AuthFailure\b/), rejected("credentials-rejected")),
    on(text(/"Code":\s*"RequestLimitExceeded/), failed("rate-limited")),
    on(text(/"Code":\s*"LimitExceeded/), rejected("quota-exceeded")),
    // Somebody else made the same record, or removed ours, after we read.
    on(text(/"Code":\s*"(ResourceInUse|ResourceNotFound)/), failed("precondition-lost")),
    on(text(/"Code":\s*"InternalError/), failed("server-error")),
    on(text(/"Code":\s*"OperationDenied/), rejected("not-authorized")),
    on(text(/"Code":\s*"InvalidParameter/), rejected("value-invalid")),
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
