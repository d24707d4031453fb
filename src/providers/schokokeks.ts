import type { ProviderDeclaration } from "../core/provider.ts";
import { boundToName, ipv6AsOthers, wordsOfAnswers } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * schokokeks.org. Facts from clients, 2026-11. Words are those of the protocol; IPv6 is what one client sends and not
 * verified.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "schokokeks",
  label: "schokokeks.org",
  site: "https://schokokeks.org",
  manual: "https://wiki.schokokeks.org/DynDNS",
  names: { aliases: ["schokokeks.org"] },
  access: {
    where: { en: "Web administration, DynDNS", "zh-CN": "网页管理界面的 DynDNS 页面" },
    least: boundToName,
    reach: "name",
  },
  unverified: [wordsOfAnswers, ipv6AsOthers],
  update: "https://dyndns.schokokeks.org/nic/update",
  login: {
    username: {
      en: "Account name, with the name of the DynDNS entry where one is set",
      "zh-CN": "账户名；若设置了 DynDNS 条目名称则一并写出",
    },
    password: { en: "Password of the DynDNS entry", "zh-CN": "DynDNS 条目的密码" },
  },
});
