import { Duration } from "../core/duration.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { all, body, failed, on, rejected } from "./kit/answers.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { DELETE, GET, PUT } from "./kit/call.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField } from "./kit/fields.ts";
import { at, numberOf, textOf } from "./kit/json.ts";
import type { Paging } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * GoDaddy. Facts from the vendor's reference and other clients, 2026-11; names of error codes are partly unverified.
 * Accounts with fewer than ten domains and without a Discount Domain Club subscription are refused.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "godaddy",
  label: "GoDaddy",
  site: "https://www.godaddy.com",
  manual: "https://developer.godaddy.com/doc/endpoint/domains",
  names: { aliases: ["Go Daddy", "狗爹"] },
  access: {
    where: {
      en: "developer.godaddy.com/keys, environment Production",
      "zh-CN": "developer.godaddy.com/keys，环境选择 Production",
    },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "Accounts with fewer than ten domains and without a Discount Domain Club subscription are refused",
      "zh-CN": "域名少于十个且未订阅 Discount Domain Club 的账户会被拒绝",
    },
  ],
  unverified: [{ en: "Names of error codes, partly", "zh-CN": "部分错误码的名称" }],
  kind: "zone-api",
  credentials: {
    key: secretField({
      en: "API key of the environment Production; the account needs ten domains or a Discount Domain Club subscription",
      "zh-CN": "Production 环境的 API 密钥；账户须拥有至少十个域名，或订阅 Discount Domain Club",
    }),
    secret: secretField({ en: "Secret of the key", "zh-CN": "该密钥的 secret" }),
  },
  largestRRset: 100,
  ttl: { min: 600, max: 604_800, fallback: 600 },
  pace: { requestsPerMinute: 60 },
  server: ({ key, secret }) =>
    jsonServer(
      "https://api.godaddy.com/v1",
      headerKey({ Authorization: new Secret(`sso-key ${key.reveal()}:${secret.reveal()}`) }),
      { message: ["code", "message", "fields.*.message"] },
    ),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (page) => GET("/domains", { statuses: "ACTIVE", ...page }),
        paging: afterLastDomain,
        rows: "",
        apex: "domain",
      }),
      read: ({ zone, relativeOwner: owner, type }) => GET(route, { zone, type, owner }),
      rrset: { values: "*.data", ttl: "0.ttl" },
      // Without the owner this would replace every record of the type.
      replace: ({ zone, relativeOwner: owner, type, ttl, values }) =>
        PUT(
          route,
          { zone, type, owner },
          values.map((data) => ({ data, ttl })),
        ),
      delete: ({ zone, relativeOwner: owner, type }) => DELETE(route, { zone, type, owner }),
    }),
  answers: [
    on(all(403, body("code", "ACCESS_DENIED")), rejected("account-not-eligible")),
    on(all(403, body("message", "Authenticated user is not allowed access")), rejected("account-not-eligible")),
    on(404, rejected("zone-not-found")),
    on(409, failed("zone-busy")),
    // It says how long in the body.
    (answer) =>
      answer.status === 429
        ? failed("rate-limited", { retryAfter: Duration.seconds(numberOf(at(answer.tree, "retryAfterSec")) ?? 60) })
        : undefined,
  ],
});

const route = "/domains/{zone}/records/{type}/{owner}";
const size = 1_000;

const afterLastDomain: Paging = {
  first: { limit: size },
  next: ({ answer, rowsHere }) =>
    rowsHere < size ? undefined : { limit: size, marker: textOf(at(answer.tree, `${rowsHere - 1}.domain`)) },
};
