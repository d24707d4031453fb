import type { ProviderDeclaration } from "../core/provider.ts";
import { on, status, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { boundToName } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * DDNS.FM; success is said by the status alone. Facts from one public client, 2026-11. Unverified: which statuses refuse
 * what, so they are taken for what they mean anywhere.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "ddns-fm",
  label: "DDNS.FM",
  site: "https://ddns.fm",
  manual: "https://ddns.fm/docs",
  names: { aliases: ["ddns.fm", "ddnsfm"] },
  access: {
    where: { en: "Page of the name in the account at ddns.fm", "zh-CN": "ddns.fm 账户中该名称的页面" },
    least: boundToName,
    reach: "name",
  },
  unverified: [
    {
      en: "Which status refuses what; each is taken for what it means anywhere",
      "zh-CN": "各状态码拒绝的原因；均按通用含义理解",
    },
  ],
  kind: "push",
  credentials: { key: secretField({ en: "Update key of the domain", "zh-CN": "该域名的更新密钥" }) },
  largestRRset: 1,
  server: ({ key }) => textServer("https://api.ddns.fm", queryKey({ key })),
  family: (_settings) =>
    updateUrl({
      families: "apart",
      update: ({ name, ipv4, ipv6 }) => GET("/update", { domain: name, myip: ipv4 ?? ipv6 }),
    }),
  answers: [on(status(200, 201, 202, 204), updated)],
});
