import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** Websupport DynDNS. Facts from ddclient, 2026-11. IPv6 is not verified and not sent. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "websupport",
  label: "Websupport",
  site: "https://www.websupport.sk",
  manual: "https://rest.websupport.sk/v2/docs",
  update: "https://dyndns.websupport.sk/nic/update",
  login: {
    username: { en: "Identifier of an API key of the type DynDNS", "zh-CN": "DynDNS 类型 API 密钥的标识符" },
    password: { en: "Secret of that API key", "zh-CN": "该 API 密钥的密文" },
    whereToFind: {
      en: "Admin > Security and Login > API authentication",
      "zh-CN": "管理后台 Admin > Security and Login > API authentication",
    },
  },
  publishes: ["ipv4"],
});
