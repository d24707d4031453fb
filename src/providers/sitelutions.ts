import type { ProviderDeclaration } from "../core/provider.ts";
import { failed, on, rejected, text, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { ipv4Only, loginOfAccount, onlyTheLogin } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * Sitelutions: records are named by number, so the name plays no part. IPv4 only. Facts from the vendor's knowledge base
 * and public clients, 2026-11. Unverified: the words behind `failure`.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "sitelutions",
  label: "Sitelutions",
  site: "https://www.sitelutions.com",
  manual: "https://sitelutions.com/index.php?rp=/knowledgebase/4/Setting-up-Dynamic-DNS.html",
  access: {
    where: loginOfAccount,
    least: onlyTheLogin,
    reach: "account",
  },
  quirks: [
    { en: "Records are named by number, so the name plays no part", "zh-CN": "记录以编号指定，名称不起作用" },
    ipv4Only,
  ],
  unverified: [{ en: "The words behind failure", "zh-CN": "failure 之后的措辞" }],
  kind: "push",
  credentials: {
    username: textField({ en: "E-mail address of the account", "zh-CN": "账户的电子邮箱" }),
    password: secretField({ en: "Password of the account", "zh-CN": "账户密码" }),
    record: textField(
      { en: "Number of the A record", "zh-CN": "A 记录的编号" },
      { whereToFind: { en: "DNS manager, beside the record", "zh-CN": "DNS 管理页面中该记录旁" } },
    ),
  },
  families: ["ipv4"],
  largestRRset: 1,
  server: ({ username, password }) =>
    textServer("https://api2.sitelutions.com", queryKey({ user: username, pass: password })),
  family: ({ record }) => updateUrl({ update: ({ ipv4, ttl }) => GET("/dnsup", { id: record, ip: ipv4, ttl }) }),
  answers: [
    on(text(/\bdberror\b/i), failed("server-error")),
    on(text(/^\s*failure \(auth\)/i), rejected("credentials-rejected")),
    on(text(/^\s*failure \((noauth|permission)\)/i), rejected("not-authorized")),
    on(text(/^\s*failure \(badid\)/i), rejected("name-not-found")),
    on(text(/^\s*failure\b/i), rejected("request-refused")),
    on(text(/^\s*success\b/i), updated),
  ],
});
