import type { ProviderDeclaration } from "../core/provider.ts";
import { body, on, rejected, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { ipv6NotSent } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";

/**
 * DonDominio, DonDNS by its JSON address; records have to exist. Facts from the vendor's page and public clients, 2026-11.
 * Unverified: IPv6, which is not sent.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dondominio",
  label: "DonDominio (MrDomain)",
  site: "https://www.dondominio.com",
  manual: "https://dondominio.dev/en/dondns/docs/api/",
  names: { aliases: ["MrDomain", "DonDNS"] },
  access: {
    where: { en: "Control panel, section DonDNS", "zh-CN": "控制面板的 DonDNS 部分" },
    least: { en: "The DonDNS key, which changes addresses and nothing else", "zh-CN": "DonDNS 密钥，仅可修改地址" },
    reach: "dns",
  },
  unverified: [ipv6NotSent],
  kind: "push",
  credentials: {
    username: textField({ en: "User name of the account", "zh-CN": "账户用户名" }),
    key: secretField({ en: "API key of DonDNS", "zh-CN": "DonDNS 的 API 密钥" }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  server: ({ username, key }) =>
    jsonServer("https://dondns.dondominio.com", queryKey({ user: username, password: key }), {
      message: ["messages.*"],
    }),
  family: (_settings) => updateUrl({ update: ({ name, ipv4 }) => GET("/json/", { host: name, ip: ipv4, lang: "en" }) }),
  // Refusals differ in words only.
  answers: [on(body("success", true), updated), on(body("success", false), rejected("request-refused"))],
});
