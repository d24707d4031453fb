import type { AnswerSettings } from "../authority/answer-settings.ts";
import { rateMemory } from "../authority/rate-limiter.ts";
import { tcpLimits } from "../authority/tcp.ts";
import type { AnswerConfig } from "../config/config.ts";

/** What all answerers of a server are given: one configuration, and the memory they share. */
export function answerSettingsOf(
  { identity, hasExtendedErrors, rateLimit }: AnswerConfig,
  cookieSecrets: SharedArrayBuffer,
): AnswerSettings {
  const { hostname, version } = identity;
  return {
    identity: { ...(hostname !== undefined && { hostname }), ...(version !== undefined && { version }) },
    cookieSecrets,
    hasExtendedErrors,
    streamIdleMs: tcpLimits.idleTimeoutMs,
    ...(rateLimit !== undefined && { rateLimit: { ...rateLimit, memory: rateMemory() } }),
  };
}
