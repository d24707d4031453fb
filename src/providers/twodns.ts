import type { ProviderDeclaration } from "../core/provider.ts";
import { ipv4Only } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** TwoDNS: dyndns2 with another parameter. IPv4 only. Facts from the vendor's page and public clients, 2026-11. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "twodns",
  label: "TwoDNS",
  site: "https://www.twodns.de",
  manual: "https://www.twodns.de/en/api",
  names: { aliases: ["twodns.de", "dd-dns.de"] },
  access: {
    where: { en: "twodns.de, API token of the account", "zh-CN": "twodns.de 账户的 API 令牌" },
    least: { en: "The API token in place of the password of the account", "zh-CN": "以 API 令牌代替账户密码" },
    reach: "dns",
  },
  quirks: [ipv4Only],
  update: "https://update.twodns.de/update",
  login: {
    username: { en: "E-mail address of the account", "zh-CN": "账户的电子邮箱" },
    password: { en: "API token (recommended), or password of the account", "zh-CN": "API 令牌（推荐），或账户密码" },
  },
  publishes: ["ipv4"],
  parameters: { address: "ip" },
});
