import type { ProviderDeclaration } from "../core/provider.ts";
import { firstWord, on, rejected, text, unchanged, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
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
  kind: "push",
  credentials: {
    token: secretField(
      { en: "Token of the account", "zh-CN": "账户令牌" },
      {
        whereToFind: {
          en: "Shown at the top of duckdns.org after signing in",
          "zh-CN": "登录 duckdns.org 后显示在页面顶部",
        },
      },
    ),
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
