import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected, text } from "./kit/answers.ts";
import { bodyKey } from "./kit/auth/body-key.ts";
import { firstGiven } from "./kit/authentication.ts";
import { POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt, at, isObject, textOf } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { formServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * ClouDNS, HTTP API. Facts from the vendor's wiki and other clients, 2026-11. Errors are told by their words alone, and
 * the words for a zone or record that is not there are partly unverified.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "cloudns",
  label: "ClouDNS",
  site: "https://www.cloudns.net",
  manual: "https://www.cloudns.net/wiki/article/41/",
  names: { aliases: ["cloudns.net"] },
  access: {
    where: {
      en: "www.cloudns.net › API & Resellers › API users",
      "zh-CN": "www.cloudns.net 的 API & Resellers › API users 页面",
    },
    least: { en: "An API sub-user that is limited to the zones", "zh-CN": "仅限所需区域的 API 子用户" },
    reach: "zones",
    excess: [
      {
        field: "authId",
        warning: {
          en: "This API user can change every zone of the account. Make an API sub-user limited to the zones and write its sub-auth-id instead",
          "zh-CN": "该 API 用户可修改账户的全部区域。请建立仅限所需区域的 API 子用户，并改填 sub-auth-id",
        },
      },
    ],
  },
  quirks: [{ en: "The HTTP API is part of paid plans", "zh-CN": "HTTP API 仅限付费套餐" }],
  unverified: [{ en: "The words for a zone or record that is not there", "zh-CN": "区域或记录不存在时的措辞" }],
  kind: "zone-api",
  credentials: {
    authId: textField(
      { en: "ID of an API user (paid plans)", "zh-CN": "API 用户的 ID（付费套餐）" },
      { optional: true },
    ),
    subAuthId: textField(
      {
        en: "ID of an API sub-user that is limited to the zones; prefer it",
        "zh-CN": "仅限相应区域的 API 子用户 ID；建议使用",
      },
      { optional: true },
    ),
    password: secretField({ en: "Password of the API user", "zh-CN": "API 用户的密码" }, { optional: true }),
  },
  signIn: [
    ["subAuthId", "password"],
    ["authId", "password"],
  ],
  largestRRset: 100,
  ttl: {
    min: 60,
    max: 2_592_000,
    fallback: 300,
    choices: [60, 300, 900, 1_800, 3_600, 21_600, 43_200, 86_400, 172_800, 259_200, 604_800, 1_209_600, 2_592_000],
  },
  pace: { requestsPerMinute: 1_200 },
  server: ({ authId, subAuthId, password }) =>
    formServer(
      "https://api.cloudns.net/dns",
      firstGiven(
        subAuthId && password && bodyKey({ "sub-auth-id": subAuthId, "auth-password": password }),
        authId && password && bodyKey({ "auth-id": authId, "auth-password": password }),
      ),
      { message: ["statusDescription"] },
    ),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (query) => POST("/list-zones.json", query),
        narrow: (search) => ({ search }),
        paging: numberedPages({ page: "page", size: "rows-per-page", rows: 100 }),
        rows: "",
        apex: "name",
      }),
      list: ({ zone, relativeOr, type }) => POST("/records.json", { "domain-name": zone, host: relativeOr(""), type }),
      // Records by their identities; nothing is an empty list, and any other object is no list at all.
      rows: (tree) => {
        const rows = allAt(tree, "*");
        return (Array.isArray(tree) || rows.length > 0) && rows.every(isObject) ? rows : undefined;
      },
      record: {
        id: "id",
        owner: "host",
        ownerIs: "relative",
        type: "type",
        content: "record",
        ttl: "ttl",
        // Paused records answer nobody.
        isUntouchable: (row) => textOf(at(row, "status")) === "0",
      },
      create: ({ zone, type, relativeOr, content: record, ttl }) =>
        POST("/add-record.json", { "domain-name": zone, "record-type": type, host: relativeOr(""), record, ttl }),
      update: ({ zone, id, relativeOr, content: record, ttl }) =>
        POST("/mod-record.json", { "domain-name": zone, "record-id": id, host: relativeOr(""), record, ttl }),
      delete: ({ zone, id }) => POST("/delete-record.json", { "domain-name": zone, "record-id": id }),
    }),
  answers: [
    on(text(/incorrect auth-id or auth-password/i), rejected("credentials-rejected")),
    on(text(/requests per second/i), failed("rate-limited")),
    on(text(/Invalid record-id|record already exists/i), failed("precondition-lost")),
    on(text(/Missing domain-name/i), rejected("zone-not-found")),
    on(body("status", "Failed"), rejected("request-refused")),
  ],
});
