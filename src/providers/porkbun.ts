import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { body, failed, on, rejected, text } from "./kit/answers.ts";
import { bodyKey } from "./kit/auth/body-key.ts";
import { POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { offsetPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Porkbun, API v3. Facts from the vendor's manual and other clients, 2026-11; texts of errors partly rest on one source.
 * New domains hold an ALIAS and a wildcard CNAME of Porkbun's, which have to be removed by hand where they are in the way.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "porkbun",
  label: "Porkbun",
  site: "https://porkbun.com",
  manual: "https://porkbun.com/api/json/v3/documentation",
  names: { aliases: ["porkbun.com"] },
  access: {
    where: { en: "porkbun.com/account/api", "zh-CN": "porkbun.com/account/api 页面" },
    least: {
      en: "API access switched on for the one domain only: a key opens every domain that allows it",
      "zh-CN": "仅为所需域名开启 API Access：密钥可操作所有允许 API 的域名",
    },
    reach: "zones",
  },
  quirks: [
    {
      en: "New domains hold an ALIAS and a wildcard CNAME of Porkbun's, which have to be removed by hand where they are in the way",
      "zh-CN": "新域名带有 Porkbun 的 ALIAS 与通配 CNAME 记录，若有冲突须手动删除",
    },
  ],
  unverified: [{ en: "Texts of errors, partly", "zh-CN": "部分错误文本" }],
  kind: "zone-api",
  credentials: {
    apiKey: secretField({
      en: "API key, as pk1_…; API access must be switched on for each domain",
      "zh-CN": "API 密钥，形如 pk1_…；须为每个域名开启 API Access",
    }),
    secretKey: secretField({ en: "Secret of the key, as sk1_…", "zh-CN": "密钥对应的 Secret Key，形如 sk1_…" }),
  },
  options: { notes: textField({ en: "Notes of the record", "zh-CN": "记录备注" }) },
  largestRRset: 100,
  ttl: { min: 600, max: largestTtl, fallback: 600 },
  // No limit is published; other clients found this to be safe.
  pace: { requestsPerMinute: 60 },
  server: ({ apiKey, secretKey }) =>
    jsonServer("https://api.porkbun.com/api/json/v3", bodyKey({ apikey: apiKey, secretapikey: secretKey }), {
      succeeds: body("status", "SUCCESS"),
    }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: ({ start }) => POST("/domain/listAll", { start }),
        paging: offsetPages({ offset: "start", limit: "count", rows: 1_000 }),
        rows: "domains",
        apex: "domain",
      }),
      list: ({ zone, type, relativeOwner: owner }) =>
        owner === "@"
          ? POST("/dns/retrieveByNameType/{zone}/{type}", { zone, type }, {})
          : POST("/dns/retrieveByNameType/{zone}/{type}/{owner}", { zone, type, owner }, {}),
      rows: "records",
      record: { id: "id", owner: "name", type: "type", content: "content", ttl: "ttl", fields: { notes: "notes" } },
      create: ({ zone, type, relativeOr, content, ttl, kept }) =>
        POST("/dns/create/{zone}", { zone }, { type, name: relativeOr(""), content, ttl: String(ttl), ...kept.fields }),
      // Notes survive only when they are sent again.
      update: ({ zone, id, type, relativeOr, content, ttl, kept }) =>
        POST(
          "/dns/edit/{zone}/{id}",
          { zone, id },
          { type, name: relativeOr(""), content, ttl: String(ttl), ...kept.fields },
        ),
      delete: ({ zone, id }) => POST("/dns/delete/{zone}/{id}", { zone, id }, {}),
    }),
  answers: [
    on(text(/Invalid API key/i), rejected("credentials-rejected")),
    on(text(/not opted in to API access/i), rejected("not-authorized")),
    on(text(/Invalid domain/i), rejected("zone-not-found")),
    // What is said of an edit that would change nothing: somebody else was faster.
    on(text(/unable to edit the DNS record/i), failed("precondition-lost")),
  ],
});
