import type { ProviderDeclaration } from "../core/provider.ts";
import { on, rejected, text, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { otherFamilyStays } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * GoIP.de, update URL with short answers. Facts from public clients of the service's page, 2026-11. Unverified: that the
 * family which is not named stays as it is.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "goip",
  label: "GoIP.de",
  site: "https://www.goip.de",
  manual: "https://www.goip.de/update-url.html",
  names: { aliases: ["goip.de"] },
  access: {
    where: { en: "goip.de › Routers", "zh-CN": "goip.de › Routers（路由器）" },
    least: { en: "A router login, which changes addresses and nothing else", "zh-CN": "路由器登录，仅可修改地址" },
    reach: "dns",
  },
  unverified: [otherFamilyStays],
  kind: "push",
  credentials: {
    username: textField({ en: "User name of the router", "zh-CN": "路由器用户名" }),
    password: secretField({ en: "Password of the router", "zh-CN": "路由器密码" }),
  },
  largestRRset: 1,
  server: ({ username, password }) => textServer("https://www.goip.de", queryKey({ username, password })),
  family: (_settings) =>
    updateUrl({
      families: "apart",
      update: ({ name, ipv4, ipv6 }) => GET("/setip", { subdomain: name, ip: ipv4, ip6: ipv6, shortResponse: true }),
      echo: ({ text: words }) => [...words.matchAll(/\(([0-9a-f.:]+)\)/gi)].map(([, address = ""]) => address),
    }),
  answers: [
    // "Access denied", the one refusal that is known.
    on(text(/^\s*zugriff verweigert/i), rejected("credentials-rejected")),
    on(text(/^\s*\S+ \([0-9a-f.:]+\)/i), updated),
  ],
});
