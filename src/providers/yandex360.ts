import type { ProviderDeclaration } from "../core/provider.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { integerField, secretField } from "./kit/fields.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Yandex 360 for Business, which followed Yandex Connect and its interface at pddimp. Facts from the vendor's outline and
 * three clients, 2026-11; lists of domains have pages of ten at most, whatever is documented.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "yandex360",
  label: "Yandex 360",
  names: { aliases: ["Yandex Connect", "PDD", "Яндекс 360"] },
  site: "https://360.yandex.ru",
  manual: "https://yandex.ru/dev/api360/doc/ref/DomainDNSService/",
  kind: "zone-api",
  access: {
    where: { en: "oauth.yandex.ru › an application of one's own", "zh-CN": "oauth.yandex.ru › 自建应用" },
    least: {
      en: "The rights directory:manage_dns and directory:read_domains",
      "zh-CN": "directory:manage_dns 和 directory:read_domains 权限",
    },
    reach: "dns",
  },
  unverified: [
    {
      en: "Limits of the TTL, which are those of the interface before this one",
      "zh-CN": "TTL 的上下限（取自旧版接口）",
    },
  ],
  credentials: {
    oauthToken: secretField({ en: "OAuth token", "zh-CN": "OAuth 令牌" }),
    orgId: integerField({ en: "Number of the organisation", "zh-CN": "组织编号（orgId）" }, { min: 1 }),
  },
  largestRRset: 50,
  ttl: { min: 900, max: 1_209_600, fallback: 900 },
  server: ({ oauthToken, orgId }) =>
    jsonServer(`https://api360.yandex.net/directory/v1/org/${orgId}`, bearer(oauthToken, "OAuth")),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/domains", page),
        paging: numberedPages({ page: "page", size: "perPage", rows: 10, lastPage: "pages" }),
        rows: "domains",
        apex: "name",
      }),
      list: ({ zone }, page) => GET("/domains/{zone}/dns", { zone }, page),
      paging: numberedPages({ page: "page", size: "perPage", rows: 50, lastPage: "pages" }),
      rows: "records",
      record: {
        id: "recordId",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "address",
        ttl: "ttl",
      },
      create: ({ zone, type, relativeOwner: name, content: address, ttl }) =>
        POST("/domains/{zone}/dns", { zone }, { type, name, address, ttl }),
      update: ({ zone, id, type, relativeOwner: name, content: address, ttl }) =>
        POST("/domains/{zone}/dns/{id}", { zone, id }, { type, name, address, ttl }),
      delete: ({ zone, id }) => DELETE("/domains/{zone}/dns/{id}", { zone, id }),
    }),
});
