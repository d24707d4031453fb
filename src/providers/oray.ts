import type { ProviderDeclaration } from "../core/provider.ts";
import { ipv4Only, onlyTheLogin, plainHttp } from "./kit/common-facts.ts";
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
  names: { "zh-CN": "花生壳", aliases: ["Oray", "Peanut Hull", "peanuthull", "花生壳", "贝锐", "ddns.oray.com"] },
  access: {
    where: { en: "The login of the account at Oray", "zh-CN": "Oray（贝锐）账户的登录名和密码" },
    least: onlyTheLogin,
    reach: "account",
  },
  quirks: [plainHttp, ipv4Only],
  unverified: [{ en: "Whether the service takes anything but plain HTTP", "zh-CN": "服务是否支持加密访问" }],
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
