import type { ProviderDeclaration } from "../core/provider.ts";
import { ipv6NotSent, onlyTheLogin, plainHttp } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Pubyun (3322.org). Facts from clients, 2026-11. Encryption is not verified, and IPv6 neither, so neither is used.
 * Newer accounts sign in as `root` with a key, according to one source.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "pubyun",
  label: "公云 Pubyun (3322.org)",
  site: "https://www.pubyun.com",
  manual: "https://www.pubyun.com/wiki/%E5%B8%AE%E5%8A%A9:api",
  names: { "zh-CN": "公云（3322）", aliases: ["3322", "3322.org", "公云", "希网", "f3322", "qdns"] },
  access: {
    where: {
      en: "The login of the account; newer accounts use root and a key",
      "zh-CN": "账户的登录名和密码；较新的账户使用 root 与密钥",
    },
    least: onlyTheLogin,
    reach: "account",
  },
  quirks: [plainHttp],
  unverified: [
    {
      en: "That newer accounts sign in as root with a key, which one source says",
      "zh-CN": "新账户以 root 与密钥登录，仅有一个来源",
    },
    ipv6NotSent,
  ],
  update: "http://members.3322.net/dyndns/update",
  login: {
    username: { en: "User name", "zh-CN": "用户名" },
    password: { en: "Password, or key of the account", "zh-CN": "密码或账户密钥" },
  },
  publishes: ["ipv4"],
});
