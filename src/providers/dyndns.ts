import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { version } from "../core/version.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Dyn (dyndns.org), whose manual is the reference of dyndns2. Facts from it, 2026-11. IPv6 is not verified for every
 * plan.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "dyndns",
  label: "Dyn (dyndns.org)",
  site: "https://account.dyn.com",
  manual: "https://help.dyn.com/remote-access-api/perform-update/",
  names: { aliases: ["DynDNS", "dyn.com", "dyndns.org", "members.dyndns.org", "Oracle Dyn"] },
  access: {
    where: { en: "account.dyn.com › Updater Client Key", "zh-CN": "account.dyn.com › Updater Client Key" },
    least: {
      en: "The updater client key in place of the password of the account",
      "zh-CN": "以 Updater Client Key 代替账户密码",
    },
    reach: "dns",
  },
  quirks: [{ en: "Names that are not updated for about a month expire", "zh-CN": "约一个月未更新的名称会失效" }],
  update: "https://members.dyndns.org/nic/update",
  login: {
    username: { en: "User name", "zh-CN": "用户名" },
    password: {
      en: "Updater client key (recommended), or password of the account",
      "zh-CN": "更新客户端密钥（推荐），或账户密码",
    },
  },
  // The form the manual asks for, "Company - Device - Version"; generic ones may be blocked.
  agent: `Holdfast - agent - ${version}`,
  families: "together",
  // Hosts that nobody updates for a month expire.
  refreshEvery: Duration.days(28),
});
