import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, failed, on, rejected, text } from "./kit/answers.ts";
import { dnsme } from "./kit/auth/dnsme.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, numberOf } from "./kit/json.ts";
import type { Paging } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * DNS Made Easy, API v2.0. Facts from the vendor's manual, 2026-11; the shortest TTL of a plan and the status of the
 * rate limit are unverified.
 *
 * A wrong clock looks like a wrong key: the service tolerates half a minute and answers both with 403.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dnsmadeeasy",
  label: "DNS Made Easy",
  site: "https://dnsmadeeasy.com",
  manual: "https://api-docs.dnsmadeeasy.com",
  names: { aliases: ["DNS Made Easy", "dnsme"] },
  access: {
    where: {
      en: "cp.dnsmadeeasy.com › Config › Account information",
      "zh-CN": "cp.dnsmadeeasy.com › Config › Account Information（账户信息）",
    },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "The service tolerates a clock that is half a minute wrong and calls a worse one a wrong key",
      "zh-CN": "服务商仅容忍半分钟的时钟误差，超出时会称密钥错误",
    },
  ],
  unverified: [
    { en: "The shortest TTL of a plan", "zh-CN": "各套餐的最短 TTL" },
    { en: "The status of the rate limit", "zh-CN": "限速时的状态码" },
  ],
  kind: "zone-api",
  credentials: {
    apiKey: textField({ en: "API key", "zh-CN": "API 密钥（API Key）" }),
    secretKey: secretField({ en: "Secret key", "zh-CN": "私钥（Secret Key）" }),
  },
  options: {
    gtdLocation: textField({
      en: "Global Traffic Director location of the record; DEFAULT unless bought",
      "zh-CN": "记录的全局流量调度位置；未购买该服务时为 DEFAULT",
    }),
  },
  largestRRset: 50,
  ttl: { min: 30, max: 604_800, fallback: 300 },
  pace: { requestsPerMinute: 30 },
  server: ({ apiKey, secretKey }) =>
    jsonServer("https://api.dnsmadeeasy.com/V2.0", dnsme({ key: apiKey, secret: secretKey }), { message: ["error.*"] }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/dns/managed", page),
        paging: pages,
        rows: "data",
        apex: "name",
        id: "id",
      }),
      list: ({ zone, relativeOr, type }, page) =>
        GET("/dns/managed/{zone}/records", { zone }, { recordName: relativeOr(""), type, ...page }),
      paging: pages,
      rows: "data",
      record: {
        id: "id",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "value",
        ttl: "ttl",
        fields: { gtdLocation: "gtdLocation" },
      },
      create: ({ zone, relativeOr, type, content, ttl, kept }) =>
        POST(
          "/dns/managed/{zone}/records",
          { zone },
          { name: relativeOr(""), type, value: content, ttl, gtdLocation: "DEFAULT", ...kept.fields },
        ),
      update: ({ zone, id, relativeOr, type, content, ttl, kept }) =>
        PUT(
          "/dns/managed/{zone}/records/{id}",
          { zone, id },
          { id: Number(id), name: relativeOr(""), type, value: content, ttl, gtdLocation: "DEFAULT", ...kept.fields },
        ),
      delete: ({ zone, id }) => DELETE("/dns/managed/{zone}/records/{id}", { zone, id }),
    }),
  answers: [
    on(all(400, text(/Rate limit exceeded/i)), failed("rate-limited")),
    on(all(403, body("error")), rejected("credentials-rejected")),
  ],
});

/** Which number the first page has is nowhere said, so every answer is asked for its own. */
const pages: Paging = {
  first: {},
  next: ({ answer: { tree }, pages: read }) => {
    const [page, last] = [numberOf(at(tree, "page")), numberOf(at(tree, "totalPages"))];
    return page === undefined || last === undefined || read >= last ? undefined : { page: page + 1 };
  },
};
