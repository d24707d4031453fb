import type { ProviderDeclaration } from "../core/provider.ts";
import type { RRType } from "../core/rr-type.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, type Json } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** bunny.net DNS. Facts from the vendor's reference and other clients, 2026-11; the range of TTLs is unverified. */
export const provider: ProviderDeclaration = defineProvider({
  id: "bunny",
  label: "bunny.net",
  site: "https://bunny.net/dns/",
  manual: "https://docs.bunny.net/reference/dnszonepublic_index",
  names: { aliases: ["bunny.net", "BunnyCDN", "bunnydns"] },
  access: {
    where: { en: "dash.bunny.net › Account › API key", "zh-CN": "dash.bunny.net 的 Account › API key 页面" },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "A record that is linked to a pull zone is no address and is left alone",
      "zh-CN": "关联到 Pull Zone 的记录不是地址记录，保持不动",
    },
  ],
  unverified: [{ en: "The range of TTLs", "zh-CN": "TTL 的范围" }],
  kind: "zone-api",
  credentials: {
    apiKey: secretField({
      en: "API key of the account; it opens the whole account",
      "zh-CN": "账户的 API 密钥；拥有账户全部权限",
    }),
  },
  options: { comment: textField({ en: "Comment of the record", "zh-CN": "记录备注" }) },
  largestRRset: 100,
  ttl: { min: 15, max: 86_400, fallback: 300 },
  server: ({ apiKey }) => jsonServer("https://api.bunny.net", headerKey({ AccessKey: apiKey })),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (query) => GET("/dnszone", query),
        // Part of a name is enough for it; rows hold all records of their zone.
        narrow: (apex) => ({ search: apex }),
        paging: numberedPages({ page: "page", size: "perPage", rows: 20, total: "TotalItems" }),
        rows: "Items",
        apex: "Domain",
        id: "Id",
      }),
      list: ({ zone }) => GET("/dnszone/{zone}", { zone }),
      rows: "Records",
      record: {
        id: "Id",
        owner: "Name",
        ownerIs: "relative",
        content: "Value",
        ttl: "Ttl",
        fields: { comment: "Comment" },
        isSelected: (row, { type }) => at(row, "Type") === typeNumbers[type] || isBunnys(row),
        // Records that are switched off answer nobody.
        isUntouchable: (row) => isBunnys(row) || at(row, "Disabled") === true,
        isMasked: (row) => at(row, "Accelerated") === true,
      },
      create: ({ zone, type, relativeOr, content: Value, ttl: Ttl, given }) =>
        PUT(
          "/dnszone/{zone}/records",
          { zone },
          { Type: typeNumbers[type], Name: relativeOr(""), Value, Ttl, ...given.fields },
        ),
      update: ({ zone, id, content: Value, given }) =>
        POST("/dnszone/{zone}/records/{id}", { zone, id }, { Id: Number(id), Value, Ttl: given.ttl, ...given.fields }),
      delete: ({ zone, id }) => DELETE("/dnszone/{zone}/records/{id}", { zone, id }),
    }),
});

const typeNumbers: Readonly<Partial<Record<RRType, number>>> = { A: 0, AAAA: 1, CNAME: 2 };

/** Redirections, flattened names and pull zones answer with addresses of the service's own. */
function isBunnys(row: Json): boolean {
  return [5, 6, 7].some((type) => at(row, "Type") === type);
}
