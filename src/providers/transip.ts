import { Duration } from "../core/duration.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { failed, on, rejected } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { transip } from "./kit/auth/transip.ts";
import { firstGiven } from "./kit/authentication.ts";
import { DELETE, GET, POST, withBody } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * TransIP, REST API v6. Facts from the vendor's manual and libraries, 2026-11.
 *
 * Entries have no identities: a change finds its entry by name, type and TTL and fails where there are several, so new
 * ones are made and old ones deleted, each with the exact words the service has for it.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "transip",
  label: "TransIP",
  site: "https://www.transip.nl",
  manual: "https://api.transip.nl/rest/docs.html",
  names: { aliases: ["trans ip", "transip.eu"] },
  access: {
    where: {
      en: "www.transip.nl › My account › API; turn the API on and add a key pair or an access token",
      "zh-CN": "www.transip.nl › My account › API；启用 API 并添加密钥对或访问令牌",
    },
    least: {
      en: "Keys and tokens reach everything in the account; there are none for DNS or a domain alone",
      "zh-CN": "密钥和令牌可访问整个账户；没有仅限 DNS 或单个域名的凭据",
    },
    reach: "account",
  },
  quirks: [
    {
      en: "A key pair that only takes listed addresses does not work here, since an agent's address changes",
      "zh-CN": "仅接受白名单地址的密钥对不适用，因为客户端的地址会变化",
    },
  ],
  kind: "zone-api",
  credentials: {
    login: textField({ en: "Name of the account", "zh-CN": "账户名" }, { optional: true }),
    privateKey: secretField(
      { en: "Private key of the key pair, in PEM", "zh-CN": "密钥对的私钥（PEM 格式）" },
      { optional: true },
    ),
    accessToken: secretField(
      { en: "Access token, good for a month at most", "zh-CN": "访问令牌，最长有效一个月" },
      { optional: true },
    ),
  },
  signIn: [["login", "privateKey"], ["accessToken"]],
  largestRRset: 100,
  ttl: { min: 60, max: 86_400, fallback: 300 },
  pace: { requestsPerMinute: 66 },
  server: ({ login, privateKey, accessToken }) =>
    jsonServer(
      "https://api.transip.nl/v6",
      firstGiven(
        login !== undefined && privateKey !== undefined ? transip({ login, privateKey }) : undefined,
        accessToken && bearer(accessToken),
      ),
    ),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/domains", page),
        paging: numberedPages({ page: "page", size: "pageSize", rows: 100 }),
        rows: "domains",
        apex: "name",
      }),
      list: ({ zone }) => GET(entries, { zone }),
      rows: "dnsEntries",
      // What an entry says, as the service spells it, is the nearest to an identity.
      record: { id: "content", owner: "name", ownerIs: "relative", type: "type", content: "content", ttl: "expire" },
      create: ({ zone, relativeOwner: name, type, content, ttl: expire }) =>
        POST(entries, { zone }, { dnsEntry: { name, expire, type, content } }),
      delete: ({ zone, relativeOwner: name, type, id: content, presentTtl: expire }) =>
        withBody(DELETE(entries, { zone }), { dnsEntry: { name, expire, type, content } }),
    }),
  answers: [
    on(406, rejected("value-invalid")),
    // Another change of the domain is being carried out.
    on(409, failed("zone-busy")),
    on(429, failed("rate-limited", { retryAfter: Duration.minutes(15) })),
  ],
});

const entries = "/domains/{zone}/dns";
