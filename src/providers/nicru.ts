import type { ProviderDeclaration } from "../core/provider.ts";
import { ipv6NotSent } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * RU-CENTER Dynamic DNS. Facts from the vendor's help and clients, 2026-11. The list of words is not verified, nor is
 * IPv6.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "nicru",
  label: "RU-CENTER (nic.ru)",
  site: "https://www.nic.ru",
  manual: "https://www.nic.ru/help/dinamicheskij-dns-dlya-razrabotchikov_4391.html",
  names: { aliases: ["nic.ru", "RU-CENTER", "RU CENTER", "Руцентр"] },
  access: {
    where: { en: "nic.ru; the service Dynamic DNS has to be ordered", "zh-CN": "nic.ru；须先订购 Dynamic DNS 服务" },
    least: {
      en: "An account that may manage the one domain, in place of the contract's login",
      "zh-CN": "仅可管理该域名的账户，代替合同登录",
    },
    reach: "zones",
  },
  unverified: [{ en: "The list of words", "zh-CN": "应答措辞的列表" }, ipv6NotSent],
  update: "https://api.nic.ru/dyndns/update",
  login: {
    username: {
      en: "Contract, for instance 1234567/NIC-D, or account that may manage the domain",
      "zh-CN": "合同号，例如 1234567/NIC-D，或有权管理该域名的账户",
    },
    password: { en: "Password of that login", "zh-CN": "该登录名的密码" },
  },
  publishes: ["ipv4"],
});
