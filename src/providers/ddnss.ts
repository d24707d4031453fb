import type { ProviderDeclaration } from "../core/provider.ts";
import { on, rejected, text, unchanged, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { firstGiven } from "./kit/authentication.ts";
import { GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { booleanField, secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * DDNSS.de, update page. It answers with pages, in which words tell what was done. Facts from public clients, 2026-11.
 * Unverified: that refusals are the same with a key, and that a family which is not named stays as it is.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "ddnss",
  label: "DDNSS.de",
  site: "https://ddnss.de",
  manual: "https://ddnss.de/info.php",
  kind: "push",
  credentials: {
    key: secretField({ en: "Update key of the account", "zh-CN": "账户的更新密钥" }, { optional: true }),
    username: textField(
      { en: "User name, when there is no key", "zh-CN": "用户名（未填更新密钥时）" },
      { optional: true },
    ),
    password: secretField(
      { en: "Password, when there is no key", "zh-CN": "密码（未填更新密钥时）" },
      { optional: true },
    ),
    dualStack: booleanField(
      {
        en: "The host is set to dual stack at DDNSS; any other holds one address of either family",
        "zh-CN": "主机在 DDNSS 中已设为双栈；否则只能保存一个地址（IPv4 或 IPv6）",
      },
      { fallback: true },
    ),
  },
  signIn: [["key"], ["username", "password"]],
  largestRRset: 1,
  server: ({ key, username, password }) =>
    textServer(
      "https://ddnss.de",
      firstGiven(key && queryKey({ key }), username && password && queryKey({ user: username, pwd: password })),
      { reads: "any" },
    ),
  family: ({ dualStack }) =>
    updateUrl({
      update: ({ name, ipv4, ipv6, managed }) => {
        if (dualStack) return GET("/upd.php", { host: name, ip: ipv4, ip6: ipv6 });
        if (managed.length > 1) return { because: "a host that is not set to dual stack holds one address only" };
        return GET("/upd.php", { host: name, ip: ipv4 ?? ipv6 });
      },
    }),
  answers: [
    on(text(/\bbadauth\b/i), rejected("credentials-rejected")),
    on(text(/\bnotfqdn\b/i), rejected("name-not-found")),
    on(text(/\bbady?sys\b/i), rejected("request-refused")),
    on(text(/\bUpdated 1 hostname\b/i), updated),
    on(text(/(^|>)\s*No change\b/im), unchanged),
    on(text(/(^|>)\s*good\b/im), updated),
  ],
});
