import type { ProviderDeclaration } from "../core/provider.ts";
import { allDynamicNames } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** it's DNS (itsdns.de). Facts from the vendor's help page, 2026-11. It answers with 401 to a wrong host as well. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "itsdns",
  label: "it's DNS",
  site: "https://www.itsdns.de",
  manual: "https://www.itsdns.de/dynupdatehelp.htm",
  names: { aliases: ["itsdns.de"] },
  access: {
    where: { en: "itsdns.de, update key of the account", "zh-CN": "itsdns.de 账户的更新密钥" },
    least: allDynamicNames,
    reach: "dns",
  },
  quirks: [{ en: "A wrong name is answered like a wrong key", "zh-CN": "名称错误与密钥错误的应答相同" }],
  update: "https://www.itsdns.de/update.php",
  login: {
    username: { en: "E-mail address of the account", "zh-CN": "账户的邮箱地址" },
    password: { en: "Update key", "zh-CN": "更新密钥" },
  },
});
