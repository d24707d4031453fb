import type { ProviderDeclaration } from "../core/provider.ts";
import type { RRType } from "../core/rr-type.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { DELETE, GET, PUT, withBody } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** Spaceship. Facts from the vendor's manual and other clients, 2026-11. A record is known by its value alone. */
export const provider: ProviderDeclaration = defineProvider({
  id: "spaceship",
  label: "Spaceship",
  site: "https://www.spaceship.com",
  manual: "https://docs.spaceship.dev/",
  names: { aliases: ["spaceship.com", "spaceship.dev"] },
  access: {
    where: {
      en: "www.spaceship.com/application/api-manager",
      "zh-CN": "www.spaceship.com/application/api-manager 页面",
    },
    least: {
      en: "A key with dnsrecords:read, dnsrecords:write and domains:read",
      "zh-CN": "仅具有 dnsrecords:read、dnsrecords:write 与 domains:read 的密钥",
    },
    reach: "dns",
  },
  kind: "zone-api",
  credentials: {
    apiKey: secretField({
      en: "API key with domains:read, dnsrecords:read and dnsrecords:write",
      "zh-CN": "API 密钥，具有 domains:read、dnsrecords:read 和 dnsrecords:write 权限",
    }),
    apiSecret: secretField({ en: "Secret of the key", "zh-CN": "密钥对应的 API Secret" }),
  },
  largestRRset: 100,
  ttl: { min: 60, max: 3_600, fallback: 300 },
  pace: { requestsPerMinute: 60 },
  server: ({ apiKey, apiSecret }) =>
    jsonServer("https://spaceship.dev/api/v1", headerKey({ "X-API-Key": apiKey, "X-API-Secret": apiSecret }), {
      message: ["detail", "data.*.details"],
    }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/domains", page),
        paging: offsetPages({ offset: "skip", limit: "take", rows: 100, total: "total" }),
        rows: "items",
        apex: "name",
      }),
      list: ({ zone }, page) => GET(route, { zone }, page),
      paging: offsetPages({ offset: "skip", limit: "take", rows: 500, total: "total" }),
      rows: "items",
      record: ({ type }) => ({
        id: memberOf(type),
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: memberOf(type),
        ttl: "ttl",
        // Records of products and personal name servers are the service's own.
        isUntouchable: (row) => (textOf(at(row, "group.type")) ?? "custom") !== "custom",
      }),
      create: ({ zone, type, relativeOwner: name, content: address, ttl }) =>
        PUT(route, { zone }, { force: true, items: [{ type, name, address, ttl }] }),
      // A value that is there gets another TTL, another value comes beside it.
      update: ({ zone, id, type, relativeOwner: name, content: address, presentContent, ttl }) => [
        PUT(route, { zone }, { force: true, items: [{ type, name, address, ttl }] }),
        ...(address === presentContent ? [] : [withBody(DELETE(route, { zone }), [{ type, name, address: id }])]),
      ],
      delete: ({ zone, id: address, type, relativeOwner: name }) =>
        withBody(DELETE(route, { zone }), [{ type, name, address }]),
    }),
});

const route = "/dns/records/{zone}";

function memberOf(type: RRType): string {
  return type === "CNAME" ? "cname" : "address";
}
