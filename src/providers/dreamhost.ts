import type { ProviderDeclaration } from "../core/provider.ts";
import { body, bodyMatches, failed, on, rejected } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET, type Call, type Query } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt, at, textOf } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * DreamHost, whose records are added and removed and have one TTL. Facts from the vendor's manual and other clients,
 * 2026-11.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dreamhost",
  label: "DreamHost",
  site: "https://www.dreamhost.com",
  manual: "https://help.dreamhost.com/hc/en-us/articles/217555707-DNS-API-commands",
  kind: "zone-api",
  access: {
    where: { en: "panel.dreamhost.com, API", "zh-CN": "panel.dreamhost.com 的 API 页面" },
    least: { en: "A key for the functions dns-* only", "zh-CN": "仅具有 dns-* 功能的密钥" },
    reach: "dns",
  },
  quirks: [
    {
      en: "Records that DreamHost made for a domain it hosts cannot be changed",
      "zh-CN": "DreamHost 为其托管的域名自建的记录无法更改",
    },
    { en: "Every list names all records of the account", "zh-CN": "每次查询都会列出账户的全部记录" },
  ],
  unverified: [{ en: "Wildcards", "zh-CN": "泛域名" }],
  credentials: {
    key: secretField({ en: "API key", "zh-CN": "API 密钥" }),
  },
  options: { comment: textField({ en: "Comment of the record", "zh-CN": "记录备注" }) },
  largestRRset: 100,
  // Limits are per hour and not published.
  pace: { requestsPerMinute: 20 },
  server: ({ key }) =>
    jsonServer("https://api.dreamhost.com", queryKey({ key, format: "json" }), {
      message: ["data", "reason"],
      succeeds: body("result", "success"),
    }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: () => command("dns-list_records"),
        // Zones are known from their records.
        rows: (tree) => {
          const apexes = allAt(tree, "data.*.zone").flatMap((apex) => textOf(apex) ?? []);
          return Array.isArray(at(tree, "data")) ? [...new Set(apexes)] : undefined;
        },
        apex: "",
      }),
      list: () => command("dns-list_records"),
      rows: "data",
      record: {
        // Removing takes the value in the spelling it has there.
        id: "value",
        owner: "record",
        type: "type",
        content: "value",
        fields: { comment: "comment" },
        isUntouchable: (row) => textOf(at(row, "editable")) === "0",
      },
      create: ({ name: record, type, content: value, kept }) =>
        command("dns-add_record", { record, type, value, comment: textOf(at(kept.fields, "comment")) }),
      delete: ({ name: record, type, id: value }) => command("dns-remove_record", { record, type, value }),
    }),
  answers: [
    on(bodyMatches("data", /^(invalid_api_key|no_key)/), rejected("credentials-rejected")),
    on(bodyMatches("data", /^slow_down/), failed("rate-limited")),
    on(bodyMatches("data", /^no_such_zone/), rejected("zone-not-found")),
    on(bodyMatches("data", /^(no_such_|record_already_exists_remove_first)/), failed("precondition-lost")),
    on(bodyMatches("data", /not_editable|^CNAME_/), rejected("conflicting-records")),
    on(bodyMatches("data", /^invalid_(record|value)/), rejected("value-invalid")),
    on(bodyMatches("data", /^internal_error/), failed("server-error")),
  ],
});

function command(cmd: string, query: Query = {}): Call {
  return { ...GET("/", { cmd, ...query }), route: `/?cmd=${cmd}`, target: "/" };
}
