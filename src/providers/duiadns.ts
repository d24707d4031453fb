import type { ProviderDeclaration } from "../core/provider.ts";
import { on, text, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { boundToName, wordsOfAnswers } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { addressesInText } from "./kit/families/push.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * DuiaDNS: both families at one address, and a page that repeats the host and its addresses. Facts from public clients,
 * one of them by an author of the service, and from what users tried, 2026-11: a family that is not named stays as it is,
 * and the password may be sent plain or as MD5. Unverified: how refusals look, and that the service still runs.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "duiadns",
  label: "DuiaDNS",
  site: "https://www.duiadns.net",
  manual: "https://www.duiadns.net/duiadns-url-update",
  names: { aliases: ["duiadns.net", "duia.ro", "DUIA"] },
  access: {
    where: { en: "duiadns.net › account", "zh-CN": "duiadns.net 账户页面" },
    least: boundToName,
    reach: "name",
  },
  unverified: [{ en: "That the service still runs", "zh-CN": "该服务是否仍在运营" }, wordsOfAnswers],
  kind: "push",
  credentials: {
    password: secretField({
      en: "Password of the host, or its MD5 in hexadecimal",
      "zh-CN": "主机密码，或其 MD5 的十六进制形式",
    }),
  },
  largestRRset: 1,
  server: ({ password }) => textServer("https://ip.duiadns.net", queryKey({ password }), { reads: "any" }),
  family: (_settings) =>
    updateUrl({
      update: ({ name, ipv4, ipv6 }) => GET("/dynamic.duia", { host: name, ip4: ipv4, ip6: ipv6 }),
      echo: addressesInText,
    }),
  answers: [on(text(/\bHostname \S/), updated)],
});
