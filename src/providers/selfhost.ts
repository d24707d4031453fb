import type { ProviderDeclaration } from "../core/provider.ts";
import { on, rejected, status, unchanged } from "./kit/answers.ts";
import { ipv6AsOthers } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * SelfHost.de. Facts from clients that cite the vendor's protocol paper, 2026-11. A login belongs to one name, and
 * the service looks at no other. IPv6 is sent by two clients and not verified.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "selfhost",
  label: "SelfHost.de",
  site: "https://www.selfhost.de",
  manual: "https://www.selfhost.de",
  names: { aliases: ["selfhost.de", "selfhostde", "selfhost.eu"] },
  access: {
    where: { en: "Details of the DynDNS account in the customer area", "zh-CN": "客户区内 DynDNS 账户的详细信息" },
    least: {
      en: "The DynDNS account of one name; not the customer's login",
      "zh-CN": "单个名称的 DynDNS 账户；不是客户登录名",
    },
    reach: "name",
  },
  unverified: [ipv6AsOthers],
  update: "https://carol.selfhost.de/nic/update",
  login: {
    username: {
      en: "User name of the DynDNS account of the name, not of the customer",
      "zh-CN": "该名称的 DynDNS 账户用户名（不是客户登录名）",
    },
    password: { en: "Password of that DynDNS account", "zh-CN": "该 DynDNS 账户的密码" },
  },
  answers: [
    on(204, unchanged),
    on(409, rejected("name-not-found")),
    on(410, rejected("not-authorized")),
    on(status(411, 412), rejected("value-invalid")),
  ],
});
