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
  kind: "zone-api",
  credentials: {
    email: textField({ en: "E-mail address of the account", "zh-CN": "账户的电子邮件地址" }),
    token: secretField(
      { en: "API token; the API must be enabled for the account", "zh-CN": "API 令牌；须先为账户启用 API" },
      { whereToFind: { en: "api.luadns.com/settings", "zh-CN": "api.luadns.com/settings 页面" } },
    ),
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
