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
  kind: "push",
  credentials: {
    token: secretField(
      { en: "HTTP token of the zone", "zh-CN": "该区域的 HTTP 令牌" },
      {
        whereToFind: {
          en: "dynv6.com > Keys > HTTP Tokens; it can be limited to zones",
          "zh-CN": "dynv6.com > Keys > HTTP Tokens；可限定于指定区域",
        },
      },
    ),
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
