import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Pubyun (3322.org). Facts from clients, 2026-11. Encryption is not verified, and IPv6 neither, so neither is used.
 * Newer accounts sign in as `root` with a key, according to one source.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "pubyun",
  label: "公云 Pubyun (3322.org)",
  site: "https://www.pubyun.com",
  manual: "https://www.pubyun.com/wiki/%E5%B8%AE%E5%8A%A9:api",
  update: "http://members.3322.net/dyndns/update",
  login: {
    username: { en: "User name", "zh-CN": "用户名" },
    password: { en: "Password, or key of the account", "zh-CN": "密码或账户密钥" },
  },
  publishes: ["ipv4"],
});
