import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { basic } from "./kit/auth/basic.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * LuaDNS, REST API v1. Facts from the vendor's manual and other clients, 2026-11; the shortest TTL, of free plans, and the
 * limit are unverified. A zone that is built from a repository loses what is written here with its next build.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "luadns",
  label: "LuaDNS",
  site: "https://luadns.com",
  manual: "https://www.luadns.com/api.html",
  names: { aliases: ["luadns.com"] },
  access: {
    where: {
      en: "api.luadns.com/settings, where the API has to be switched on",
      "zh-CN": "api.luadns.com/settings，须先启用 API",
    },
    least: {
      en: "A token that is limited to the zone, if the account offers it",
      "zh-CN": "如账户支持，使用限定到所需区域的令牌",
    },
    reach: "zones",
  },
  quirks: [
    {
      en: "A zone that is built from a repository loses what is written here with its next build",
      "zh-CN": "由代码仓库生成的区域会在下次生成时丢失此处写入的内容",
    },
  ],
  unverified: [
    { en: "That tokens can be limited to zones", "zh-CN": "令牌可限定到区域" },
    { en: "The shortest TTL of free plans and the pace", "zh-CN": "免费套餐的最短 TTL 与请求频率" },
  ],
  kind: "zone-api",
  credentials: {
    email: textField({ en: "E-mail address of the account", "zh-CN": "账户的电子邮件地址" }),
    token: secretField({
      en: "API token; the API must be enabled for the account",
      "zh-CN": "API 令牌；须先为账户启用 API",
    }),
  },
  largestRRset: 100,
  ttl: { min: 300, max: largestTtl, fallback: 300 },
  pace: { requestsPerMinute: 240 },
  server: ({ email, token }) => jsonServer("https://api.luadns.com/v1", basic(email, token)),
  family: (_settings) =>
    records({
      zones: zoneList({ list: () => GET("/zones"), rows: "", apex: "name", id: "id" }),
      list: ({ zone }) => GET("/zones/{zone}/records", { zone }),
      rows: "",
      record: { id: "id", owner: "name", type: "type", content: "content", ttl: "ttl" },
      create: ({ zone, type, name, content, ttl }) =>
        POST("/zones/{zone}/records", { zone }, { name: `${name}.`, type, content, ttl }),
      update: ({ zone, id, type, name, content, ttl }) =>
        PUT("/zones/{zone}/records/{id}", { zone, id }, { name: `${name}.`, type, content, ttl }),
      delete: ({ zone, id }) => DELETE("/zones/{zone}/records/{id}", { zone, id }),
    }),
});
