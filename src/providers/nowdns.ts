import type { ProviderDeclaration } from "../core/provider.ts";
import { loginOfAccount, onlyTheLogin } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** Now-DNS. Facts from clients, 2026-11. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "nowdns",
  label: "Now-DNS",
  site: "https://now-dns.com",
  manual: "https://now-dns.com/?m=api",
  names: { aliases: ["now-dns", "now-dns.com"] },
  access: {
    where: loginOfAccount,
    least: onlyTheLogin,
    reach: "account",
  },
  update: "https://now-dns.com/update",
  login: {
    username: { en: "E-mail address of the account", "zh-CN": "账户的邮箱地址" },
    password: { en: "Password", "zh-CN": "密码" },
  },
});
