import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField } from "./kit/fields.ts";
import { at } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * IONOS hosting, DNS API v1; IONOS Cloud DNS is another product. Facts from the vendor's manual and other clients,
 * 2026-11.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "ionos",
  label: "IONOS",
  site: "https://www.ionos.com",
  manual: "https://developer.hosting.ionos.com/docs/dns",
  kind: "zone-api",
  names: { aliases: ["1&1", "1and1"] },
  access: {
    where: { en: "developer.hosting.ionos.com/keys", "zh-CN": "developer.hosting.ionos.com/keys 页面" },
    least: { en: "Keys cannot be limited", "zh-CN": "密钥的权限无法缩小" },
    reach: "account",
  },
  unverified: [
    { en: "How many requests are allowed", "zh-CN": "允许的请求次数" },
    { en: "What a second record with the same value is answered with", "zh-CN": "重复记录时服务的应答" },
  ],
  credentials: {
    apiKey: secretField({
      en: "API key as public prefix, dot, secret",
      "zh-CN": "API 密钥，格式为“公共前缀.密钥”",
    }),
  },
  largestRRset: 100,
  ttl: { min: 60, max: largestTtl, fallback: 3_600 },
  pace: { requestsPerMinute: 60 },
  server: ({ apiKey }) =>
    jsonServer("https://api.hosting.ionos.com/dns/v1", headerKey({ "X-API-Key": apiKey }), {
      message: ["*.code", "*.message", "code", "message"],
    }),
  family: (_settings) =>
    records({
      zones: zoneList({ list: () => GET("/zones"), rows: "", apex: "name", id: "id" }),
      list: ({ zone, name: recordName, type: recordType }) =>
        GET("/zones/{zone}", { zone }, { recordName, recordType }),
      rows: "records",
      record: {
        id: "id",
        owner: "name",
        type: "type",
        content: "content",
        ttl: "ttl",
        // A record that is kept but not served would become one that is.
        isUntouchable: (row) => at(row, "disabled") === true,
      },
      create: ({ zone, name, type, content, ttl }) =>
        POST("/zones/{zone}/records", { zone }, [{ name, type, content, ttl, prio: 0, disabled: false }]),
      update: ({ zone, id, content, ttl }) =>
        PUT("/zones/{zone}/records/{id}", { zone, id }, { content, ttl, prio: 0, disabled: false }),
      delete: ({ zone, id }) => DELETE("/zones/{zone}/records/{id}", { zone, id }),
    }),
});
