import type { ProviderDeclaration } from "../core/provider.ts";
import { ipv6NotSent, onlyTheLogin } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * DNS-O-Matic, which hands addresses on to other services. Facts from the vendor's manual, 2026-11. It hands them on
 * later: its `good` does not say that the other service took them. IPv4 only, as far as is known.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "dnsomatic",
  label: "DNS-O-Matic",
  site: "https://www.dnsomatic.com",
  manual: "https://www.dnsomatic.com/docs/api",
  names: { aliases: ["DNS-O-Matic", "dns-o-matic.com"] },
  access: {
    where: { en: "The login of OpenDNS, which DNS-O-Matic shares", "zh-CN": "与 OpenDNS 共用的登录名和密码" },
    least: onlyTheLogin,
    reach: "account",
  },
  quirks: [
    {
      en: "It hands addresses on later: its success does not say that the other service took them",
      "zh-CN": "它会稍后转发地址：其成功应答并不表示目标服务已接受",
    },
  ],
  unverified: [ipv6NotSent],
  update: "https://updates.dnsomatic.com/nic/update",
  login: {
    username: { en: "User name of the DNS-O-Matic or OpenDNS account", "zh-CN": "DNS-O-Matic 或 OpenDNS 账户的用户名" },
    password: { en: "Password", "zh-CN": "密码" },
  },
  publishes: ["ipv4"],
  query: () => ({ wildcard: "NOCHG", mx: "NOCHG", backmx: "NOCHG" }),
});
