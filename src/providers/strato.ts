import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * STRATO DynDNS. Facts from the vendor's FAQ and clients, 2026-11. That a record which is not named gets deleted is
 * reported, not verified.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "strato",
  label: "STRATO",
  site: "https://www.strato.de",
  manual: "https://www.strato.de/faq/hosting/so-einfach-richten-sie-dyndns-fuer-ihre-domains-ein/",
  names: { aliases: ["strato.de", "strato.com"] },
  access: {
    where: { en: "Customer login › Security › DynDNS", "zh-CN": "客户登录 › Security › DynDNS" },
    least: {
      en: "The DynDNS password, which reaches the domains that have DynDNS switched on",
      "zh-CN": "DynDNS 密码，可修改已开启 DynDNS 的域名",
    },
    reach: "dns",
  },
  unverified: [
    { en: "That a record which is not named gets deleted, as is reported", "zh-CN": "据报告，未写出的记录会被删除" },
  ],
  update: "https://dyndns.strato.com/nic/update",
  login: {
    username: { en: "Main domain, for instance example.com", "zh-CN": "主域名，例如 example.com" },
    password: { en: "DynDNS password, which is not that of the account", "zh-CN": "DynDNS 密码（不同于账户密码）" },
  },
  families: "together",
  unnamed: { ipv4: "deleted", ipv6: "deleted" },
});
