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
  names: { aliases: ["ydns.io", "ydns.eu"] },
  access: {
    where: { en: "Preferences of the account, API", "zh-CN": "账户设置中的 API 部分" },
    least: {
      en: "The API login of the preferences, in place of that of the account",
      "zh-CN": "偏好设置中的 API 登录，代替账户登录",
    },
    reach: "dns",
    excess: [
      {
        field: "username",
        holding: "@",
        warning: {
          en: "This looks like the login of the account. The preferences of the account show an API user name and secret: use these",
          "zh-CN": "这似乎是账户的登录名。请改用账户偏好设置中显示的 API 用户名与密钥",
        },
      },
    ],
  },
  unverified: [{ en: "The words for addresses and names that are refused", "zh-CN": "地址或名称被拒绝时的措辞" }],
  update: "https://ydns.io/api/v1/update/",
  login: {
    username: { en: "API user name", "zh-CN": "API 用户名" },
    password: { en: "API secret", "zh-CN": "API 密钥" },
  },
  parameters: { hostname: "host", address: "ip" },
  words: { ok: updated },
});
