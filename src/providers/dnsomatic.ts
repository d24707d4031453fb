import type { ProviderDeclaration } from "../core/provider.ts";
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
  update: "https://updates.dnsomatic.com/nic/update",
  login: {
    username: { en: "User name of the DNS-O-Matic or OpenDNS account", "zh-CN": "DNS-O-Matic 或 OpenDNS 账户的用户名" },
    password: { en: "Password", "zh-CN": "密码" },
  },
  publishes: ["ipv4"],
  query: () => ({ wildcard: "NOCHG", mx: "NOCHG", backmx: "NOCHG" }),
});
