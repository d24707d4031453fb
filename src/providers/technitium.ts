import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { body, bodyMatches, failed, on, rejected } from "./kit/answers.ts";
import { bodyKey } from "./kit/auth/body-key.ts";
import { POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { insecureField, secretField, textField, urlField } from "./kit/fields.ts";
import { at, numberOf } from "./kit/json.ts";
import { formServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Technitium DNS Server by its HTTP API. Facts from its API documentation and other clients, 2026-11, among them that an
 * update empties the comment it is not given; the words of errors vary with the version. The token goes into the form, which all versions take.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "technitium",
  label: "Technitium DNS Server",
  site: "https://technitium.com/dns/",
  manual: "https://github.com/TechnitiumSoftware/DnsServer/blob/master/APIDOCS.md",
  kind: "zone-api",
  access: {
    where: { en: "Administration > Sessions > Create Token", "zh-CN": "Administration > Sessions > Create Token" },
    least: {
      en: "A user with the rights View, Modify and Delete for the zones only",
      "zh-CN": "仅对相应区域具有 View、Modify 和 Delete 权限的用户",
    },
    reach: "zones",
  },
  quirks: [
    {
      en: "Its makers recommend DNS UPDATE, which the type rfc2136 speaks",
      "zh-CN": "其作者推荐使用 DNS UPDATE，即 rfc2136 类型",
    },
  ],
  credentials: {
    url: urlField({
      en: "Address of the server's web service, for instance https://dns.example.net:53443",
      "zh-CN": "服务器 Web 服务的地址，例如 https://dns.example.net:53443",
    }),
    token: secretField({
      en: "API token",
      "zh-CN": "API 令牌",
    }),
    insecure: insecureField,
  },
  options: { comments: textField({ en: "Comments of the record", "zh-CN": "记录备注" }) },
  largestRRset: 100,
  ttl: { min: 0, max: largestTtl, fallback: 300 },
  server: ({ url, token, insecure }) =>
    formServer({ url, insecure }, bodyKey({ token }), { message: ["errorMessage"], succeeds: body("status", "ok") }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: () => POST("/api/zones/list", {}),
        rows: "response.zones",
        apex: "name",
        isSelected: (row) => at(row, "internal") !== true,
      }),
      list: ({ zone, name: domain }) => POST("/api/zones/records/get", { zone, domain }),
      rows: "response.records",
      record: ({ type }) => ({
        // A record is named by its value, in the spelling it has there.
        id: type === "CNAME" ? "rData.cname" : "rData.ipAddress",
        owner: "name",
        type: "type",
        content: type === "CNAME" ? "rData.cname" : "rData.ipAddress",
        ttl: "ttl",
        fields: { comments: "comments" },
        // A change would switch on what is off, and keep what is to go by itself.
        isUntouchable: (row) => at(row, "disabled") === true || (numberOf(at(row, "expiryTtl")) ?? 0) > 0,
      }),
      create: ({ zone, name: domain, type, content: ipAddress, ttl, kept }) =>
        POST("/api/zones/records/add", { zone, domain, type, ipAddress, ttl, ...kept.fields }),
      update: ({ zone, name: domain, type, id: ipAddress, content: newIpAddress, ttl, kept }) =>
        POST("/api/zones/records/update", { zone, domain, type, ipAddress, newIpAddress, ttl, ...kept.fields }),
      delete: ({ zone, name: domain, type, id: ipAddress }) =>
        POST("/api/zones/records/delete", { zone, domain, type, ipAddress }),
    }),
  answers: [
    on(body("status", "invalid-token", "2fa-required"), rejected("credentials-rejected")),
    on(bodyMatches("errorMessage", /access was denied/i), rejected("not-authorized")),
    on(bodyMatches("errorMessage", /no such zone/i), rejected("zone-not-found")),
    on(
      bodyMatches("errorMessage", /already exists|does not exist|no such record|not found/i),
      failed("precondition-lost"),
    ),
    on(bodyMatches("errorMessage", /\bCNAME\b/), rejected("conflicting-records")),
  ],
});
