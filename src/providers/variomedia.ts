import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** variomedia DynDNS. Facts from the vendor's page, 2026-11. The words of refusals are those of clients. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "variomedia",
  label: "variomedia",
  site: "https://www.variomedia.de",
  manual: "https://dyndns.variomedia.de/",
  names: { aliases: ["variomedia.de"] },
  access: {
    where: {
      en: "Customer menu, DNS settings, where the host is enabled as well",
      "zh-CN": "客户菜单的 DNS 设置，主机也须在该处启用",
    },
    least: { en: "The DynDNS password; not that of the account", "zh-CN": "DynDNS 密码；不是账户密码" },
    reach: "dns",
  },
  unverified: [{ en: "The words of refusals", "zh-CN": "拒绝时的措辞" }],
  update: "https://dyndns.variomedia.de/nic/update",
  login: {
    username: { en: "E-mail address of the customer account", "zh-CN": "客户账户的邮箱地址" },
    password: { en: "DynDNS password, which is not that of the account", "zh-CN": "DynDNS 密码（不同于账户密码）" },
  },
  families: "together",
});
