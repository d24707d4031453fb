import type { ProviderDeclaration } from "../core/provider.ts";
import { all, bodyMatches, failed, on } from "./kit/answers.ts";
import { constellix } from "./kit/auth/constellix.ts";
import type { BodyFields } from "./kit/call.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { onlyKeyOfAccount, shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets, type NewRRset } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt, at, isObject, textOf, type Json } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Constellix DNS, API v1. Facts from the vendor's reference and three clients, 2026-11. Its search tells identities only,
 * so records are listed by type. A wrong clock looks like a wrong key.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "constellix",
  label: "Constellix",
  site: "https://constellix.com",
  manual: "https://api-docs.constellix.com",
  access: {
    where: {
      en: "manage.constellix.com › Account › API keys",
      "zh-CN": "manage.constellix.com › Account › API keys（API 密钥）",
    },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "Names with several records, by region, location or pool, are left to a person",
      "zh-CN": "按地区、地理位置或地址池设有多条记录的名称不会被修改",
    },
  ],
  unverified: [shortestTtl, { en: "That lists of records come whole", "zh-CN": "记录列表一次返回全部" }],
  kind: "zone-api",
  credentials: {
    apiKey: textField({ en: "API key", "zh-CN": "API 密钥（API Key）" }),
    secretKey: secretField({ en: "Secret key", "zh-CN": "私钥（Secret Key）" }),
  },
  options: { note: textField({ en: "Note of the record", "zh-CN": "记录备注" }) },
  largestRRset: 50,
  ttl: { min: 60, max: 604_800, fallback: 60 },
  server: ({ apiKey, secretKey }) =>
    jsonServer("https://api.dns.constellix.com/v1", constellix({ key: apiKey, secret: secretKey })),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (page) => GET("/domains", page),
        paging: offsetPages({ offset: "offset", limit: "max", rows: 100 }),
        rows: "",
        apex: "name",
        id: "id",
      }),
      read: ({ zone, type }) => GET("/domains/{zone}/records/{type}", { zone, type: type.toLowerCase() }),
      readsAgain: true,
      rrset: ({ apex, type }) => ({
        among: "",
        owner: "name",
        ownerIs: "relative",
        id: "id",
        values: (row) => valuesOf(row)?.map((value) => (type === "CNAME" ? absolute(value, apex) : value)),
        ttl: "ttl",
        fields: { note: "note" },
        isUntouchable: (row, rows) => rows.length > 1 || at(row, "recordOption") !== "roundRobin",
      }),
      create: (set) =>
        POST("/domains/{zone}/records/{type}", { zone: set.zone, type: set.type.toLowerCase() }, recordOf(set)),
      replace: (set) =>
        PUT(
          "/domains/{zone}/records/{type}/{id}",
          { zone: set.zone, type: set.type.toLowerCase(), id: set.id },
          recordOf(set),
        ),
      delete: ({ zone, type, id }) =>
        DELETE("/domains/{zone}/records/{type}/{id}", { zone, type: type.toLowerCase(), id }),
    }),
  // Somebody else made the same record after we read.
  answers: [on(all(400, bodyMatches("errors.*", /already exists/i)), failed("precondition-lost"))],
});

function entriesOf(row: Json | undefined): readonly Json[] {
  return allAt(row, "roundRobin.*");
}

/** Addresses that are in use; entries may be switched off. */
function valuesOf(row: Json): readonly string[] | undefined {
  if (!Array.isArray(at(row, "roundRobin"))) return undefined;
  return entriesOf(row).flatMap((entry) =>
    at(entry, "disableFlag") === true ? [] : (textOf(at(entry, "value")) ?? []),
  );
}

/** The record whole, since a change resets what it does not name; entries that are switched off stay so. */
function recordOf({ row, relativeOr, values, ttl, kept }: NewRRset<unknown>): BodyFields {
  const present = isObject(row) ? { noAnswer: row["noAnswer"], gtdRegion: row["gtdRegion"] } : {};
  const off = entriesOf(row).filter((entry) => at(entry, "disableFlag") === true);
  const roundRobin = [...values.map((value) => ({ value, disableFlag: false })), ...off];
  return { recordOption: "roundRobin", name: relativeOr(""), ttl, ...present, ...kept.fields, roundRobin };
}

/** Targets of aliases are relative unless they end in a dot. */
function absolute(target: string, apex: string): string {
  if (target.endsWith(".")) return target;
  return target === "" ? apex : `${target}.${apex}`;
}
