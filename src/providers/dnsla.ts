import type { ProviderDeclaration } from "../core/provider.ts";
import type { RRType } from "../core/rr-type.ts";
import { largestTtl } from "../core/ttl.ts";
import { body } from "./kit/answers.ts";
import { basic } from "./kit/auth/basic.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * DNS.LA. Facts from other clients, 2026-11; the shortest TTL, of free plans, is unverified. Which line is the default one
 * is not known, so records of several lines are left alone unless one of them is chosen.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dnsla",
  label: "DNS.LA",
  site: "https://www.dns.la",
  manual: "https://www.dns.la/docs/ApiDoc",
  names: { aliases: ["dns.la", "DNSLA"] },
  access: {
    where: { en: "API page of the account", "zh-CN": "账户的 API 页面" },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "Which line is the default one is not known, so records of several lines are left alone unless one is chosen",
      "zh-CN": "默认线路无从得知，因此同名多线路的记录须指定线路后才会管理",
    },
  ],
  unverified: [{ en: "The shortest TTL of free plans", "zh-CN": "免费套餐的最短 TTL" }],
  kind: "zone-api",
  credentials: {
    apiId: textField({ en: "API ID of the account", "zh-CN": "账户的 API ID" }),
    apiSecret: secretField({ en: "API secret of the account", "zh-CN": "账户的 API 密钥" }),
  },
  options: { line: textField({ en: "ID of the line", "zh-CN": "线路 ID" }) },
  largestRRset: 100,
  ttl: { min: 600, max: largestTtl, fallback: 600 },
  server: ({ apiId, apiSecret }) =>
    jsonServer("https://api.dns.la/api", basic(apiId, apiSecret), {
      headers: { accept: "application/json" },
      succeeds: body("code", 200),
    }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/domainList", page),
        paging: numberedPages({ page: "pageIndex", size: "pageSize", rows: 100, total: "data.total" }),
        rows: "data.results",
        apex: "domain",
        id: "id",
      }),
      list: ({ zone, relativeOwner: host, type }, page) =>
        GET("/recordList", { domainId: zone, host, type: typeNumbers[type], ...page }),
      paging: numberedPages({ page: "pageIndex", size: "pageSize", rows: 999, total: "data.total" }),
      rows: "data.results",
      record: {
        id: "id",
        owner: "host",
        ownerIs: "relative",
        content: "data",
        ttl: "ttl",
        fields: { line: "lineId" },
        isSelected: (row, { type, options }) =>
          at(row, "type") === typeNumbers[type] &&
          textOf(at(row, "lineId")) === (options.line ?? textOf(at(row, "lineId"))),
        // Paused records answer nobody.
        isUntouchable: (row, rrset) =>
          at(row, "disable") === true || rrset.some((other) => at(other, "lineId") !== at(row, "lineId")),
      },
      create: ({ zone, type, relativeOwner: host, content: data, ttl, kept }) =>
        POST("/record", { domainId: zone, host, type: typeNumbers[type], data, ttl, ...kept.fields }),
      update: ({ id, type, relativeOwner: host, content: data, ttl, kept }) =>
        PUT("/record", { id, host, type: typeNumbers[type], data, ttl, ...kept.fields }),
      delete: ({ id }) => DELETE("/record", { id }),
    }),
});

const typeNumbers: Readonly<Partial<Record<RRType, number>>> = { A: 1, AAAA: 28, CNAME: 5 };
