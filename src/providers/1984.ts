import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, on, rejected, text, unchanged, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { ipv6NotSent, mustExist, onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { addressesAt } from "./kit/families/push.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";

/**
 * 1984 Hosting, FreeDNS; entries have to exist. Facts from one public client, 2026-11. Unverified: IPv6, which is not
 * sent.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "1984",
  label: "1984 Hosting",
  site: "https://www.1984.is",
  manual: "https://www.1984.is/product/freedns",
  names: { aliases: ["1984.is", "FreeDNS 1984"] },
  access: {
    where: { en: "Control panel, FreeDNS", "zh-CN": "控制面板的 FreeDNS 部分" },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [mustExist],
  unverified: [ipv6NotSent],
  kind: "push",
  credentials: {
    key: secretField({ en: "API key of the account", "zh-CN": "账户的 API 密钥" }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  server: ({ key }) => jsonServer("https://api.1984.is/1.0", queryKey({ apikey: key })),
  family: (_settings) =>
    updateUrl({
      update: ({ name, ipv4 }) => GET("/freedns/", { domain: name, ip: ipv4 }),
      echo: addressesAt("ip"),
    }),
  answers: [
    on(all(body("ok", true), text(/\bunaltered\b/i)), unchanged),
    on(body("ok", true), updated),
    // A wrong key and an unknown name are told apart in words only, which nobody has written down.
    on(body("ok", false), rejected("request-refused")),
  ],
});
