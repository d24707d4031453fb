import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { all, failed, on, rejected, text, unchanged, updated, type Condition } from "./kit/answers.ts";
import { ipv6NotSent } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * easyDNS dynamic DNS. Facts from the vendor's manual and from answers that people showed (ddclient issues 354 and
 * 582, inadyn issue 373), 2026-11. A host takes one update in ten minutes, so a second family would keep being
 * refused; only IPv4 is sent.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "easydns",
  label: "easyDNS",
  site: "https://easydns.com",
  manual: "https://kb.easydns.com/knowledge/dynamic-dns/",
  names: { aliases: ["easydns.com"] },
  access: {
    where: { en: "DNS page of the domain, dynamic DNS", "zh-CN": "域名的 DNS 页面中的动态 DNS" },
    least: {
      en: "The dynamic DNS token of the domain; not the password of the account",
      "zh-CN": "域名的动态 DNS 令牌；不是账户密码",
    },
    reach: "zones",
  },
  quirks: [{ en: "A second request within ten minutes is refused", "zh-CN": "十分钟内的第二次请求会被拒绝" }],
  unverified: [ipv6NotSent],
  update: "https://api.cp.easydns.com/dyn/generic.php",
  login: {
    username: { en: "User name", "zh-CN": "用户名" },
    password: {
      en: "Dynamic DNS token of the domain, not the password of the account",
      "zh-CN": "该域名的动态 DNS 令牌（不是账户密码）",
    },
  },
  publishes: ["ipv4"],
  answersInPages: true,
  answers: [
    on(all(said("OK"), text(/\sno update required for /)), unchanged),
    on(said("OK", "NOERROR"), updated),
    on(said("NO_AUTH", "NOACCESS"), rejected("credentials-rejected")),
    on(said("NO_SERVICE", "NOSERVICE"), rejected("not-authorized")),
    on(said("ILLEGAL INPUT"), rejected("value-invalid")),
    on(said("TOO_FREQ", "TOOSOON"), failed("rate-limited", { retryAfter: Duration.minutes(10) })),
  ],
});

/** Holds for pages whose text begins with one of the words. */
function said(...words: readonly string[]): Condition {
  return text(new RegExp(`^(?:\\s*<[^>]*>)*\\s*(?:${words.join("|")})\\s*(?:<|$)`, "i"));
}
