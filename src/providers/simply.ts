import type { ProviderDeclaration } from "../core/provider.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * Simply.com dynamic DNS. Facts from the vendor's manual and clients, 2026-11. Two clients use two names of the host;
 * this is ddclient's.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "simply",
  label: "Simply.com",
  site: "https://www.simply.com",
  manual: "https://www.simply.com/en/docs/api/",
  names: { aliases: ["simply.com", "UnoEuro"] },
  access: {
    where: { en: "Control panel, account", "zh-CN": "控制面板的账户页面" },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "Two clients use two host names of the service; this is ddclient's",
      "zh-CN": "两个客户端使用不同的服务器名称；此处采用 ddclient 的",
    },
  ],
  update: "https://dyndns.simply.com/nic/update",
  login: {
    username: { en: "Account name, for instance S123456", "zh-CN": "账户名，例如 S123456" },
    password: { en: "API key of the account", "zh-CN": "账户的 API 密钥" },
  },
});
