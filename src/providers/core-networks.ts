import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Core Networks, DynDNS: a request removes the family that it neither names nor asks to keep. Facts from one public client
 * of the vendor's page, 2026-11. Unverified: all words but `good`.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "core-networks",
  label: "Core Networks",
  site: "https://www.core-networks.de",
  manual: "https://www.core-networks.de/faq/",
  update: "https://dyndns.core-networks.de/",
  login: {
    username: { en: "User name of the DynDNS host", "zh-CN": "DynDNS 主机的用户名" },
    password: { en: "Password of the DynDNS host", "zh-CN": "DynDNS 主机的密码" },
  },
  // One family a request, the other kept.
  query: ({ ipv6 }) => (ipv6 === undefined ? { keepipv6: 1 } : { keepipv4: 1 }),
});
