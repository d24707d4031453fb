import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, POST } from "./kit/call.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Gigahost.no. Facts from other clients, 2026-11; the spelling of the apex and how a record is changed are unverified, so
 * records are made anew.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "gigahostno",
  label: "Gigahost.no",
  site: "https://gigahost.no",
  manual: "https://gigahost.no/en/api-dokumentasjon",
  names: { aliases: ["gigahost", "gigahost.no"] },
  access: {
    where: { en: "gigahost.no, API page of the account", "zh-CN": "gigahost.no 账户的 API 页面" },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  kind: "zone-api",
  credentials: { apiKey: secretField({ en: "API key of the account", "zh-CN": "账户的 API 密钥" }) },
  largestRRset: 100,
  server: ({ apiKey }) =>
    jsonServer("https://api.gigahost.no/api/v0", bearer(apiKey), {
      message: ["meta.status_message", "meta.message"],
    }),
  family: (_settings) =>
    records({
      zones: zoneList({ list: () => GET("/dns/zones"), rows: "data", apex: "zone_name", id: "zone_id" }),
      list: ({ zone }) => GET("/dns/zones/{zone}/records", { zone }),
      rows: "data",
      record: {
        id: "record_id",
        owner: "record_name",
        ownerIs: "relative",
        type: "record_type",
        content: "record_value",
        ttl: "record_ttl",
      },
      create: ({ zone, relativeOwner, type, content, kept }) =>
        POST(
          "/dns/zones/{zone}/records",
          { zone },
          { record_name: relativeOwner, record_type: type, record_value: content, record_ttl: kept.ttl },
        ),
      delete: ({ zone, id, relativeOwner: name, type }) =>
        DELETE("/dns/zones/{zone}/records/{id}", { zone, id }, { name, type }),
    }),
  answers: [on(body("meta.maintenance", true), failed("under-maintenance"))],
});
