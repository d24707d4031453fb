import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** UpdatedIP. Facts from ddclient, the only source there is, 2026-11. IPv6 is not verified and not sent. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "updatedip",
  label: "UpdatedIP",
  site: "https://www.updatedip.com",
  manual: "https://www.updatedip.com",
  update: "https://updatedip.com/nic/update",
  login: {
    username: { en: "User name", "zh-CN": "用户名" },
    password: { en: "Password", "zh-CN": "密码" },
  },
  publishes: ["ipv4"],
});
