import type { ProviderDeclaration } from "../core/provider.ts";
import { boundToName } from "./kit/common-facts.ts";
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
  names: { aliases: ["corenetworks", "core-networks.de"] },
  access: {
    where: { en: "Customer area, DynDNS", "zh-CN": "客户区的 DynDNS 页面" },
    least: boundToName,
    reach: "name",
  },
  quirks: [
    {
      en: "A request removes the family that it neither names nor asks to keep",
      "zh-CN": "请求中既未写出也未要求保留的协议族会被删除",
    },
  ],
  unverified: [{ en: "All words of answers but good", "zh-CN": "除 good 以外的应答措辞" }],
  update: "https://dyndns.core-networks.de/",
  login: {
    username: { en: "User name of the DynDNS host", "zh-CN": "DynDNS 主机的用户名" },
    password: { en: "Password of the DynDNS host", "zh-CN": "DynDNS 主机的密码" },
  },
  // One family a request, the other kept.
  query: ({ ipv6 }) => (ipv6 === undefined ? { keepipv6: 1 } : { keepipv4: 1 }),
});
