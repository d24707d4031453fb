import type { ProviderDeclaration } from "../core/provider.ts";
import { boundToName } from "./kit/common-facts.ts";
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
  names: { aliases: ["do.de", "dode", "Domain-Offensive", "Resellerinterface", "FlexDNS"] },
  access: {
    where: { en: "Customer panel, FlexDNS", "zh-CN": "客户后台的 FlexDNS 页面" },
    least: boundToName,
    reach: "name",
  },
  update: "https://ddns.do.de/nic/update",
  login: {
    username: { en: "FlexDNS user", "zh-CN": "FlexDNS 用户名" },
    password: { en: "FlexDNS password", "zh-CN": "FlexDNS 密码" },
  },
});
