import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { firstWord, on, rejected, text, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { boundToName, ipv6NotSent } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * freemyip.com, update page. Facts from public clients, 2026-11. Unverified, and so not used or only to be safe: that an
 * IPv6 address is taken and what becomes of the IPv4 address then; that unused names are released after a year.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "freemyip",
  label: "freemyip.com",
  site: "https://freemyip.com",
  manual: "https://freemyip.com/help",
  names: { aliases: ["freemyip.com"] },
  access: {
    where: { en: "Shown once when the name is claimed", "zh-CN": "申领名称时显示一次" },
    least: boundToName,
    reach: "name",
  },
  quirks: [{ en: "A lost token cannot be had again", "zh-CN": "令牌遗失后无法找回" }],
  unverified: [ipv6NotSent],
  kind: "push",
  credentials: {
    token: secretField({ en: "Token of the name", "zh-CN": "该名称的令牌" }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  refreshEvery: Duration.days(180),
  server: ({ token }) => textServer("https://freemyip.com", queryKey({ token })),
  family: (_settings) =>
    updateUrl({
      below: "freemyip.com",
      update: ({ relativeOwner, ipv4 }) => {
        // Names below a name answer with its address, so the name itself is what is updated.
        const domain = `${relativeOwner.split(".").at(-1)}.freemyip.com`;
        return GET("/update", { domain, myip: ipv4 });
      },
    }),
  answers: [
    // One word for a wrong token and an unknown name alike.
    on(firstWord("error"), rejected("request-refused")),
    on(text(/^OK\s*$/), updated),
  ],
});
