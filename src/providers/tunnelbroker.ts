import type { ProviderDeclaration } from "../core/provider.ts";
import { on, rejected, text } from "./kit/answers.ts";
import { basic } from "./kit/auth/basic.ts";
import { defineProvider } from "./kit/define.ts";
import { dyndns2 } from "./kit/families/dyndns2.ts";
import { integerField, secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * Hurricane Electric's tunnel broker: the IPv4 endpoint of an IPv6 tunnel, which is no DNS record, so the name plays no
 * part. Facts from the announcement of the interface in the vendor's forum and from public scripts, 2026-11.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "tunnelbroker",
  label: "Hurricane Electric Tunnel Broker",
  site: "https://tunnelbroker.net",
  manual: "https://forums.he.net/index.php?topic=1994.msg11842",
  names: { aliases: ["tunnelbroker.net", "Hurricane Electric 6in4", "HE.net Tunnelbroker"] },
  access: {
    where: {
      en: "tunnelbroker.net › the tunnel › Advanced › Update Key; without one, the password of the account",
      "zh-CN": "tunnelbroker.net › 隧道页面 › Advanced › Update Key；未设置时填写账户密码",
    },
    least: { en: "The update key, which belongs to one tunnel", "zh-CN": "更新密钥，仅属于一个隧道" },
    reach: "name",
  },
  quirks: [
    {
      en: "The address must answer the broker's ping and must not be in use by another tunnel",
      "zh-CN": "该地址必须能响应服务商的 ping，且未被其他隧道使用",
    },
  ],
  kind: "push",
  credentials: {
    username: textField({ en: "User name of the account", "zh-CN": "账户用户名" }),
    updateKey: secretField({ en: "Update key of the tunnel", "zh-CN": "隧道的更新密钥（Update Key）" }),
    tunnel: integerField({ en: "Number of the tunnel", "zh-CN": "隧道编号（Tunnel ID）" }, { min: 1 }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  isInDns: false,
  server: ({ username, updateKey }) => textServer("https://ipv4.tunnelbroker.net", basic(username, updateKey)),
  family: ({ tunnel }) => dyndns2({ route: "/nic/update", query: () => ({ hostname: tunnel }) }),
  // Nothing was changed: the address is private, is in use, or does not answer the broker's ping.
  answers: [on(text(/^good 127\.0\.0\.1\s*$/i), rejected("value-invalid"))],
});
