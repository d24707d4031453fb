import type { ProviderDeclaration } from "../core/provider.ts";
import { all, failed, on, text, unchanged, updated } from "./kit/answers.ts";
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
