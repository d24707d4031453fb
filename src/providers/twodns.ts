import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** TwoDNS: dyndns2 with another parameter. IPv4 only. Facts from the vendor's page and public clients, 2026-11. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "twodns",
  label: "TwoDNS",
  site: "https://www.twodns.de",
  manual: "https://www.twodns.de/en/api",
  update: "https://update.twodns.de/update",
  login: {
    username: { en: "E-mail address of the account", "zh-CN": "账户的电子邮箱" },
    password: { en: "API token (recommended), or password of the account", "zh-CN": "API 令牌（推荐），或账户密码" },
  },
  publishes: ["ipv4"],
  parameters: { address: "ip" },
});
