import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { failed, on, rejected, text, unchanged, updated, type Condition } from "./kit/answers.ts";
import { ipv6NotSent } from "./kit/common-facts.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/**
 * ZoneEdit. Facts from the vendor's knowledge base and clients, 2026-11. Names more than one label below their zone
 * are not covered, nor is IPv6, which one client sends and nobody has verified: a second request within ten minutes
 * is refused.
 */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "zoneedit",
  label: "ZoneEdit",
  site: "https://www.zoneedit.com",
  manual: "https://support.zoneedit.com/en/knowledgebase/article/dynamic-dns",
  names: { aliases: ["zoneedit1", "zoneedit.com"] },
  access: {
    where: {
      en: "DNS settings of the domain › DYN records › authentication token",
      "zh-CN": "域名的 DNS 设置 › DYN records › authentication token",
    },
    least: { en: "The token of one domain; not the password of the account", "zh-CN": "单个域名的令牌；不是账户密码" },
    reach: "zones",
  },
  quirks: [
    { en: "A second request within ten minutes is refused", "zh-CN": "十分钟内的第二次请求会被拒绝" },
    { en: "Names more than one label below their zone are not covered", "zh-CN": "不支持比区域低两级及以上的名称" },
  ],
  unverified: [ipv6NotSent],
  update: "https://dynamic.zoneedit.com/auth/dynamic.html",
  login: {
    username: { en: "User id", "zh-CN": "用户 ID" },
    password: { en: "Dynamic DNS token of the domain", "zh-CN": "该域名的动态 DNS 令牌" },
  },
  publishes: ["ipv4"],
  parameters: { hostname: "host", address: "dnsto" },
  // Tags that are never closed; the codes are what counts.
  answers: [
    on(said("SUCCESS", 200), updated),
    on(said("SUCCESS", 201), unchanged),
    // The same address of the same name again.
    on(said("ERROR", 707), unchanged),
    on(said("ERROR", 701), rejected("zone-not-found")),
    on(said("ERROR", 702), failed("rate-limited", { retryAfter: Duration.minutes(10) })),
    on(said("ERROR", 704), rejected("name-invalid")),
    on(said("ERROR", 708), rejected("credentials-rejected")),
    on(text(/^\s*invalid login/i), rejected("credentials-rejected")),
    on(said("ERROR", 709), rejected("name-invalid")),
  ],
});

function said(tag: "SUCCESS" | "ERROR", code: number): Condition {
  return text(new RegExp(`^\\s*<${tag}\\s[^>]*\\bCODE="${code}"`, "i"));
}
