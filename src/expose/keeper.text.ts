import { type LogEvent, logEvent } from "../core/log.ts";

/** What the keeper of port mappings tells of itself. */

type Trouble = LogEvent<{ readonly code: string; readonly detail: string }>;

export const mappingsUnread: Trouble = logEvent("warn", "expose.mappings-unread", {
  en: ({ detail }) => `What an earlier run has open at the router cannot be read: ${detail}.`,
  "zh-CN": ({ detail }) => `无法读取先前运行时在路由器上开放的映射：${detail}。`,
});

export const mappingUnwritten: Trouble = logEvent("warn", "expose.mapping-unwritten", {
  en: ({ detail }) => `A port mapping could not be written down: ${detail}.`,
  "zh-CN": ({ detail }) => `有一个端口映射无法写入状态目录：${detail}。`,
});

export const roundBroke: LogEvent<{ readonly stack: string }> = logEvent("error", "expose.round-broke", {
  en: ({ stack }) => `A bug of Holdfast ended a conversation with the router; it is tried again. ${stack}`,
  "zh-CN": ({ stack }) => `Holdfast 的缺陷中断了与路由器的一次对话；稍后重试。${stack}`,
});
