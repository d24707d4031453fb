import type { ProviderDeclaration } from "../core/provider.ts";
import { failed, on, rejected, text, unchanged, updated, type Condition } from "./kit/answers.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { GET } from "./kit/call.ts";
import { otherFamilyStays } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * Regfish, dynamic DNS of a domain; hosts that are missing are created. Facts from the vendor's documentation and public
 * clients, 2026-11. Unverified: that a family which is not named stays as it is.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "regfish",
  label: "Regfish",
  site: "https://www.regfish.de",
  manual: "https://www.regfish.de/domains/dyndns/dokumentation",
  names: { aliases: ["regfish.de", "regfishde"] },
  access: {
    where: { en: "Name server page of the domain", "zh-CN": "域名的名称服务器页面" },
    least: { en: "The DynDNS password of one domain", "zh-CN": "单个域名的 DynDNS 密码" },
    reach: "zones",
  },
  quirks: [{ en: "Hosts that are missing are created", "zh-CN": "不存在的主机会被创建" }],
  unverified: [otherFamilyStays],
  kind: "push",
  credentials: {
    token: secretField({ en: "DynDNS password of the domain", "zh-CN": "该域名的 DynDNS 密码" }),
  },
  largestRRset: 1,
  server: ({ token }) => textServer("https://dyndns.regfish.de", queryKey({ token })),
  family: (_settings) =>
    updateUrl({ update: ({ name, ipv4, ipv6 }) => GET("/", { fqdn: name, forcehost: 1, ipv4, ipv6 }) }),
  answers: [
    on(said("100"), updated),
    on(said("101"), unchanged),
    on(said("401|402"), rejected("credentials-rejected")),
    on(said("408|409"), rejected("value-invalid")),
    on(said("412"), rejected("name-invalid")),
    on(said("414"), failed("server-error")),
  ],
});

/** Answers read `success|100|update succeeded!|…`. */
function said(codes: string): Condition {
  return text(new RegExp(`^\\s*[a-z]+\\|(${codes})\\|`, "i"));
}
