import type { ProviderDeclaration } from "../core/provider.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * INWX DynDNS accounts. Facts from the vendor's help and from what clients observed in June 2024: without IPv4 the A
 * record becomes 127.0.0.1, without IPv6 the AAAA record is deleted, and the host itself has no IPv6 address.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "inwx",
  label: "INWX",
  site: "https://www.inwx.com",
  manual: "https://www.inwx.com/en/help/apidoc",
  names: { aliases: ["InterNetworX", "domrobot"] },
  access: {
    where: { en: "inwx.com › Nameserver › DynDNS accounts", "zh-CN": "inwx.com › Nameserver › DynDNS 账户" },
    least: { en: "A DynDNS account, which belongs to one name", "zh-CN": "DynDNS 账户，仅属于一个名称" },
    reach: "name",
  },
  quirks: [
    {
      en: "Without IPv4 the A record becomes 127.0.0.1, without IPv6 the AAAA record is deleted, so nothing is sent before both are known; only IPv6 can be withdrawn",
      "zh-CN":
        "不带 IPv4 时 A 记录会变为 127.0.0.1，不带 IPv6 时 AAAA 记录会被删除，因此两者齐备才发送；只有 IPv6 可以撤下",
    },
  ],
  update: "https://dyndns.inwx.com/nic/update",
  login: {
    username: {
      en: "User name of the DynDNS account, which is bound to one name",
      "zh-CN": "DynDNS 账户的用户名（该账户只对应一个名称）",
    },
    password: { en: "Password of the DynDNS account", "zh-CN": "DynDNS 账户的密码" },
  },
  families: { ipv6: "myipv6" },
  unnamed: { ipv4: "falsified", ipv6: "deleted" },
});
