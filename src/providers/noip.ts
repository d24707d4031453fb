import type { ProviderDeclaration } from "../core/provider.ts";
import { version } from "../core/version.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** No-IP. Facts from "Integrate with No-IP", 2026-11. That an unnamed family stays as it is, is unverified. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "noip",
  label: "No-IP",
  site: "https://www.noip.com",
  manual: "https://www.noip.com/integrate/request",
  update: "https://dynupdate.no-ip.com/nic/update",
  // The form the manual asks for, "Company Program/version"; other forms may be answered with `badagent`.
  agent: `Holdfast agent/${version}`,
  login: {
    username: {
      en: "User name of a DDNS key (recommended), or of the account",
      "zh-CN": "DDNS 密钥的用户名（推荐），或账户的用户名",
    },
    password: { en: "Password of the DDNS key, or of the account", "zh-CN": "DDNS 密钥的密码，或账户的密码" },
    whereToFind: {
      en: "noip.com, Dynamic DNS > DDNS Keys",
      "zh-CN": "登录 noip.com 后，在 Dynamic DNS > DDNS Keys 中创建",
    },
  },
  families: "together",
});
