import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Domain-Offensive (do.de) FlexDNS. Facts from the vendor's wiki and a client, 2026-11. IPv6 is mentioned by the
 * vendor and not verified.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "do-de",
  label: "Domain-Offensive (do.de)",
  site: "https://www.do.de",
  manual: "https://www.do.de/wiki/FlexDNS_-_Entwickler",
  update: "https://ddns.do.de/nic/update",
  login: {
    username: { en: "FlexDNS user", "zh-CN": "FlexDNS 用户名" },
    password: { en: "FlexDNS password", "zh-CN": "FlexDNS 密码" },
    whereToFind: { en: "Customer panel, FlexDNS", "zh-CN": "客户后台的 FlexDNS 页面" },
  },
});
