import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, on, rejected, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { otherFamilyStays } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { addressesAt } from "./kit/families/push.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";

/**
 * Njalla, records of the type "Dynamic", each with a key of its own. Facts from the vendor's page on dynamic DNS and
 * public clients, 2026-11. Unverified: that a family which is not named stays as it is.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "njalla",
  label: "Njalla",
  site: "https://njal.la",
  manual: "https://njal.la/docs/ddns/",
  names: { aliases: ["njal.la"] },
  access: {
    where: {
      en: "Add a record of the type Dynamic to the domain; its key is shown beside it",
      "zh-CN": "在域名中添加 Dynamic 类型的记录，密钥显示在记录旁",
    },
    least: { en: "The key of one record of the type Dynamic", "zh-CN": "单条 Dynamic 类型记录的密钥" },
    reach: "name",
  },
  unverified: [otherFamilyStays],
  kind: "push",
  credentials: {
    key: secretField({ en: "Key of the dynamic record", "zh-CN": "动态记录的密钥" }),
  },
  largestRRset: 1,
  server: ({ key }) => jsonServer("https://njal.la", queryKey({ k: key })),
  family: (_settings) =>
    updateUrl({
      update: ({ name, ipv4, ipv6 }) => GET("/update/", { h: name, a: ipv4, aaaa: ipv6 }),
      echo: addressesAt("value.A", "value.AAAA"),
    }),
  answers: [
    // One answer for a wrong key and an unknown name alike.
    on(body("status", 401), rejected("credentials-rejected")),
    on(all(200, body("status", 200)), updated),
  ],
});
