import type { ProviderDeclaration } from "../core/provider.ts";
import { rejected } from "./kit/answers.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** Securepoint Dynamic DNS (spDyn). Facts from the vendor's wiki, 2026-11. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "spdyn",
  label: "spDyn",
  site: "https://www.spdyn.de",
  manual: "https://wiki.securepoint.de/SPDyn/Variablen",
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
