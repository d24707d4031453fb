import type { ProviderDeclaration } from "../core/provider.ts";
import { boundToName, ipv6AsOthers, wordsOfAnswers } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * UD Media. Facts from clients, 2026-11. Words are those of the protocol; IPv6 is what one client sends and not
 * verified.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "udmedia",
  label: "UD Media",
  site: "https://www.udmedia.de",
  manual: "https://www.udmedia.de/faq/content/47/288/de/wie-lege-ich-einen-dyndns_eintrag-an.html",
  names: { aliases: ["udmedia.de"] },
  access: {
    where: { en: "DynDNS entry in the customer area", "zh-CN": "客户区的 DynDNS 条目" },
    least: boundToName,
    reach: "name",
  },
  unverified: [wordsOfAnswers, ipv6AsOthers],
  update: "https://www.udmedia.de/nic/update",
  login: {
    username: { en: "User name, where it is not the name itself", "zh-CN": "用户名；与名称本身相同时留空" },
    password: { en: "DynDNS password of the name", "zh-CN": "该名称的 DynDNS 密码" },
    isUsernameOptional: true,
  },
});
