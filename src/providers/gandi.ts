import type { ProviderDeclaration } from "../core/provider.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { firstGiven } from "./kit/authentication.ts";
import { DELETE, GET, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField } from "./kit/fields.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** Gandi LiveDNS v5. Facts from the vendor's reference and other clients, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "gandi",
  label: "Gandi",
  site: "https://www.gandi.net",
  manual: "https://api.gandi.net/docs/livedns/",
  names: { aliases: ["gandiv5", "LiveDNS", "Gandi LiveDNS"] },
  access: {
    where: {
      en: "admin.gandi.net › Organizations › Manage › Personal access tokens",
      "zh-CN": "admin.gandi.net 的组织管理页面 › 个人访问令牌",
    },
    least: {
      en: "A personal access token with “See and renew domain names” and “Manage domain name technical configurations” for the one domain; it lasts a year at most",
      "zh-CN":
        "个人访问令牌，仅对一个域名授予“See and renew domain names”与“Manage domain name technical configurations”；最长有效一年",
    },
    reach: "zones",
    excess: [
      {
        field: "apiKey",
        warning: {
          en: "The old API key opens the whole account and is being withdrawn. Make a personal access token limited to the domain and write it as token",
          "zh-CN": "旧版 API 密钥可操作整个账户，且即将停用。请建立仅限该域名的个人访问令牌，并填入 token",
        },
      },
    ],
  },
  kind: "zone-api",
  credentials: {
    token: secretField(
      {
        en: "Personal access token that may manage the technical configuration of the domains",
        "zh-CN": "个人访问令牌，须允许管理域名的技术配置",
      },
      { optional: true },
    ),
    apiKey: secretField(
      { en: "API key of the older kind; prefer a token", "zh-CN": "旧式 API 密钥；建议改用令牌" },
      { optional: true },
    ),
  },
  signIn: [["token"], ["apiKey"]],
  largestRRset: 100,
  ttl: { min: 300, max: 2_592_000, fallback: 300 },
  server: ({ token, apiKey }) =>
    jsonServer(
      "https://api.gandi.net/v5/livedns",
      firstGiven(token && bearer(token), apiKey && bearer(apiKey, "Apikey")),
      { message: ["cause", "message", "errors.*.description"] },
    ),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (page) => GET("/domains", page),
        paging: numberedPages({ page: "page", size: "per_page", rows: 100 }),
        rows: "",
        apex: "fqdn",
      }),
      read: ({ zone, relativeOwner: owner, type }) => GET(route, { zone, owner, type }),
      rrset: { values: "rrset_values.*", ttl: "rrset_ttl" },
      replace: ({ zone, relativeOwner: owner, type, values, ttl }) =>
        PUT(route, { zone, owner, type }, { rrset_ttl: ttl, rrset_values: values }),
      delete: ({ zone, relativeOwner: owner, type }) => DELETE(route, { zone, owner, type }),
    }),
});

const route = "/domains/{zone}/records/{owner}/{type}";
