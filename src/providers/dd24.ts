import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { failed, on, rejected, text, updated, type Condition } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { boundToName, ipv6NotSent } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * domaindiscount24, and Moniker and RRPproxy on the same server. For half an hour after an update all others are refused.
 * Facts from the vendor's support page and public clients, 2026-11. Unverified: the codes of refusals, and IPv6, which is
 * not sent.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dd24",
  label: "domaindiscount24",
  site: "https://www.domaindiscount24.com",
  manual: "https://support.domaindiscount24.com/hc/en-gb/articles/4409759444625-Dynamic-DNS",
  names: {
    aliases: ["domaindiscount24", "keysystems", "Key-Systems", "Moniker", "moniker.com", "RRPproxy", "CentralNic"],
  },
  access: {
    where: { en: "My domains › DynamicDNS", "zh-CN": "My domains（我的域名）> DynamicDNS" },
    least: boundToName,
    reach: "name",
  },
  quirks: [
    {
      en: "For half an hour after an update all others are refused",
      "zh-CN": "一次更新后的半小时内，其他更新都会被拒绝",
    },
    { en: "The same server serves Moniker and RRPproxy", "zh-CN": "Moniker 与 RRPproxy 使用同一服务器" },
  ],
  unverified: [{ en: "The codes of refusals", "zh-CN": "拒绝时的代码" }, ipv6NotSent],
  kind: "push",
  credentials: {
    password: secretField({ en: "Password of the dynamic host", "zh-CN": "动态主机的密码" }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  server: ({ password }) => textServer("https://dynamicdns.key-systems.net", queryKey({ password })),
  family: (_settings) => updateUrl({ update: ({ name, ipv4 }) => GET("/update.php", { hostname: name, ip: ipv4 }) }),
  answers: [
    on(code("200"), updated),
    on(code("530"), rejected("credentials-rejected")),
    on(text(/\bauthorization failed\b/i), rejected("credentials-rejected")),
    // Which code the pause has is not known, and it is by far the most frequent refusal.
    on(code("5\\d\\d"), failed("rate-limited", { retryAfter: Duration.minutes(30) })),
    on(code("4\\d\\d"), failed("server-error")),
  ],
});

/** Answers are lines such as `code = 200`. */
function code(pattern: string): Condition {
  return text(new RegExp(`^code\\s*=\\s*${pattern}\\s*$`, "im"));
}
