import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Joker.com Dynamic DNS. Facts from the vendor's FAQ, 2026-11; HTTP Basic in place of query parameters is what a
 * client uses.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "joker",
  label: "Joker.com",
  site: "https://joker.com",
  manual: "https://joker.com/faq/content/11/427/",
  names: { aliases: ["joker.com"] },
  access: {
    where: {
      en: "DNS page of the domain, after switching on Dynamic DNS",
      "zh-CN": "在域名的 DNS 页面启用动态 DNS 后显示",
    },
    least: {
      en: "The Dynamic DNS login of the domain; not that of the account",
      "zh-CN": "域名的动态 DNS 登录信息；不是账户登录",
    },
    reach: "zones",
  },
  update: "https://svc.joker.com/nic/update",
  login: {
    username: {
      en: "Dynamic DNS user name of the domain, not of the account",
      "zh-CN": "该域名的动态 DNS 用户名（不是账户用户名）",
    },
    password: { en: "Dynamic DNS password of the domain", "zh-CN": "该域名的动态 DNS 密码" },
  },
});
