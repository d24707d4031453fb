import { assertNever } from "../core/assert.ts";
import type { Instant } from "../core/clock.ts";
import { bilingual, type Language } from "../core/language.ts";
import type { UnknownReason } from "../core/verdict.ts";
import { type NoOpinionReason, rdataOf } from "./desired.ts";
import { presentValues } from "./rdata-text.ts";
import { contradictionTexts } from "./refusal.text.ts";
import type { DueReason, VerifyPurpose } from "./target.ts";
import type { TargetStatus } from "./target-status.ts";

/** Where a target stands, as one sentence. */

/** What depends on who reads, and on what only detection can say. */
export interface StateWords {
  readonly language: Language;
  /** A point in time as the reader's clock shows it. */
  readonly clockTime: (at: Instant) => string;
  /** Why an address is not known, as a whole sentence. */
  readonly unknownText: (reason: UnknownReason) => string;
}

interface Texts {
  readonly idle: (why: string) => string;
  readonly due: Readonly<Record<DueReason, string>>;
  readonly applying: (values: string) => string;
  readonly verifying: Readonly<Record<VerifyPurpose, string>>;
  readonly settled: (values: string, nextCheck: string) => string;
  readonly backingOff: (code: string, retryAt: string) => string;
  readonly readingBack: (code: string, retryAt: string) => string;
  readonly held: (code: string, since: string) => string;
  readonly nothing: string;
}

const texts = bilingual<Texts>({
  en: {
    idle: (why) => `Left as it is: ${why}`,
    due: {
      first: "About to be looked at for the first time.",
      changed: "About to be updated.",
      unconfirmed: "About to be read back, because the reply to the last write was lost.",
      start: "About to be checked, because the agent has just started.",
      recheck: "About to be checked, because the last check is long ago.",
      configuration: "About to be checked, because the configuration has changed.",
      refresh: "About to be sent again, so that it does not expire.",
      disagreement: "About to be sent again, because DNS shows something else.",
      asked: "About to be attempted, because you asked.",
    },
    applying: (values) => `Being made ${values}.`,
    verifying: {
      arrival: "Written; waiting for the authoritative servers to show it.",
      proof: "Being compared with the authoritative servers.",
      "lost-reply": "The reply was lost; asking the authoritative servers whether the update arrived.",
    },
    settled: (values, nextCheck) => `${values}, confirmed; next check at ${nextCheck}.`,
    backingOff: (code, retryAt) => `Failed (${code}); trying again at ${retryAt}.`,
    readingBack: (code, retryAt) => `Not confirmed (${code}); reading it back at ${retryAt}.`,
    held: (code, since) =>
      `Refused since ${since} (${code}); waiting for the configuration to change or for "holdfast retry".`,
    nothing: "no records",
  },
  "zh-CN": {
    idle: (why) => `保持原样：${why}`,
    due: {
      first: "即将首次检查。",
      changed: "即将更新。",
      unconfirmed: "上次写入的应答丢失，即将回读确认。",
      start: "程序刚刚启动，即将检查。",
      recheck: "距上次检查已久，即将检查。",
      configuration: "配置已更改，即将检查。",
      refresh: "为避免过期，即将重新发送。",
      disagreement: "DNS 显示的内容不同，即将重新发送。",
      asked: "应您的要求，即将重试。",
    },
    applying: (values) => `正在设为 ${values}。`,
    verifying: {
      arrival: "已写入，正在等待权威服务器生效。",
      proof: "正在与权威服务器比对。",
      "lost-reply": "应答丢失，正在询问权威服务器更新是否生效。",
    },
    settled: (values, nextCheck) => `${values}，已确认；下次检查时间 ${nextCheck}。`,
    backingOff: (code, retryAt) => `失败（${code}）；将于 ${retryAt} 重试。`,
    readingBack: (code, retryAt) => `尚未确认（${code}）；将于 ${retryAt} 回读确认。`,
    held: (code, since) => `自 ${since} 起被拒绝（${code}）；等待修改配置或执行“holdfast retry”。`,
    nothing: "无解析记录",
  },
});

/** The state in a sentence; codes stand in brackets, their meaning is shown beside. */
export function describeState(status: TargetStatus, words: StateWords): string {
  const said = texts[words.language];
  const { state, reason, desired, held, setback, nextCheckAt } = status;
  const wanted = presentValues(status.type, rdataOf(desired) ?? []).join(", ");
  const values = wanted === "" ? said.nothing : wanted;
  switch (state) {
    case "idle":
      return said.idle(desired.kind === "no-opinion" ? describeNoOpinion(desired.because, words) : values);
    case "due":
      return said.due[isDueReason(reason) ? reason : "changed"];
    case "applying":
      return said.applying(values);
    case "verifying":
      return said.verifying[isDueReason(reason) || reason === undefined ? "arrival" : reason];
    case "settled":
      return said.settled(values, nextCheckAt === undefined ? "?" : words.clockTime(nextCheckAt));
    case "backing-off": {
      if (setback === undefined) return said.due.changed;
      const told = setback.kind === "failed" ? said.backingOff : said.readingBack;
      return told(setback.code, words.clockTime(setback.retryAt));
    }
    case "held":
      return held === undefined ? said.due.changed : said.held(held.code, words.clockTime(held.since));
    default:
      return assertNever(state);
  }
}

/** Why there is nothing to keep equal, as a whole sentence. */
export function describeNoOpinion(reason: NoOpinionReason, words: StateWords): string {
  const own = contradictionTexts[words.language];
  return isContradiction(reason) ? own[reason] : words.unknownText(reason);
}

function isContradiction(reason: NoOpinionReason): reason is Exclude<NoOpinionReason, UnknownReason> {
  return Object.hasOwn(contradictionTexts.en, reason);
}

function isDueReason(reason: DueReason | VerifyPurpose | undefined): reason is DueReason {
  return reason !== undefined && Object.hasOwn(texts.en.due, reason);
}
