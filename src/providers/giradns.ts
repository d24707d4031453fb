import type { ProviderDeclaration } from "../core/provider.ts";
import { on, text, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { boundToName, ipv6NotSent, loginOfAccount, wordsOfAnswers } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * Gira DNS, for owners of Gira devices: a login has one host, so the name plays no part. Facts from one public client,
 * 2026-11. Unverified: the words of refusals, that clients besides Gira's are still served, and IPv6, which is not sent.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "giradns",
  label: "Gira DNS",
  site: "https://giradns.com",
  manual: "https://giradns.com",
  names: { aliases: ["gira.de", "Gira HomeServer", "Gira S1"] },
  access: { where: loginOfAccount, least: boundToName, reach: "name" },
  unverified: [
    ipv6NotSent,
    { en: "That clients besides Gira's devices are still served", "zh-CN": "是否仍为 Gira 设备以外的客户端提供服务" },
    wordsOfAnswers,
  ],
  kind: "push",
  credentials: {
    username: textField({ en: "User name of the host", "zh-CN": "主机的用户名" }),
    password: secretField({ en: "Password of the host", "zh-CN": "主机的密码" }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  server: ({ username, password }) => textServer("https://homeserver.gira.de", queryKey({ u: username, p: password })),
  family: (_settings) => updateUrl({ update: ({ ipv4 }) => GET("/hsdyndns.php", { ip: ipv4 }) }),
  answers: [on(text(/\bOK\b/), updated)],
});
