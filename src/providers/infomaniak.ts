import type { ProviderDeclaration } from "../core/provider.ts";
import { unchanged, updated } from "./kit/answers.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Infomaniak DynDNS. Facts from the vendor's FAQ and clients, 2026-11. Redirections, which one client follows, are
 * not followed here.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "infomaniak",
  label: "Infomaniak",
  site: "https://www.infomaniak.com",
  manual: "https://www.infomaniak.com/en/support/faq/2376",
  access: {
    where: { en: "Made with the DynDNS entry in the Manager", "zh-CN": "在 Manager 中创建 DynDNS 条目时设定" },
    least: {
      en: "The login of one DynDNS entry; not that of the Manager",
      "zh-CN": "单个 DynDNS 条目的登录信息；不是管理后台的登录",
    },
    reach: "name",
  },
  update: "https://infomaniak.com/nic/update",
  login: {
    username: {
      en: "User name of the DynDNS entry, not of the Manager",
      "zh-CN": "DynDNS 条目的用户名（不是 Manager 的登录名）",
    },
    password: { en: "Password of the DynDNS entry", "zh-CN": "DynDNS 条目的密码" },
  },
  words: { successfully_changed: updated, no_change: unchanged },
});
