import type { ProviderDeclaration } from "../core/provider.ts";
import { largestTtl } from "../core/ttl.ts";
import { status } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, PUT, withBody } from "./kit/call.ts";
import { onlyKeyOfAccount, shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField } from "./kit/fields.ts";
import { allAt } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneByAsking } from "./kit/zone-finding.ts";

/**
 * Hostinger. Facts from other clients, 2026-11; the shortest TTL is unverified: the lowest that a client is known to use.
 * Domains are found by asking for their zones, since the list of domains belongs to another interface.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "hostinger",
  label: "Hostinger",
  site: "https://www.hostinger.com",
  manual: "https://developers.hostinger.com",
  names: { aliases: ["hpanel"] },
  access: {
    where: { en: "hpanel.hostinger.com/profile/api", "zh-CN": "hpanel.hostinger.com/profile/api 页面" },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "Domains are found by asking for their zones; there is no list of them",
      "zh-CN": "域名通过逐一查询区域得知，没有列表",
    },
  ],
  unverified: [shortestTtl],
  kind: "zone-api",
  credentials: {
    token: secretField({ en: "API token; it opens the whole account", "zh-CN": "API 令牌；拥有账户全部权限" }),
  },
  largestRRset: 100,
  ttl: { min: 300, max: largestTtl, fallback: 300 },
  server: ({ token }) =>
    jsonServer("https://developers.hostinger.com/api/dns/v1", bearer(token), {
      message: ["message", "error", "errors.*.*"],
    }),
  family: (_settings) =>
    rrsets({
      zones: zoneByAsking({ ask: (zone) => GET("/zones/{zone}", { zone }), noneWhen: status(404, 422) }),
      read: ({ zone }) => GET("/zones/{zone}", { zone }),
      // A zone that is gone is no proof that its records are.
      noneWhen: () => false,
      rrset: {
        among: "",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        values: "records.*.content",
        ttl: "ttl",
        isUntouchable: (row) => allAt(row, "records.*.is_disabled").includes(true),
      },
      // Only RRsets of the names and types in the body are replaced.
      replace: ({ zone, relativeOwner: name, type, ttl, values }) =>
        PUT(
          "/zones/{zone}",
          { zone },
          { overwrite: true, zone: [{ name, type, ttl, records: values.map((content) => ({ content })) }] },
        ),
      delete: ({ zone, relativeOwner: name, type }) =>
        withBody(DELETE("/zones/{zone}", { zone }), { filters: [{ name, type }] }),
    }),
});
