import type { ProviderDeclaration } from "../core/provider.ts";
import { action } from "./kit/action.ts";
import { codesAt, failed, rejected } from "./kit/answers.ts";
import { volcengine } from "./kit/auth/volcengine.ts";
import type { BodyFields, Call, Query } from "./kit/call.ts";
import { oneLineManaged } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { integerField, secretField, sessionTokenField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Volcengine DNS (TrafficRoute), API 2018-08-01. Facts from the vendor's manual, 2026-11; the names of the gateway's
 * errors, which come before those of the service, are partly unverified.
 *
 * A name has records per line (the network a resolver asks from). The records of one line are managed, those of the
 * others left alone.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "volcengine",
  label: "Volcengine DNS",
  site: "https://www.volcengine.com/product/dns",
  manual: "https://www.volcengine.com/docs/6758/155086",
  names: {
    "zh-CN": "火山引擎云解析",
    aliases: ["trafficroute", "TrafficRoute", "火山引擎", "火山", "volc", "字节跳动"],
  },
  access: {
    where: { en: "console.volcengine.com/iam/keymanage", "zh-CN": "console.volcengine.com/iam/keymanage" },
    least: {
      en: "An IAM user with dns:ListZones, ListRecords, CreateRecord, UpdateRecord and DeleteRecord; DNSFullAccess opens all zones",
      "zh-CN":
        "IAM 用户，仅授予 dns:ListZones、ListRecords、CreateRecord、UpdateRecord 与 DeleteRecord；DNSFullAccess 会开放全部区域",
    },
    reach: "dns",
  },
  quirks: [oneLineManaged],
  unverified: [
    { en: "Names of the rights", "zh-CN": "权限的名称" },
    { en: "Names of the gateway's errors, partly", "zh-CN": "部分网关错误的名称" },
  ],
  kind: "zone-api",
  credentials: {
    accessKeyId: textField({ en: "Access key ID", "zh-CN": "Access Key ID（访问密钥 ID）" }),
    secretAccessKey: secretField({
      en: "Secret access key, exactly as the console shows it",
      "zh-CN": "Secret Access Key，与控制台显示的完全一致",
    }),
    sessionToken: sessionTokenField,
  },
  options: {
    line: textField({
      en: "Line whose records are managed, for instance default",
      "zh-CN": "所管理的解析线路，例如 default",
    }),
    weight: integerField({ en: "Weight of the record", "zh-CN": "记录权重" }, { min: 0, max: 100 }),
  },
  largestRRset: 100,
  // Free editions begin at 600 (unverified); what the edition lacks is refused in plain words.
  ttl: { min: 1, max: 86_400, fallback: 600 },
  pace: { requestsPerMinute: 240 },
  server: ({ accessKeyId, secretAccessKey, sessionToken }) =>
    jsonServer(
      "https://open.volcengineapi.com",
      volcengine(
        // Data of zones is global; this is the pair of the vendor's own library.
        { service: "dns", region: "cn-beijing" },
        { keyId: accessKeyId, secret: secretAccessKey, sessionToken },
      ),
      {
        message: ["ResponseMetadata.Error.Code", "ResponseMetadata.Error.Message"],
        succeeds: (answer) =>
          at(answer.tree, "ResponseMetadata") !== undefined && at(answer.tree, "ResponseMetadata.Error") === undefined,
      },
    ),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => asking("ListZones", page),
        paging: numberedPages({ page: "PageNumber", size: "PageSize", rows: 100, total: "Result.Total" }),
        rows: "Result.Zones",
        apex: "ZoneName",
        id: "ZID",
      }),
      list: ({ zone, relativeOwner, type }, page) =>
        asking("ListRecords", { ZID: zone, Host: relativeOwner, Type: type, SearchMode: "exact", ...page }),
      paging: numberedPages({ page: "PageNumber", size: "PageSize", rows: 100, total: "Result.TotalCount" }),
      rows: "Result.Records",
      record: {
        id: "RecordID",
        owner: "Host",
        ownerIs: "relative",
        type: "Type",
        content: "Value",
        ttl: "TTL",
        fields: { weight: "Weight" },
        isSelected: (row, { options }) => textOf(at(row, "Line")) === (options.line ?? usualLine),
        // Paused records answer nobody.
        isUntouchable: (row) => at(row, "Enable") === false,
      },
      create: ({ zone, relativeOwner, type, content, ttl, options, kept }) =>
        telling("CreateRecord", {
          ZID: Number(zone),
          Host: relativeOwner,
          Type: type,
          Value: content,
          TTL: ttl,
          Line: options.line ?? usualLine,
          ...kept.fields,
        }),
      // What is left out stays, but for the three that have to be there.
      update: ({ id, relativeOwner, type, content, options, given }) =>
        telling("UpdateRecord", {
          RecordID: id,
          Host: relativeOwner,
          Line: options.line ?? usualLine,
          Type: type,
          Value: content,
          TTL: given.ttl,
          ...given.fields,
        }),
      delete: ({ id }) => telling("DeleteRecord", { RecordID: id }),
    }),
  answers: [
    codesAt(
      "ResponseMetadata.Error.Code",
      [rejected("credentials-rejected"), "InvalidAccessKey", "SignatureDoesNotMatch", "MissingSignature"],
      [failed("clock-skewed"), "InvalidTimestamp"],
      [rejected("not-authorized"), "AccessDenied"],
      [failed("rate-limited"), "FlowLimitExceeded"],
    ),
    codesAt(
      "ResponseMetadata.Error.CodeN",
      [rejected("zone-not-found"), 400_105],
      // Somebody else made the same record, or removed ours, after we read.
      [failed("precondition-lost"), 400_103, 400_104],
      [rejected("quota-exceeded"), 400_109],
      [rejected("paid-feature"), 400_135],
      [rejected("value-invalid"), 400_100, 400_102, 400_130, 400_132],
      [failed("server-error"), 500_100],
    ),
  ],
});

/** The line that answers whoever no other line is for. */
const usualLine = "default";

function asking(name: string, query: Query): Call {
  return action("GET", name, { query: { Action: name, Version: "2018-08-01", ...query } });
}

function telling(name: string, parameters: BodyFields): Call {
  return action("POST", name, { query: { Action: name, Version: "2018-08-01" }, body: parameters });
}
