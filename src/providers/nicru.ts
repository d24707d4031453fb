import type { ProviderDeclaration } from "../core/provider.ts";
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
