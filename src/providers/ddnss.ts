import type { ProviderDeclaration } from "../core/provider.ts";
import { on, rejected, text, unchanged, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { firstGiven } from "./kit/authentication.ts";
import { GET } from "./kit/call.ts";
import { otherFamilyStays } from "./kit/common-facts.ts";
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
  names: { aliases: ["ddnss.de", "DDnss"] },
  access: {
    where: { en: "Page of the account at ddnss.de", "zh-CN": "ddnss.de 的账户页面" },
    least: {
      en: "The update key, which changes addresses of every name of the account and nothing else",
      "zh-CN": "更新密钥，仅可修改账户下各名称的地址",
    },
    reach: "dns",
    excess: [
      {
        field: "password",
        warning: {
          en: "This is the login of the account. The update key shown on the account's page changes addresses and nothing else: use it as key",
          "zh-CN": "这是账户的登录密码。请改用账户页面显示的更新密钥（key），它只能修改地址",
        },
      },
    ],
  },
  quirks: [
    {
      en: "Dual stack has to be switched on at the name before it holds both families",
      "zh-CN": "名称须开启双栈后才能同时保存两个协议族",
    },
  ],
  unverified: [{ en: "That refusals are the same with a key", "zh-CN": "使用密钥时拒绝的应答相同" }, otherFamilyStays],
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
