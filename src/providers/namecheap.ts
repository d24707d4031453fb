import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, failed, on, rejected, text, updated, type Condition } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { addressesAt } from "./kit/families/push.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { xmlServer } from "./kit/server.ts";

/**
 * Namecheap, dynamic DNS of one domain, which is IPv4 only; records have to exist as "A + Dynamic DNS". Facts from the
 * vendor's knowledge base (29/11) and, for the numbers of errors, from public clients, 2026-11.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "namecheap",
  label: "Namecheap",
  site: "https://www.namecheap.com",
  manual: "https://www.namecheap.com/support/knowledgebase/article.aspx/29/11/",
  names: { aliases: ["namecheap.com", "park-your-domain"] },
  access: {
    where: {
      en: "Domain List › Manage › Advanced DNS › Dynamic DNS",
      "zh-CN": "Domain List › Manage › Advanced DNS › Dynamic DNS",
    },
    least: {
      en: "The dynamic DNS password of one domain; not that of the account",
      "zh-CN": "单个域名的动态 DNS 密码；不是账户密码",
    },
    reach: "zones",
  },
  quirks: [
    {
      en: "IPv4 only, and the record has to exist as “A + Dynamic DNS”; the type namecheap-api takes more",
      "zh-CN": "仅支持 IPv4，且记录须事先以“A + Dynamic DNS”类型建立；其他情况可用 namecheap-api 类型",
    },
  ],
  kind: "push",
  credentials: {
    domain: textField({
      en: "Registered domain, for instance example.com",
      "zh-CN": "注册的域名，例如 example.com",
    }),
    password: secretField({ en: "Dynamic DNS password of the domain", "zh-CN": "该域名的动态 DNS 密码" }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  server: ({ password }) =>
    xmlServer("https://dynamicdns.park-your-domain.com", queryKey({ password }), {
      message: ["interface-response.errors.*.*.*"],
    }),
  family: ({ domain }) =>
    updateUrl({
      below: domain,
      update: ({ relativeOwner, domain, ipv4 }) => GET("/update", { host: relativeOwner, domain, ip: ipv4 }),
      echo: addressesAt("interface-response.IP.*"),
    }),
  answers: [
    on(all(errorNumber(316_153), text(/password/i)), rejected("credentials-rejected")),
    on(errorNumber(304_156), rejected("credentials-rejected")),
    on(errorNumber(316_153, 316_154), rejected("zone-not-found")),
    on(errorNumber(380_091), rejected("name-not-found")),
    on(errorNumber(380_098, 380_099), failed("server-error")),
    on(body("interface-response.ErrCount.*", 0), updated),
    on(body("interface-response.ErrCount"), rejected("request-refused")),
  ],
});

function errorNumber(...numbers: readonly number[]): Condition {
  return body("interface-response.responses.*.response.*.ResponseNumber.*", ...numbers);
}
