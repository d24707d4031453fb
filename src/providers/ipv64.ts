import type { ProviderDeclaration } from "../core/provider.ts";
import { all, failed, on, text, unchanged, updated } from "./kit/answers.ts";
import { otherFamilyStays, wordsOfAnswers } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * IPv64.net updater. Facts from the vendor's page and its client, 2026-11, which takes every answer with status 200
 * for a success. The words that other clients look for are not verified, nor is what becomes of a family that is not
 * named.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "ipv64",
  label: "IPv64.net",
  site: "https://ipv64.net",
  manual: "https://ipv64.net/dyndns_updater_api",
  names: { aliases: ["ipv64.net"] },
  access: {
    where: { en: "ipv64.net, page of the domain", "zh-CN": "ipv64.net 中该域名的页面" },
    least: {
      en: "The update hash of one domain; the account's update token reaches all of them",
      "zh-CN": "单个域名的更新哈希；账户的更新令牌可修改全部域名",
    },
    reach: "name",
  },
  quirks: [{ en: "Updates per day are limited by the level of the account", "zh-CN": "每日更新次数受账户等级限制" }],
  unverified: [wordsOfAnswers, otherFamilyStays],
  update: "https://ipv64.net/nic/update",
  login: {
    password: { en: "Update token of the domain or of the account", "zh-CN": "域名或账户的更新令牌" },
  },
  parameters: { address: "ip" },
  families: { ipv6: "ip6" },
  answers: [on(text(/\bovercommit/i), failed("rate-limited")), on(all(200, text(/\bnochg\b/i)), unchanged)],
  otherwise: updated,
  // Three requests in ten seconds; 48 or more a day, by account.
  pace: { requestsPerMinute: 18 },
});
