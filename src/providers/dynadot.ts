import type { ProviderDeclaration } from "../core/provider.ts";
import { body, on, rejected, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";

/**
 * Dynadot, dynamic DNS of one domain. Facts from two public clients, 2026-11, which read the answer by different members;
 * both have to agree here. Unverified: the wordings of errors.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dynadot",
  label: "Dynadot",
  site: "https://www.dynadot.com",
  manual: "https://www.dynadot.com/community/help/question/enable-DDNS",
  names: { aliases: ["dynadot.com"] },
  access: {
    where: { en: "DNS settings of the domain › Dynamic DNS", "zh-CN": "域名的 DNS 设置 › Dynamic DNS（动态 DNS）" },
    least: {
      en: "The dynamic DNS password of one domain; not the key of the API",
      "zh-CN": "单个域名的动态 DNS 密码；不是 API 密钥",
    },
    reach: "zones",
  },
  kind: "push",
  credentials: {
    domain: textField({
      en: "Registered domain, for instance example.com",
      "zh-CN": "注册的域名，例如 example.com",
    }),
    password: secretField({ en: "DDNS password of the domain", "zh-CN": "该域名的 DDNS 密码" }),
  },
  largestRRset: 1,
  server: ({ password }) =>
    jsonServer("https://www.dynadot.com", queryKey({ pwd: password }), { message: ["content.*"] }),
  family: ({ domain }) =>
    updateUrl({
      below: domain,
      families: "apart",
      update: ({ relativeOwner, domain, ipv4, ipv6, ttl }) =>
        GET("/set_ddns", {
          containRoot: relativeOwner === "@",
          domain,
          subDomain: relativeOwner === "@" ? undefined : relativeOwner,
          type: ipv6 === undefined ? "A" : "AAAA",
          ip: ipv4 ?? ipv6,
          ttl: ttl ?? usualTtl,
        }),
    }),
  answers: [
    // A wrong password and an unknown domain are told apart in words only.
    on(body("error_code", -1), rejected("request-refused")),
    on(body("status", "failed"), rejected("request-refused")),
    on(body("status", "success", "ok"), updated),
  ],
});

/** Seconds; every request names it, and this is the one the vendor's own example has. */
const usualTtl = 600;
