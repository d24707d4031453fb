import type { ProviderDeclaration } from "../core/provider.ts";
import { ipv6NotSent, loginOfAccount, onlyTheLogin } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** UpdatedIP. Facts from ddclient, the only source there is, 2026-11. IPv6 is not verified and not sent. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "updatedip",
  label: "UpdatedIP",
  site: "https://www.updatedip.com",
  manual: "https://www.updatedip.com",
  names: { aliases: ["updatedip.com"] },
  access: {
    where: loginOfAccount,
    least: onlyTheLogin,
    reach: "account",
  },
  unverified: [
    { en: "Everything, since ddclient is the only source", "zh-CN": "全部内容，ddclient 是唯一来源" },
    ipv6NotSent,
  ],
  update: "https://updatedip.com/nic/update",
  login: {
    username: { en: "User name", "zh-CN": "用户名" },
    password: { en: "Password", "zh-CN": "密码" },
  },
  publishes: ["ipv4"],
});
