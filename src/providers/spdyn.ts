import type { ProviderDeclaration } from "../core/provider.ts";
import { rejected } from "./kit/answers.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** Securepoint Dynamic DNS (spDyn). Facts from the vendor's wiki, 2026-11. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "spdyn",
  label: "spDyn",
  site: "https://www.spdyn.de",
  manual: "https://wiki.securepoint.de/SPDyn/Variablen",
  names: { aliases: ["spdyn.de", "spdns", "Securepoint"] },
  access: {
    where: { en: "spdyn.de, page of the host, update token", "zh-CN": "spdyn.de 中该主机的页面，Update-Token" },
    least: { en: "The update token of one host", "zh-CN": "单个主机的更新令牌" },
    reach: "name",
    excess: [
      {
        field: "username",
        warning: {
          en: "This login may change other hosts of the account too. Use the host's update token as the password and leave the user name out",
          "zh-CN": "该登录还可修改账户下的其他主机。请以该主机的更新令牌作为密码，并省略用户名",
        },
      },
    ],
  },
  update: "https://update.spdyn.de/nic/update",
  login: {
    username: {
      en: "User that may update the name; nothing when the password is the name's update token",
      "zh-CN": "有权更新该名称的用户；若密码为该名称的更新令牌则留空",
    },
    password: { en: "Password of that user, or update token of the name", "zh-CN": "该用户的密码，或该名称的更新令牌" },
    isUsernameOptional: true,
  },
  // The host is switched off.
  words: { fatal: rejected("not-authorized") },
});
