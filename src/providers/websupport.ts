import type { ProviderDeclaration } from "../core/provider.ts";
import { ipv6NotSent, mustExist } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** Websupport DynDNS. Facts from ddclient, 2026-11. IPv6 is not verified and not sent. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "websupport",
  label: "Websupport",
  site: "https://www.websupport.sk",
  manual: "https://rest.websupport.sk/v2/docs",
  names: { aliases: ["websupport.sk", "Active24"] },
  access: {
    where: {
      en: "Admin › Security and Login › API authentication; choose the type DynDNS",
      "zh-CN": "Admin › Security and Login › API authentication，类型选择 DynDNS",
    },
    least: {
      en: "A key of the type DynDNS, which changes addresses and nothing else",
      "zh-CN": "DynDNS 类型的密钥，仅可修改地址",
    },
    reach: "dns",
  },
  quirks: [mustExist],
  unverified: [ipv6NotSent],
  update: "https://dyndns.websupport.sk/nic/update",
  login: {
    username: { en: "Identifier of an API key of the type DynDNS", "zh-CN": "DynDNS 类型 API 密钥的标识符" },
    password: { en: "Secret of that API key", "zh-CN": "该 API 密钥的密文" },
  },
  publishes: ["ipv4"],
});
