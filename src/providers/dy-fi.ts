import { Duration } from "../core/duration.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { failed } from "./kit/answers.ts";
import { basic } from "./kit/auth/basic.ts";
import { loginOfAccount, onlyTheLogin } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { dyndns2 } from "./kit/families/dyndns2.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * dy.fi, whose update points names to the caller's address only, and to none outside Finland. Facts from the service's
 * specification, 2026-11: names expire after 7 days, and are to be sent again between the fifth and the sixth.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dy-fi",
  label: "dy.fi",
  site: "https://www.dy.fi",
  manual: "https://www.dy.fi/page/specification",
  names: { aliases: ["dy.fi", "dyfi"] },
  access: { where: loginOfAccount, least: onlyTheLogin, reach: "account" },
  quirks: [
    {
      en: "It publishes the address the request comes from and no other, and none outside Finland",
      "zh-CN": "只发布请求来源的地址，且仅限芬兰境内地址",
    },
  ],
  kind: "push",
  credentials: {
    username: textField({ en: "E-mail address of the account", "zh-CN": "账户的电子邮箱" }),
    password: secretField({ en: "Password of the account", "zh-CN": "账户密码" }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  refreshEvery: Duration.hours(130),
  server: ({ username, password }) => textServer("https://www.dy.fi", basic(username, password), { over: "ipv4" }),
  family: (_settings) =>
    // Too many requests in a short time, says the specification, and not that the name is blocked.
    dyndns2({ route: "/nic/update", takesCallers: true, words: { abuse: failed("rate-limited") } }),
});
