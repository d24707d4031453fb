import type { ProviderDeclaration } from "../core/provider.ts";
import { updated } from "./kit/answers.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * YDNS: the words of dyndns2 and `ok`, at an address of its own. Facts from the vendor's page and its own client, 2026-11.
 * Unverified: the words for addresses and names that are refused.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "ydns",
  label: "YDNS",
  site: "https://ydns.io",
  manual: "https://github.com/ydns/api",
  update: "https://ydns.io/api/v1/update/",
  login: {
    username: { en: "API user name", "zh-CN": "API 用户名" },
    password: { en: "API secret", "zh-CN": "API 密钥" },
    whereToFind: { en: "Preferences of the account, API", "zh-CN": "账户设置中的 API 部分" },
  },
  parameters: { hostname: "host", address: "ip" },
  words: { ok: updated },
});
