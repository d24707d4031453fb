import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { body, bodyMatches, failed, on, rejected } from "./kit/answers.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { DELETE, GET, POST, withBody } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt, at } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneByAsking } from "./kit/zone-finding.ts";

/**
 * Servercow, DNS API v1. Facts from the vendor's wiki and other clients, 2026-11. The wiki has several values for TXT, CAA
 * and TLSA only, so a name gets one address of a family. The shortest TTL is that of the wiki's
 * example.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "servercow",
  label: "Servercow",
  site: "https://www.servercow.de",
  manual: "https://wiki.servercow.de/en/domains/dns_api/api-syntax/",
  kind: "zone-api",
  access: {
    where: { en: "Customer panel, domains, DNS API users", "zh-CN": "客户面板中域名部分的 DNS API 用户" },
    least: { en: "A DNS API user that is assigned to the zones", "zh-CN": "仅分配了相应区域的 DNS API 用户" },
    reach: "zones",
  },
  unverified: [
    { en: "The shortest TTL, and several addresses of one family", "zh-CN": "最短 TTL，以及同一协议族的多个地址" },
    { en: "The words of most errors", "zh-CN": "多数错误的文字" },
  ],
  credentials: {
    username: textField({ en: "Name of the DNS API user", "zh-CN": "DNS API 用户名" }),
    password: secretField({ en: "Password of that user", "zh-CN": "该用户的密码" }),
  },
  largestRRset: 1,
  ttl: { min: 20, max: largestTtl, fallback: 120 },
  server: ({ username, password }) =>
    jsonServer(
      "https://api.servercow.de/dns/v1/domains",
      headerKey({ "X-Auth-Username": username, "X-Auth-Password": password }),
      {
        headers: { "content-type": "application/json" },
        succeeds: (answer) => Array.isArray(answer.tree) || body("message", "ok")(answer),
      },
    ),
  family: (_settings) =>
    rrsets({
      zones: zoneByAsking({
        ask: (zone) => GET("/{zone}", { zone }),
        noneWhen: body("error", "no such domain in user context"),
      }),
      read: ({ zone }) => GET("/{zone}", { zone }),
      // The list is never missing while the zone is there.
      noneWhen: () => false,
      rrset: {
        among: "",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        // A text where there is one value, a list where there are several.
        values: (row) => {
          const content = at(row, "content");
          return content === undefined ? undefined : Array.isArray(content) ? allAt(content, "*") : [content];
        },
        ttl: "ttl",
      },
      replace: ({ zone, type, relativeOr, values: [content], ttl }) =>
        POST("/{zone}", { zone }, { type, name: relativeOr(""), content, ttl }),
      delete: ({ zone, type, relativeOr }) => withBody(DELETE("/{zone}", { zone }), { type, name: relativeOr("") }),
    }),
  answers: [
    on(bodyMatches("error", /unauthori[sz]ed|authentication/i), rejected("credentials-rejected")),
    on(bodyMatches("error", /too many/i), failed("rate-limited")),
  ],
});
