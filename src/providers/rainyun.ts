import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { body, on, rejected } from "./kit/answers.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { onlyKeyOfAccount, shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { integerField, secretField, textField } from "./kit/fields.ts";
import { at } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** Rainyun (雨云), API v2. Facts from other clients, 2026-11; code 30039 and the shortest TTL are unverified. */
export const provider: ProviderDeclaration = defineProvider({
  id: "rainyun",
  label: "Rainyun (雨云)",
  site: "https://www.rainyun.com",
  manual: "https://s.apifox.cn/a4595cc8-44c5-4678-a2a3-eed7738dab03/",
  names: { "zh-CN": "雨云", aliases: ["Rainyun", "Rain Yun", "雨云"] },
  access: {
    where: { en: "API key page of the account", "zh-CN": "账户的 API 密钥页面" },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  unverified: [{ en: "Code 30039", "zh-CN": "代码 30039" }, shortestTtl],
  kind: "zone-api",
  credentials: {
    apiKey: secretField({ en: "API key of the account", "zh-CN": "账户的 API 密钥" }),
  },
  options: {
    line: textField({ en: "Line, by default DEFAULT", "zh-CN": "线路，默认为 DEFAULT" }),
    level: integerField({ en: "Priority, 10 for a new record", "zh-CN": "优先级，新记录为 10" }),
  },
  largestRRset: 100,
  ttl: { min: 120, max: largestTtl, fallback: 600 },
  server: ({ apiKey }) =>
    jsonServer("https://api.v2.rainyun.com", headerKey({ "x-api-key": apiKey }), { succeeds: body("code", 200) }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => {
          const options = { columnFilters: { "domains.Domain": "" }, sort: [], ...page };
          return GET("/product/domain", { options: JSON.stringify(options) });
        },
        paging: numberedPages({ page: "page", size: "perPage", rows: 100, total: "data.TotalRecords" }),
        rows: "data.Records",
        apex: "domain",
        id: "id",
      }),
      list: ({ zone }, page) => GET(route, { zone }, page),
      paging: numberedPages({ page: "page_no", size: "limit", rows: 100, total: "data.TotalRecords" }),
      rows: "data.Records",
      record: {
        id: "record_id",
        owner: "host",
        ownerIs: "relative",
        type: "type",
        content: "value",
        ttl: "ttl",
        fields: { line: "line", level: "level" },
        isSelected: (row, { options }) => at(row, "line") === (options.line ?? "DEFAULT"),
      },
      create: ({ zone, type, relativeOwner: host, content: value, ttl, kept }) =>
        POST(route, { zone }, { record_id: 0, host, type, value, ttl, line: "DEFAULT", level: 10, ...kept.fields }),
      update: ({ zone, id, type, relativeOwner: host, content: value, ttl, kept }) =>
        PATCH(route, { zone }, { record_id: Number(id), host, type, value, ttl, ...kept.fields }),
      delete: ({ zone, id }) => DELETE(route, { zone }, { record_id: id }),
    }),
  answers: [on(body("code", 401, 30_039), rejected("credentials-rejected"))],
});

const route = "/product/domain/{zone}/dns";
