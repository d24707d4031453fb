import type { ProviderDeclaration } from "../core/provider.ts";
import { firstWord, on, rejected, text, unchanged, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { allDynamicNames } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/** Duck DNS, update URL with verbose answers. Facts from the service's specification, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "duckdns",
  label: "Duck DNS",
  site: "https://www.duckdns.org",
  manual: "https://www.duckdns.org/spec.jsp",
  names: { aliases: ["duckdns.org", "Duck"] },
  access: {
    where: { en: "Shown at the top of duckdns.org after signing in", "zh-CN": "登录 duckdns.org 后显示在页面顶部" },
    least: allDynamicNames,
    reach: "dns",
  },
  quirks: [
    {
      en: "A single answer stands for a wrong token, an unknown name and a bad address",
      "zh-CN": "令牌错误、名称不存在与地址无效的应答相同，无法区分",
    },
    {
      en: "Withdrawing one family clears both, so it needs both to be managed",
      "zh-CN": "撤下一个协议族会同时清除两者，因此须同时管理两者",
    },
  ],
  kind: "push",
  credentials: {
    token: secretField({ en: "Token of the account", "zh-CN": "账户令牌" }),
  },
  largestRRset: 1,
  withdrawal: { families: ["ipv4", "ipv6"], needs: "other-state" },
  server: ({ token }) => textServer("https://www.duckdns.org", queryKey({ token })),
  family: (_settings) =>
    updateUrl({
      below: "duckdns.org",
      update: ({ relativeOwner, ipv4, ipv6, withdrawn }) => {
        // Names below a name answer with its addresses, so the name itself is what is updated.
        const domains = relativeOwner.split(".").at(-1);
        const update = GET("/update", { domains, ip: ipv4, ipv6, verbose: true });
        const clear = GET("/update", { domains, clear: true, verbose: true });
        if (withdrawn.length === 0) return update;
        return withdrawn.length === 2 ? clear : [clear, update];
      },
      echo: ({ text: lines }) => lines.split(/\r?\n/).slice(1, 3),
    }),
  answers: [
    // One word for a wrong token, an unknown name and a bad address alike.
    on(firstWord("ko"), rejected("request-refused")),
    on(text(/^OK\r?\n.*\r?\n.*\r?\nNOCHANGE\s*$/), unchanged),
    on(text(/^OK\r?\n.*\r?\n.*\r?\nUPDATED\s*$/), updated),
  ],
});
