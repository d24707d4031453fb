import type { ProviderDeclaration } from "../core/provider.ts";
import { basic } from "./kit/auth/basic.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** Domeneshop, API v0. Facts from the vendor's manual and other clients, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "domeneshop",
  label: "Domeneshop",
  site: "https://domene.shop",
  manual: "https://api.domeneshop.no/docs/",
  names: { aliases: ["domene.shop", "domainname.shop", "Domainnameshop"] },
  access: {
    where: { en: "domene.shop/admin?view=api", "zh-CN": "domene.shop/admin?view=api 页面" },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  kind: "zone-api",
  credentials: {
    token: textField({ en: "API token", "zh-CN": "API 令牌" }),
    secret: secretField({
      en: "Secret of the token; it covers all domains of the account",
      "zh-CN": "令牌对应的 secret；覆盖账户下的全部域名",
    }),
  },
  largestRRset: 100,
  ttl: {
    min: 60,
    max: 604_800,
    fallback: 300,
    // Any whole minute would do; these are the usual ones.
    choices: [60, 120, 180, 240, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800],
  },
  server: ({ token, secret }) =>
    jsonServer("https://api.domeneshop.no/v0", basic(token, secret), { message: ["help"] }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (query) => GET("/domains", query),
        narrow: (domain) => ({ domain }),
        rows: "",
        apex: "domain",
        id: "id",
        prefer: (row) => at(row, "services.dns") !== false,
      }),
      list: ({ zone, relativeOwner: host, type }) => GET("/domains/{zone}/dns", { zone }, { host, type }),
      rows: "",
      record: { id: "id", owner: "host", ownerIs: "relative", type: "type", content: "data", ttl: "ttl" },
      create: ({ zone, type, relativeOwner: host, content: data, ttl }) =>
        POST("/domains/{zone}/dns", { zone }, { host, type, data, ttl }),
      update: ({ zone, id, type, relativeOwner: host, content: data, ttl }) =>
        PUT("/domains/{zone}/dns/{id}", { zone, id }, { host, type, data, ttl }),
      delete: ({ zone, id }) => DELETE("/domains/{zone}/dns/{id}", { zone, id }),
    }),
});
