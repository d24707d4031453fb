import type { AnswerConfig, RateLimitConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";

/** What `server.dns` says about the answers themselves. */

/** What BIND's manual suggests to begin with is 5, for single names; NSD has 200, and so hinders no busy resolver. */
const usualRate = 200;

/** As in BIND and NSD: half of what is too much is dropped, the other half sends clients to TCP. */
const usualSlip = 2;

/** Networks that usually have one owner, as BIND, Knot and NSD count them. */
const usualPrefixes = { ipv4: 24, ipv6: 56 };

export function settleAnswers(dns: Cursor): AnswerConfig {
  const identity = dns.at("identity");
  return {
    identity: { hostname: identity.at("name").text, version: identity.at("version").text },
    hasExtendedErrors: dns.at("extended-errors").boolean ?? true,
    rateLimit: settleRateLimit(dns.at("rate-limit")),
  };
}

function settleRateLimit(limit: Cursor): RateLimitConfig | undefined {
  if (!limit.isWritten) return undefined;
  return {
    perSecond: limit.at("per-second").number ?? usualRate,
    slip: limit.at("slip").number ?? usualSlip,
    prefixes: {
      ipv4: limit.at("ipv4-prefix").number ?? usualPrefixes.ipv4,
      ipv6: limit.at("ipv6-prefix").number ?? usualPrefixes.ipv6,
    },
  };
}
