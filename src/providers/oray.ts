import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Oray (Peanut Hull), HTTP update. Facts from clients, 2026-11. Every known client speaks plain HTTP, and whether the
 * service takes anything else is not verified. IPv4 only.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "oray",
  label: "Oray 花生壳",
  site: "https://hsk.oray.com",
  manual: "https://service.oray.com",
  update: "http://ddns.oray.com/ph/update",
  login: {
    username: {
      en: "User name of the Oray account, not its e-mail address",
      "zh-CN": "贝锐（Oray）账户的用户名，不是邮箱",
    },
    password: { en: "Password", "zh-CN": "密码" },
  },
  publishes: ["ipv4"],
});
