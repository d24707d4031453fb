import type { ProviderDeclaration } from "../core/provider.ts";
import { ipv6AsOthers, loginOfAccount, onlyTheLogin } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** Loopia DynDNS. Facts from clients, 2026-11. IPv6 is not verified. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "loopia",
  label: "Loopia",
  site: "https://www.loopia.com",
  manual: "https://www.loopia.com/api/",
  names: { aliases: ["loopia.se", "loopia.com"] },
  access: {
    where: loginOfAccount,
    least: onlyTheLogin,
    reach: "account",
  },
  unverified: [ipv6AsOthers],
  update: "https://dyndns.loopia.se/",
  login: {
    username: { en: "User name of the customer zone", "zh-CN": "客户区的用户名" },
    password: { en: "Password of the customer zone", "zh-CN": "客户区的密码" },
  },
});
