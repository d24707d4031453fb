import type { ProviderDeclaration } from "../core/provider.ts";
import { failed } from "./kit/answers.ts";
import { mustExist } from "./kit/common-facts.ts";
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
  names: { aliases: ["he.net", "hurricane", "dns.he.net", "dyn.dns.he.net", "Hurricane Electric"] },
  access: {
    where: {
      en: "Zone editor of dns.he.net, for a record that is enabled for dynamic DNS",
      "zh-CN": "dns.he.net 区域编辑器，须先为该记录启用动态 DNS",
    },
    least: {
      en: "The key of one record; A and AAAA of a name need the same one here",
      "zh-CN": "单条记录的密钥；此处要求同一名称的 A 与 AAAA 使用相同密钥",
    },
    reach: "name",
  },
  quirks: [mustExist],
  unverified: [{ en: "The word interval", "zh-CN": "应答措辞 interval" }],
  update: "https://dyn.dns.he.net/nic/update",
  login: {
    password: {
      en: "DDNS key of the record; set the same one for A and AAAA",
      "zh-CN": "解析记录的 DDNS 密钥；A 与 AAAA 记录须设为同一密钥",
    },
  },
  words: { interval: failed("rate-limited") },
});
