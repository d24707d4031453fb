import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import { type LogEvent, logEvent } from "../core/log.ts";
import type { Followed, FollowFailure } from "../transfer/follow-primary.ts";

/** What the server says of the zones that it copies from others. */

/** Why a primary could not be followed, as the end of a sentence. */
export const followFailureTexts: Bilingual<Readonly<Record<FollowFailure["code"], string>>> = bilingual<
  Readonly<Record<FollowFailure["code"], string>>
>({
  en: {
    "timed-out": "it does not answer",
    "name-not-resolved": "its name is not known",
    "connection-refused": "nothing listens there",
    "connection-reset": "it broke off",
    unreachable: "there is no way to it",
    "tls-failed": "TLS failed",
    aborted: "the server is stopping",
    "answer-too-large": "its answer is too large",
    "answer-cut-short": "its answer ends too early",
    "answer-unreadable": "its answer cannot be read",
    "answer-malformed": "its answer is not one to our request",
    "answer-refused": "it refuses",
    "signature-wrong": "its signature does not count",
    "zone-too-large": "the zone is larger than this server takes",
    "wrong-zone": "it speaks of another zone",
    "wrong-class": "it speaks of another class",
    "record-outside": "it sends a record from outside the zone",
    "record-unfit": "it sends a record that no zone can hold",
    "order-wrong": "its records are not in the order of a transfer",
    "difference-unfit": "its difference does not fit what is here",
    "serial-behind": "it has an older zone than this server",
    conflict: "the zone changed at the same time",
    "entry-too-large": "the change is too large for one entry",
    "journal-full": "the disk is full",
    "journal-unavailable": "the journal does not work",
    "memory-full": "there is no memory left",
    "zone-not-served": "the zone is not served",
    "zone-exists": "the zone exists",
    "zone-is-copy": "the zone is a copy",
  },
  "zh-CN": {
    "timed-out": "没有应答",
    "name-not-resolved": "其名称无法解析",
    "connection-refused": "该处没有服务在监听",
    "connection-reset": "连接中断",
    unreachable: "无法到达",
    "tls-failed": "TLS 失败",
    aborted: "服务器正在停止",
    "answer-too-large": "应答过大",
    "answer-cut-short": "应答提前结束",
    "answer-unreadable": "应答无法读取",
    "answer-malformed": "应答与请求不符",
    "answer-refused": "遭到拒绝",
    "signature-wrong": "签名无效",
    "zone-too-large": "区域超出本服务器的上限",
    "wrong-zone": "应答属于其他区域",
    "wrong-class": "应答属于其他类别",
    "record-outside": "应答中有区域之外的记录",
    "record-unfit": "应答中有区域不能容纳的记录",
    "order-wrong": "记录不符合区域传送的顺序",
    "difference-unfit": "变更部分与现有内容不符",
    "serial-behind": "它的区域比本服务器的旧",
    conflict: "区域同时发生了更改",
    "entry-too-large": "更改过大，单条日志容纳不下",
    "journal-full": "磁盘已满",
    "journal-unavailable": "变更日志不可用",
    "memory-full": "内存不足",
    "zone-not-served": "区域未提供服务",
    "zone-exists": "区域已存在",
    "zone-is-copy": "区域是副本",
  },
});

const forms: Bilingual<Readonly<Record<Followed["form"], string>>> = bilingual<
  Readonly<Record<Followed["form"], string>>
>({
  en: { whole: "the whole zone", difference: "what has changed", "nothing-new": "nothing new" },
  "zh-CN": { whole: "整个区域", difference: "变更部分", "nothing-new": "无更新" },
});

export const copyFollowed: LogEvent<{ zone: string; primary: string; form: Followed["form"]; serial: number }> =
  logEvent("info", "server.copy-followed", {
    en: ({ zone, primary, form, serial }) => `Took ${forms.en[form]} of ${zone} from ${primary}, serial ${serial}.`,
    "zh-CN": ({ zone, primary, form, serial }) =>
      `已从 ${primary} 取得 ${zone}（序列号 ${serial}）：${forms["zh-CN"][form]}。`,
  });

export const primaryFailed: LogEvent<{
  zone: string;
  primary: string;
  code: FollowFailure["code"];
  detail: string;
}> = logEvent("warn", "server.primary-failed", {
  en: ({ zone, primary, code, detail }) =>
    `Cannot follow ${primary} for ${zone}: ${followFailureTexts.en[code]} (${detail}). What is here stays as it is.`,
  "zh-CN": ({ zone, primary, code, detail }) =>
    `无法从 ${primary} 更新 ${zone}：${followFailureTexts["zh-CN"][code]}（${detail}）。现有内容保持不变。`,
});

export const copyExpired: LogEvent<{ zone: string; checkedAt: string }> = logEvent("error", "server.copy-expired", {
  en: ({ zone, checkedAt }) =>
    `No primary has confirmed the copy of ${zone} since ${checkedAt}, longer than its SOA allows; it is not answered from until one does.`,
  "zh-CN": ({ zone, checkedAt }) =>
    `自 ${checkedAt} 以来没有主服务器确认 ${zone} 的副本，已超过其 SOA 规定的期限；在得到确认之前不再据此应答。`,
});

export const copyRevived: LogEvent<{ zone: string }> = logEvent("info", "server.copy-revived", {
  en: ({ zone }) => `The copy of ${zone} is confirmed again, and answered from.`,
  "zh-CN": ({ zone }) => `${zone} 的副本已重新得到确认，恢复应答。`,
});

export const notifyRefused: LogEvent<{ zone: string; peer: string }> = logEvent("warn", "server.notify-refused", {
  en: ({ zone, peer }) => `Refused the news from ${peer} that ${zone} has changed: it is none of its primaries.`,
  "zh-CN": ({ zone, peer }) => `已拒绝 ${peer} 关于 ${zone} 已变更的通知：它不是该区域的主服务器。`,
});

/** The same for a code that comes from a running server, as it is where nobody has a text for it. */
export function followFailureText(code: string, language: Language): string {
  const known: Readonly<Record<string, string>> = followFailureTexts[language];
  return known[code] ?? code;
}
