import type { AgentEvent } from "../core/agent-journal.ts";
import { assertNever } from "../core/assert.ts";
import type { Instant } from "../core/clock.ts";
import { bilingual, type Language } from "../core/language.ts";
import type { OutcomeCode } from "../core/outcome.ts";
import { parseTargetId } from "../core/target-id.ts";
import { describeDuration } from "../text/time.ts";
import { notVerifiedReasons } from "./verification.text.ts";

/** What happened to a target, as sentences: what was attempted, what is known now, what happens next. */

/** Events of targets; those of detection and of the agent itself are told by others. */
export type OutcomeEvent = Extract<AgentEvent, { target: unknown }>;

/** What depends on who reads. */
export interface OutcomeWords {
  readonly language: Language;
  /** A point in time as the reader's clock shows it, for instance `12:05`. */
  readonly clockTime: (at: Instant) => string;
  /** What a code means, as a whole sentence. */
  readonly codeText: (code: OutcomeCode) => string;
}

interface Told {
  readonly type: string;
  readonly owner: string;
}

type Sentences = {
  readonly updated: (about: Told, before: string | undefined, after: string) => string;
  readonly withdrawn: (about: Told, before: string | undefined) => string;
  readonly unchanged: (about: Told, values: string) => string;
  readonly rejected: (about: Told, why: string) => string;
  readonly failed: (about: Told, why: string, retryAt: string | undefined) => string;
  readonly unconfirmed: (about: Told, why: string, retryAt: string | undefined) => string;
  readonly verified: (about: Told, servers: number, took: string) => string;
  readonly notVerified: (about: Told, why: string) => string;
};

const sentences = bilingual<Sentences>({
  en: {
    updated: ({ type, owner }, before, after) =>
      `Updated the ${type} records of ${owner} to ${after}${before === undefined ? "" : `; they were ${before}`}.`,
    withdrawn: ({ type, owner }, before) =>
      `Withdrew the ${type} records of ${owner}${before === undefined ? "" : `; they were ${before}`}.`,
    unchanged: ({ type, owner }, values) =>
      values === ""
        ? `${owner} has no ${type} records, as it should.`
        : `The ${type} records of ${owner} are ${values}, as they should.`,
    rejected: ({ type, owner }, why) =>
      `The ${type} update of ${owner} was refused; not trying again until the configuration changes or "holdfast retry" asks for it. ${why}`,
    failed: ({ type, owner }, why, retryAt) =>
      `Failed to update the ${type} records of ${owner}; trying again ${retryAt === undefined ? "now" : `at ${retryAt}`}. ${why}`,
    unconfirmed: ({ type, owner }, why, retryAt) =>
      `Could not confirm the ${type} update of ${owner}; reading it back ${retryAt === undefined ? "now" : `at ${retryAt}`}. ${why}`,
    verified: ({ type, owner }, servers, took) =>
      servers === 1
        ? `The authoritative server answers with the ${type} records of ${owner}, after ${took}.`
        : `All ${servers} authoritative servers asked answer with the ${type} records of ${owner}, after ${took}.`,
    notVerified: ({ type, owner }, why) => `DNS does not confirm the ${type} records of ${owner}. ${why}`,
  },
  "zh-CN": {
    updated: ({ type, owner }, before, after) =>
      `已将 ${owner} 的 ${type} 解析记录更新为 ${after}${before === undefined ? "" : `（原为 ${before}）`}。`,
    withdrawn: ({ type, owner }, before) =>
      `已撤下 ${owner} 的 ${type} 解析记录${before === undefined ? "" : `（原为 ${before}）`}。`,
    unchanged: ({ type, owner }, values) =>
      values === ""
        ? `${owner} 没有 ${type} 解析记录，符合预期。`
        : `${owner} 的 ${type} 解析记录为 ${values}，符合预期。`,
    rejected: ({ type, owner }, why) =>
      `${owner} 的 ${type} 更新被拒绝；在修改配置或执行“holdfast retry”之前不再尝试。${why}`,
    failed: ({ type, owner }, why, retryAt) =>
      `未能更新 ${owner} 的 ${type} 解析记录；${retryAt === undefined ? "立即重试" : `将于 ${retryAt} 重试`}。${why}`,
    unconfirmed: ({ type, owner }, why, retryAt) =>
      `无法确认 ${owner} 的 ${type} 更新是否生效；${retryAt === undefined ? "立即回读确认" : `将于 ${retryAt} 回读确认`}。${why}`,
    verified: ({ type, owner }, servers, took) =>
      servers === 1
        ? `权威服务器已返回 ${owner} 的 ${type} 解析记录，用时 ${took}。`
        : `已询问的 ${servers} 个权威服务器均返回 ${owner} 的 ${type} 解析记录，用时 ${took}。`,
    notVerified: ({ type, owner }, why) => `DNS 尚未证实 ${owner} 的 ${type} 解析记录。${why}`,
  },
});

/** One event as one or two sentences, without its time. The remote's own words are left to those who show details. */
export function describeOutcome(event: OutcomeEvent, words: OutcomeWords): string {
  const texts = sentences[words.language];
  const parts = parseTargetId(event.target);
  const about: Told = { type: parts?.type ?? "", owner: parts?.owner.hostname ?? event.target };
  switch (event.kind) {
    case "updated": {
      const before = event.before === undefined || event.before.length === 0 ? undefined : event.before.join(", ");
      return event.after.length === 0
        ? texts.withdrawn(about, before)
        : texts.updated(about, before, event.after.join(", "));
    }
    case "unchanged":
      return texts.unchanged(about, event.after.join(", "));
    case "rejected":
      return texts.rejected(about, words.codeText(event.code));
    case "failed":
    case "unconfirmed": {
      const retryAt = event.retryAt === undefined ? undefined : words.clockTime(event.retryAt);
      return texts[event.kind](about, words.codeText(event.code), retryAt);
    }
    case "verified":
      return texts.verified(about, event.servers.length, describeDuration(event.took, words.language));
    case "not-verified":
      return texts.notVerified(about, notVerifiedReasons[words.language][event.reason]);
    default:
      return assertNever(event);
  }
}
