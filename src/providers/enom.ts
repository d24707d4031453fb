import type { ProviderDeclaration } from "../core/provider.ts";
import { all, failed, on, rejected, text, updated } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { ipv6NotSent } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * eNom, SetDNSHost without a login: the domain's own password. Facts from the vendor's page and one public client,
 * 2026-11. Unverified: the wordings of errors, and IPv6, which is not sent.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "enom",
  label: "eNom",
  site: "https://www.enom.com",
  manual: "https://www.enom.com/api/API%20topics/api_SetDNSHost.htm",
  names: { aliases: ["name-services.com"] },
  access: {
    where: {
      en: "General settings of the domain; it is not the password of the account",
      "zh-CN": "域名的常规设置页面；不是账户密码",
    },
    least: { en: "The password of one domain; not that of the account", "zh-CN": "单个域名的密码；不是账户密码" },
    reach: "zones",
  },
  unverified: [ipv6NotSent],
  kind: "push",
  credentials: {
    domain: textField({
      en: "Registered domain, for instance example.com",
      "zh-CN": "注册的域名，例如 example.com",
    }),
    password: secretField({ en: "Password of the domain", "zh-CN": "该域名的密码" }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  server: ({ password }) => textServer("https://dynamic.name-services.com", queryKey({ DomainPassword: password })),
  family: ({ domain }) =>
    updateUrl({
      below: domain,
      update: ({ relativeOwner, domain, ipv4 }) =>
        GET("/interface.asp", { Command: "SetDNSHost", HostName: relativeOwner, Zone: domain, Address: ipv4 }),
    }),
  answers: [
    on(text(/^Err\d+=.*password/im), rejected("credentials-rejected")),
    on(text(/^Err\d+=.*not found/im), rejected("name-not-found")),
    on(text(/^Err\d+=.*time(d)?[ -]?out/im), failed("server-error")),
    on(text(/^ErrCount=0*[1-9]/im), rejected("request-refused")),
    on(all(text(/^ErrCount=0\s*$/im), text(/^Done=true\s*$/im)), updated),
  ],
});
