import type { ProviderDeclaration } from "../core/provider.ts";
import { boundToName, ipv6NotSent } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * dynDNS.it, which says that only the address differs from Dyn's protocol. Facts from the vendor's page, 2026-11.
 * HTTPS is what a client uses; IPv6 is not verified and not sent.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "dyndns-it",
  label: "dynDNS.it",
  site: "https://dyndns.it",
  manual: "https://dyndns.it/knowledgebase/protocollo-aggiornamento-ddns/",
  names: { aliases: ["dyndns.it"] },
  access: {
    where: { en: "Page of the host at dyndns.it", "zh-CN": "dyndns.it 中该主机的页面" },
    least: boundToName,
    reach: "name",
  },
  unverified: [ipv6NotSent],
  update: "https://update.dyndns.it/nic/update",
  login: {
    username: { en: "User name of the host name", "zh-CN": "该主机名的用户名" },
    password: { en: "Password of the host name", "zh-CN": "该主机名的密码" },
  },
  publishes: ["ipv4"],
});
