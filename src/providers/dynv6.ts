import type { ProviderDeclaration } from "../core/provider.ts";
import { on, text, unchanged, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * dynv6, update API: addresses of zones, not of names within them. A family that is not named keeps its address, and `-`
 * removes that of IPv4; IPv6 has no such word. Facts from the service's page on its APIs, 2026-11.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dynv6",
  label: "dynv6",
  site: "https://dynv6.com",
  manual: "https://dynv6.com/docs/apis",
  names: { aliases: ["dynv6.com", "dynv6.net", "v6.rocks", "v6.army"] },
  access: {
    where: { en: "dynv6.com › Keys › HTTP Tokens", "zh-CN": "dynv6.com › Keys › HTTP Tokens" },
    least: { en: "An HTTP token that is limited to the zone", "zh-CN": "限定到所需区域的 HTTP 令牌" },
    reach: "zones",
  },
  quirks: [
    {
      en: "Only zones have addresses here, not the records below them",
      "zh-CN": "仅能更新区域本身的地址，不能更新其下的记录",
    },
  ],
  kind: "push",
  credentials: {
    token: secretField({ en: "HTTP token of the zone", "zh-CN": "该区域的 HTTP 令牌" }),
  },
  largestRRset: 1,
  withdrawal: { families: ["ipv4"], needs: "nothing" },
  server: ({ token }) => textServer("https://dynv6.com", queryKey({ token })),
  family: (_settings) =>
    updateUrl({
      update: ({ name, ipv4, ipv6, withdrawn }) =>
        GET("/api/update", { zone: name, ipv4: withdrawn.includes("ipv4") ? "-" : ipv4, ipv6 }),
    }),
  answers: [on(text(/^addresses updated\s*$/i), updated), on(text(/^addresses unchanged\s*$/i), unchanged)],
});
