import type { Bilingual } from "../core/language.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField } from "./kit/fields.ts";
import { linkedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList, zoneOfOwner } from "./kit/zone-finding.ts";

/**
 * deSEC, by its RRset interface. Facts from the service's own documentation, 2026-11. Every domain has a shortest TTL of
 * its own, mostly an hour, a minute for names of dedyn.io.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "desec",
  label: "deSEC",
  site: "https://desec.io",
  manual: "https://desec.readthedocs.io/en/latest/dns/rrsets.html",
  names: { aliases: ["desec.io", "dedyn", "dedyn.io"] },
  access: {
    where: { en: "desec.io/tokens", "zh-CN": "desec.io/tokens 页面" },
    least: {
      en: "A token with a policy that allows writing A and AAAA of the one name, and without the rights to manage tokens and to create or delete domains",
      "zh-CN": "令牌的策略仅允许写入该名称的 A 与 AAAA，且不具有管理令牌、创建或删除域名的权限",
    },
    reach: "name",
  },
  quirks: [
    {
      en: "Every domain has a shortest TTL of its own, mostly an hour, a minute for names of dedyn.io",
      "zh-CN": "每个域名有各自的最短 TTL，通常为一小时，dedyn.io 下的名称为一分钟",
    },
  ],
  kind: "zone-api",
  credentials: {
    token: secretField({
      en: "Token; a policy that lets it write the A and AAAA records of its names is enough",
      "zh-CN": "令牌；策略只需允许写入相应名称的 A 与 AAAA 记录",
    }),
  },
  largestRRset: 100,
  ttl: { min: 60, max: 86_400, fallback: 3_600 },
  pace: { requestsPerMinute: 15 },
  server: ({ token }) => jsonServer("https://desec.io/api/v1", bearer(token, "Token"), { message: ["detail", "*.*"] }),
  family: (_settings) =>
    rrsets({
      zones: zoneOfOwner({
        ask: (name) => GET("/domains/", { owns_qname: name }),
        zone: "0",
        apex: "name",
        list: zoneList({
          list: (page) => GET("/domains/", page),
          // Without a cursor, more than 500 domains are refused.
          paging: linkedPages({ cursor: "" }),
          rows: "",
          apex: "name",
        }),
      }),
      read: ({ zone, relativeOwner: owner, type }) => GET(route, { zone, owner, type }),
      rrset: { values: "records.*", ttl: "ttl" },
      create: ({ zone, relativeOr, type, ttl, values }) =>
        POST("/domains/{zone}/rrsets/", { zone }, { subname: relativeOr(""), type, ttl, records: values }),
      replace: ({ zone, relativeOwner: owner, type, given, values }) =>
        PATCH(route, { zone, owner, type }, { ttl: given.ttl, records: values }),
      delete: ({ zone, relativeOwner: owner, type }) => DELETE(route, { zone, owner, type }),
    }),
  // Whoever may not manage tokens is refused their list: "Manage Tokens" of the manual.
  inspections: (_settings) => [{ ask: GET("/auth/tokens/"), tells: [{ kind: "excess", text: managesTokens }] }],
});

const managesTokens: Bilingual<string> = {
  en: "The token may manage tokens, and so make itself others with all rights; make one without that right",
  "zh-CN": "该令牌可管理令牌，因此能自行建立具有全部权限的令牌；请建立不具备此权限的令牌",
};

const route = "/domains/{zone}/rrsets/{owner}/{type}/";
