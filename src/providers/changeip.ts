import type { ProviderDeclaration } from "../core/provider.ts";
import { on, rejected, text, updated } from "./kit/answers.ts";
import { ipv6NotSent, loginOfAccount, onlyTheLogin } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * ChangeIP. Facts from the vendor's knowledge base and clients, 2026-11. Nothing is known of its answer to an
 * unchanged address, nor of IPv6.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "changeip",
  label: "ChangeIP",
  site: "https://www.changeip.com",
  manual:
    "https://www.changeip.com/accounts/index.php?rp=/knowledgebase/47/Understanding-the-Dynamic-DNS-Update-History-page.html",
  names: { aliases: ["changeip.com"] },
  access: {
    where: loginOfAccount,
    least: onlyTheLogin,
    reach: "account",
  },
  unverified: [{ en: "The answer to an unchanged address", "zh-CN": "地址未变时的应答" }, ipv6NotSent],
  update: "https://nic.changeip.com/nic/update",
  login: {
    username: { en: "User name", "zh-CN": "用户名" },
    password: { en: "Password", "zh-CN": "密码" },
  },
  publishes: ["ipv4"],
  parameters: { address: "ip" },
  // Status codes as words, whatever the status.
  answers: [
    on(text(/^\s*200 successful update\s*$/i), updated),
    on(text(/^\s*401\b/), rejected("credentials-rejected")),
    on(text(/^\s*402\b/), rejected("paid-feature")),
    on(text(/^\s*422\b/), rejected("name-not-found")),
  ],
});
