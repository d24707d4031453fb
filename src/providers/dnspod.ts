import type { ProviderDeclaration } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { version } from "../core/version.ts";
import { body, codesAt, failed, rejected } from "./kit/answers.ts";
import { bodyKey } from "./kit/auth/body-key.ts";
import { POST } from "./kit/call.ts";
import { oneLineManaged } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records, type NewRecord } from "./kit/families/records.ts";
import { integerField, secretField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { formServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * DNSPod by its token interface, which Tencent Cloud's has succeeded. Facts from the vendor's manual, 2026-11; code 104 is
 * unverified. Changes that change nothing and failed logins lock records and accounts, so both are told apart.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dnspod",
  label: "DNSPod (dnsapi.cn)",
  site: "https://www.dnspod.cn",
  manual: "https://docs.dnspod.cn/api/",
  names: {
    "zh-CN": "DNSPod（旧版令牌接口）",
    aliases: ["dnsapi.cn", "dnspod.cn", "dnspod.com", "DNSPod Token", "腾讯云 DNSPod", "Tencent DNSPod"],
  },
  access: {
    where: {
      en: "console.dnspod.cn › API keys › DNSPod Token",
      "zh-CN": "console.dnspod.cn › API 密钥 › DNSPod Token",
    },
    least: {
      en: "The service has nothing smaller than a token for all domains; a sub-account of Tencent Cloud with the provider tencentcloud can be limited",
      "zh-CN": "服务商没有比全部域名的令牌更小的权限；如需限定，可改用 tencentcloud 及腾讯云子账号",
    },
    reach: "dns",
  },
  quirks: [
    oneLineManaged,
    {
      en: "The vendor recommends the interface of the provider tencentcloud",
      "zh-CN": "官方推荐改用 tencentcloud 所用的接口",
    },
  ],
  kind: "zone-api",
  credentials: {
    tokenId: textField({ en: "ID of the DNSPod token", "zh-CN": "DNSPod Token 的 ID" }),
    token: secretField({ en: "The token itself", "zh-CN": "Token 本身" }),
    email: textField({
      en: "E-mail address that every request names, as the service demands",
      "zh-CN": "联系邮箱；服务商要求每个请求都注明",
    }),
  },
  options: {
    line: textField({ en: "ID of the line; 0 is the default line", "zh-CN": "线路 ID；0 为默认线路" }),
    weight: integerField({ en: "Weight, for plans that have it", "zh-CN": "权重（需套餐支持）" }, { min: 0, max: 100 }),
  },
  largestRRset: 100,
  // 600 on free plans, where less is refused.
  ttl: { min: 1, max: 604_800, fallback: 600 },
  server: ({ tokenId, token, email }) => {
    const login = new Secret(`${tokenId},${token.reveal()}`);
    return formServer(
      "https://dnsapi.cn",
      bodyKey({ login_token: login, format: "json", lang: "en", error_on_empty: "no" }),
      {
        headers: { "user-agent": `holdfast/${version} (${email})` },
        message: ["status.code", "status.message"],
        succeeds: body("status.code", 1),
      },
    );
  },
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => POST("/Domain.List", { type: "all", ...page }),
        paging: offsetPages({ offset: "offset", limit: "length", rows: 3_000, total: "info.domain_total" }),
        rows: "domains",
        apex: "name",
        id: "id",
      }),
      list: ({ zone, relativeOwner, type }, page) =>
        POST("/Record.List", { domain_id: zone, sub_domain: relativeOwner, record_type: type, ...page }),
      paging: offsetPages({ offset: "offset", limit: "length", rows: 100 }),
      rows: "records",
      record: {
        id: "id",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "value",
        ttl: "ttl",
        fields: { line: "line_id", weight: "weight" },
        isSelected: (row, { options }) => textOf(at(row, "line_id")) === (options.line ?? "0"),
        // Paused records answer nobody, and a change would switch them on.
        isUntouchable: (row) => textOf(at(row, "enabled")) === "0",
      },
      create: (set) => POST("/Record.Create", { ...recordOf(set), weight: set.options.weight }),
      // What is left out is reset.
      update: (set) =>
        POST("/Record.Modify", { ...recordOf(set), record_id: set.id, weight: at(set.kept.fields, "weight") }),
      delete: ({ zone, id }) => POST("/Record.Remove", { domain_id: zone, record_id: id }),
    }),
  answers: [
    codesAt(
      "status.code",
      [rejected("credentials-rejected"), -1],
      [rejected("blocked-for-abuse"), -8, 83],
      [rejected("not-authorized"), -7, 7, 85],
      [rejected("zone-not-found"), 6],
      [rejected("name-invalid"), 22, 23, 24],
      [rejected("value-invalid"), 26, 27, 32, 34],
      [rejected("quota-exceeded"), 33, 500_025],
      [rejected("conflicting-records"), 31],
      [failed("precondition-lost"), 8, 104],
      [failed("zone-busy"), 21],
      [failed("rate-limited"), -2],
      [failed("under-maintenance"), -99],
      [failed("server-error"), 3],
    ),
  ],
});

function recordOf({
  zone,
  relativeOwner,
  type,
  content,
  ttl,
  options,
}: NewRecord<{ readonly line: string | undefined }>) {
  return {
    domain_id: zone,
    sub_domain: relativeOwner,
    record_type: type,
    value: content,
    ttl,
    record_line_id: options.line ?? "0",
  };
}
