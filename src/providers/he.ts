import type { ProviderDeclaration } from "../core/provider.ts";
import { failed } from "./kit/answers.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Hurricane Electric Free DNS. Facts from dns.he.net and clients, 2026-11. The A and AAAA records of a name have keys
 * of their own and need the same one here. The word `interval` is unverified.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "he",
  label: "Hurricane Electric Free DNS",
  site: "https://dns.he.net",
  manual: "https://dns.he.net",
  update: "https://dyn.dns.he.net/nic/update",
  login: {
    password: {
      en: "DDNS key of the record; set the same one for A and AAAA",
      "zh-CN": "解析记录的 DDNS 密钥；A 与 AAAA 记录须设为同一密钥",
    },
    whereToFind: {
      en: "Zone editor of dns.he.net, for a record that is enabled for dynamic DNS",
      "zh-CN": "dns.he.net 区域编辑器，须先为该记录启用动态 DNS",
    },
  },
  words: { interval: failed("rate-limited") },
});
