import type { ProviderDeclaration } from "../core/provider.ts";
import { action } from "./kit/action.ts";
import { body, failed, on, rejected, text, type Condition } from "./kit/answers.ts";
import { tc3 } from "./kit/auth/tc3.ts";
import type { BodyFields, Call } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { choiceField, integerField, secretField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
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
  kind: "zone-api",
  credentials: {
    secretId: textField(
      { en: "SecretId of an API key", "zh-CN": "API 密钥的 SecretId" },
      {
        whereToFind: {
          en: "console.cloud.tencent.com/cam/capi; the policy QcloudDNSPodFullAccess suffices. Not a DNSPod token",
          "zh-CN": "console.cloud.tencent.com/cam/capi；授予 QcloudDNSPodFullAccess 策略即可。不是 DNSPod Token",
        },
      },
    ),
    secretKey: secretField({ en: "SecretKey of the API key", "zh-CN": "API 密钥的 SecretKey" }),
    token: secretField(
      { en: "Session token, with temporary keys only", "zh-CN": "会话令牌，仅临时密钥需要" },
      { optional: true },
    ),
    site: choiceField(
      {
        en: "Site of the account: cn for China, intl for international",
        "zh-CN": "账号所属站点：cn 为中国站，intl 为国际站",
      },
      ["cn", "intl"],
      { fallback: "cn" },
    ),
  },
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
  server: ({ secretId, secretKey, token, site }) =>
    jsonServer(
      site === "intl" ? "https://dnspod.intl.tencentcloudapi.com" : "https://dnspod.tencentcloudapi.com",
      tc3("dnspod", { keyId: secretId, secret: secretKey, sessionToken: token }),
      {
        message: ["Response.Error.Code", "Response.Error.Message"],
        // Errors, too, come with status 200.
        succeeds: (answer) => at(answer.tree, "Response.RequestId") !== undefined && !hasError(answer),
      },
    ),
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

const hasError: Condition = body("Response.Error");

/** The number decides where both are given. */
const usualLine = { RecordLine: "默认", RecordLineId: "0" };

function lineOf(line: string | undefined): { readonly RecordLine: string; readonly RecordLineId?: string } {
  return line === undefined ? usualLine : { RecordLine: line };
}

function call(name: string, parameters: BodyFields): Call {
  return action("POST", name, { headers: { "x-tc-action": name, "x-tc-version": "2021-03-23" }, body: parameters });
}
