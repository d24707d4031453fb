import type { ProviderDeclaration } from "../core/provider.ts";
import { version } from "../core/version.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * No-IP. Facts from "Integrate with No-IP", 2026-11, which says that families may be updated one by one. It asks for a
 * contact of those who maintain the client; the project has none to give, so it may be that of the user.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "noip",
  label: "No-IP",
  site: "https://www.noip.com",
  manual: "https://www.noip.com/integrate/request",
  names: { aliases: ["No-IP", "no-ip.com", "dynupdate.no-ip.com"] },
  access: {
    where: { en: "noip.com › Dynamic DNS › DDNS Keys", "zh-CN": "noip.com › Dynamic DNS › DDNS Keys" },
    least: { en: "A DDNS key for the one name", "zh-CN": "单个名称的 DDNS 密钥" },
    reach: "name",
    excess: [
      {
        field: "username",
        holding: "@",
        warning: {
          en: "This looks like the login of the account. Make a DDNS key for the name and use its user name and password",
          "zh-CN": "这似乎是账户的登录名。请为该名称建立 DDNS 密钥，并使用其用户名和密码",
        },
      },
    ],
  },
  quirks: [
    {
      en: "Free names have to be confirmed by mail every 30 days, whatever is sent",
      "zh-CN": "免费名称无论是否更新，每 30 天须通过邮件确认一次",
    },
    {
      en: "Clients without a contact in their User-Agent risk being slowed down or blocked, it says; give yours as contact",
      "zh-CN": "服务商称，User-Agent 中没有联系邮箱的客户端可能被限速或封禁；可在 contact 中填写您的邮箱",
    },
  ],
  update: "https://dynupdate.no-ip.com/nic/update",
  // The form the manual asks for, "Company Program/version contact"; other forms may be answered with `badagent`.
  agent: `Holdfast agent/${version}`,
  asksForContact: true,
  login: {
    username: {
      en: "User name of a DDNS key (recommended), or of the account",
      "zh-CN": "DDNS 密钥的用户名（推荐），或账户的用户名",
    },
    password: { en: "Password of the DDNS key, or of the account", "zh-CN": "DDNS 密钥的密码，或账户的密码" },
  },
  families: "together",
});
