import { Duration } from "../core/duration.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { failed } from "./kit/answers.ts";
import { basic } from "./kit/auth/basic.ts";
import { ipv6NotSent, onlyTheLogin } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { dyndns2 } from "./kit/families/dyndns2.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * OpenDNS and Cisco Umbrella, network update: tells the filter which address is the user's network, and changes no DNS
 * record, so the name plays no part. Facts from the vendor's page for developers and from that of Umbrella, 2026-11.
 * Unverified: that `myip` may differ from the caller's address, and IPv6, which is not sent.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "opendns",
  label: "OpenDNS (network update)",
  site: "https://www.opendns.com",
  manual: "https://support.opendns.com/hc/en-us/articles/227986527-FAQ-OpenDNS-Developer-Resources",
  names: { aliases: ["opendns.com", "Cisco Umbrella", "OpenDNS Home"] },
  access: {
    where: {
      en: "The login of OpenDNS; Umbrella accounts with single sign-on get one for updates from the vendor's support",
      "zh-CN": "OpenDNS 的登录名和密码；使用单点登录的 Umbrella 账户须向客服申请更新专用密码",
    },
    least: onlyTheLogin,
    reach: "account",
  },
  unverified: [
    ipv6NotSent,
    {
      en: "That the address may be another one than the request comes from",
      "zh-CN": "地址是否可以不同于请求来源的地址",
    },
  ],
  kind: "push",
  credentials: {
    username: textField({ en: "E-mail address of the account", "zh-CN": "账户的电子邮箱" }),
    password: secretField({ en: "Password of the account", "zh-CN": "账户密码" }),
    network: textField(
      {
        en: "Label of the network, where the account has several; dynamic updates must be switched on for it",
        "zh-CN": "网络标签（账户有多个网络时填写）；须先为该网络启用动态更新",
      },
      { optional: true },
    ),
  },
  families: ["ipv4"],
  largestRRset: 1,
  isInDns: false,
  pace: { requestsPerMinute: 1 },
  server: ({ username, password }) => textServer("https://updates.opendns.com", basic(username, password)),
  family: ({ network }) =>
    dyndns2({
      route: "/nic/update",
      query: () => ({ hostname: network ?? "" }),
      // More than one update a minute, says the vendor.
      words: { abuse: failed("rate-limited", { retryAfter: Duration.minutes(1) }) },
    }),
});
