import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * ALL-INKL.COM. Facts from clients, 2026-11. A DDNS user belongs to one name, and the service looks at no other. That
 * an update of one family may clear the other is unverified.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "allinkl",
  label: "ALL-INKL.COM",
  site: "https://all-inkl.com",
  manual: "https://kasapi.kasserver.com/dokumentation/",
  names: { aliases: ["All-Inkl", "KAS", "kasserver"] },
  access: {
    where: {
      en: "KAS, Tools › DDNS settings; choose dual stack for IPv6",
      "zh-CN": "KAS 后台 Tools › DDNS 设置；需要 IPv6 时选择双栈",
    },
    least: {
      en: "A DDNS user, which belongs to one name; not the login of KAS",
      "zh-CN": "DDNS 用户，仅属于一个名称；不要使用 KAS 登录名",
    },
    reach: "name",
  },
  unverified: [{ en: "That an update of one family may clear the other", "zh-CN": "更新一个协议族可能清除另一个" }],
  update: "https://dyndns.kasserver.com/",
  login: {
    username: { en: "DDNS user of the name, which begins with dyn", "zh-CN": "该名称的 DDNS 用户名，以 dyn 开头" },
    password: { en: "Password of the DDNS user", "zh-CN": "DDNS 用户的密码" },
  },
  parameters: { hostname: "host" },
  families: { ipv6: "myip6" },
  unnamed: { ipv4: "deleted", ipv6: "deleted" },
});
