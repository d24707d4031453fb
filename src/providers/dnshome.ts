import type { ProviderDeclaration } from "../core/provider.ts";
import { boundToName, otherFamilyStays } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * dnsHome.de. Facts from the site's help and clients, 2026-11. What becomes of a family that is not named is not
 * verified.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "dnshome",
  label: "dnsHome.de",
  site: "https://www.dnshome.de",
  manual: "https://www.dnshome.de",
  names: { aliases: ["dnshome.de", "dnshomede"] },
  access: {
    where: { en: "dnshome.de, settings of the name", "zh-CN": "dnshome.de 中该名称的设置页面" },
    least: boundToName,
    reach: "name",
  },
  unverified: [otherFamilyStays],
  update: "https://www.dnshome.de/dyndns.php",
  login: {
    password: { en: "Update password of the subdomain", "zh-CN": "子域名的更新密码" },
  },
  parameters: { address: "ip" },
  families: { ipv6: "ip6" },
});
