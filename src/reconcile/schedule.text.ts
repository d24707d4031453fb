import type { TargetId } from "../core/agent-journal.ts";
import { bilingual } from "../core/language.ts";
import { logEvent, type LogEvent } from "../core/log.ts";

/** What the scheduler itself reports; what happens to targets is in `target-log.text.ts`. */

export const journalUnwritten: LogEvent<{ code: string; detail: string }> = logEvent(
  "error",
  "reconcile.journal-unwritten",
  bilingual({
    en: ({ code, detail }) =>
      `The journal could not be written (${code}: ${detail}); records are kept up to date all the same, but history has a gap and a restart may repeat a request`,
    "zh-CN": ({ code, detail }) =>
      `无法写入日志库（${code}：${detail}）；解析记录仍会照常更新，但历史会有缺口，重启后可能重复一次请求`,
  }),
);

export const memoriesUnread: LogEvent<{ code: string; detail: string }> = logEvent(
  "error",
  "reconcile.memories-unread",
  bilingual({
    en: ({ code, detail }) =>
      `What was confirmed before this start could not be read (${code}: ${detail}); every record is checked anew`,
    "zh-CN": ({ code, detail }) => `无法读取启动前已确认的状态（${code}：${detail}）；将重新检查每条解析记录`,
  }),
);

export const attemptBroke: LogEvent<{ target: TargetId; stack: string }> = logEvent(
  "error",
  "reconcile.attempt-broke",
  bilingual({
    en: ({ target, stack }) => `A bug in Holdfast ended an attempt for ${target}; please report it: ${stack}`,
    "zh-CN": ({ target, stack }) => `Holdfast 的程序缺陷中断了对 ${target} 的一次处理，请报告此问题：${stack}`,
  }),
);
