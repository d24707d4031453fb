import { Duration } from "../core/duration.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { basic } from "./kit/auth/basic.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** Name.com Core API. Facts from the vendor's reference and other clients, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "name-com",
  label: "Name.com",
  site: "https://www.name.com",
  manual: "https://docs.name.com/api/v1/reference/dns/",
  names: { aliases: ["name.com", "namedotcom", "name_com"] },
  access: {
    where: {
      en: "www.name.com/account/settings/api",
      "zh-CN": "www.name.com/account/settings/api 页面；启用两步验证的账户须在安全设置中允许 API 访问",
    },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "Accounts with two-factor login have to allow API access in the security settings",
      "zh-CN": "启用两步验证的账户须在安全设置中允许 API 访问",
    },
  ],
  kind: "zone-api",
  credentials: {
    username: textField({ en: "User name of the account", "zh-CN": "账户用户名" }),
    token: secretField({ en: "API token of the account", "zh-CN": "账户的 API 令牌" }),
  },
  largestRRset: 100,
  ttl: { min: 300, max: largestTtl, fallback: 300 },
  pace: { requestsPerMinute: 50 },
  server: ({ username, token }) =>
    jsonServer("https://api.name.com/core/v1", basic(username, token), {
      message: ["message", "details"],
      // Long pages are slow here.
      timeout: Duration.seconds(60),
    }),
  family: (_settings) =>
    records({
      zones: zoneList({ list: (page) => GET("/domains", page), paging: pages, rows: "domains", apex: "domainName" }),
      list: ({ zone }, page) => GET("/domains/{zone}/records", { zone }, page),
      paging: pages,
      rows: "records",
      record: { id: "id", owner: "fqdn", type: "type", content: "answer", ttl: "ttl" },
      create: ({ zone, type, relativeOr, content: answer, ttl }) =>
        POST("/domains/{zone}/records", { zone }, { host: relativeOr(""), type, answer, ttl }),
      update: ({ zone, id, type, relativeOr, content: answer, ttl }) =>
        PUT("/domains/{zone}/records/{id}", { zone, id }, { host: relativeOr(""), type, answer, ttl }),
      delete: ({ zone, id }) => DELETE("/domains/{zone}/records/{id}", { zone, id }),
    }),
});

const pages = numberedPages({ page: "page", size: "perPage", rows: 1_000, lastPage: "lastPage" });
