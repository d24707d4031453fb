import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, on, rejected } from "./kit/answers.ts";
import { nfsn } from "./kit/auth/nfsn.ts";
import { POST, type BodyFields, type Call } from "./kit/call.ts";
import { onlyKeyOfAccount, wordsOfAnswers } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { domainsField, givenZones } from "./kit/given-zones.ts";
import { at } from "./kit/json.ts";
import { formServer } from "./kit/server.ts";

/**
 * NearlyFreeSpeech.NET. Facts from the vendor's documentation and four clients, 2026-11. Records have no identity but
 * their value: one is added before the other is removed.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "nearlyfreespeech",
  label: "NearlyFreeSpeech.NET",
  names: { aliases: ["nfsn"] },
  site: "https://www.nearlyfreespeech.net",
  manual: "https://members.nearlyfreespeech.net/wiki/API/Reference",
  access: {
    where: {
      en: "Member profile › Manage API key, after a request to support",
      "zh-CN": "会员资料页 › Manage API Key；须先向客服申请",
    },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "The clock of this host may be off by a few seconds only, and looks like a wrong key beyond that",
      "zh-CN": "本机时钟只允许几秒误差，超出后与密钥错误无法区分",
    },
  ],
  unverified: [wordsOfAnswers],
  kind: "zone-api",
  credentials: {
    login: textField({ en: "Login name of the member", "zh-CN": "会员登录名" }),
    apiKey: secretField({ en: "API key", "zh-CN": "API 密钥（API Key）" }),
    domains: domainsField,
  },
  largestRRset: 50,
  ttl: { min: 180, max: 604_800, fallback: 3_600 },
  server: ({ login, apiKey }) => formServer("https://api.nearlyfreespeech.net", nfsn({ login, apiKey })),
  family: ({ domains }) =>
    records({
      zones: givenZones(domains, (zone) => call(zone, "listRRs", { type: "SOA" })),
      list: ({ zone, relativeOr, type }) => call(zone, "listRRs", { name: relativeOr(""), type }),
      rows: "",
      record: {
        // The value in the service's spelling, by which alone it is removed.
        id: "data",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "data",
        ttl: "ttl",
        isUntouchable: (row) => at(row, "scope") === "system",
      },
      create: ({ zone, relativeOr, type, content: data, ttl }) =>
        call(zone, "addRR", { name: relativeOr(""), type, data, ttl }),
      delete: ({ zone, relativeOr, type, id: data }) => call(zone, "removeRR", { name: relativeOr(""), type, data }),
    }),
  answers: [on(all(403, body("error")), rejected("credentials-rejected"))],
});

function call(zone: string, verb: string, fields: BodyFields): Call {
  return POST(`/dns/{zone}/{verb}`, { zone, verb }, fields);
}
