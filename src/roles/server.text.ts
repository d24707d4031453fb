import { type LogEvent, logEvent } from "../core/log.ts";

/** What a server tells its log. */

export const zonesLoaded: LogEvent<{ zones: number; hosts: number; revision: number; tookMs: number }> = logEvent(
  "info",
  "server.zones-loaded",
  {
    en: ({ zones, hosts, revision, tookMs }) =>
      `Loaded ${zones} zones with ${hosts} owner names at revision ${revision} in ${tookMs} ms.`,
    "zh-CN": ({ zones, hosts, revision, tookMs }) =>
      `已载入 ${zones} 个区域、${hosts} 个所有者名称，版本 ${revision}，用时 ${tookMs} 毫秒。`,
  },
);

export const zoneCreated: LogEvent<{ zone: string }> = logEvent("info", "server.zone-created", {
  en: ({ zone }) => `Created the zone ${zone} that the configuration lists.`,
  "zh-CN": ({ zone }) => `已创建配置中列出的区域 ${zone}。`,
});

export const listening: LogEvent<{ service: string; endpoint: string }> = logEvent("info", "server.listening", {
  en: ({ service, endpoint }) => `Serving ${service} at ${endpoint}.`,
  "zh-CN": ({ service, endpoint }) => `正在 ${endpoint} 提供 ${service} 服务。`,
});

export const plainHttp: LogEvent<{ endpoint: string }> = logEvent("warn", "server.plain-http", {
  en: ({ endpoint }) =>
    `Updates at ${endpoint} travel without encryption, tokens included: everybody on the way can read and use them.`,
  "zh-CN": ({ endpoint }) => `${endpoint} 上的更新（包括令牌）以明文传输：途中任何人都可以读取并使用它们。`,
});

export const updateAccepted: LogEvent<{ zone: string; revision: number; changes: number; transport: string }> =
  logEvent("info", "server.update-accepted", {
    en: ({ zone, revision, changes, transport }) =>
      `Changed ${changes} RRsets of ${zone} through ${transport}; revision ${revision}.`,
    "zh-CN": ({ zone, revision, changes, transport }) =>
      `已通过 ${transport} 更改 ${zone} 的 ${changes} 个解析记录集；版本 ${revision}。`,
  });

export const snapshotFailed: LogEvent<{ code: string; detail: string }> = logEvent("warn", "server.snapshot-failed", {
  en: ({ code, detail }) => `The journal could not be folded (${code}: ${detail}); the next start takes longer.`,
  "zh-CN": ({ code, detail }) => `日志无法归并（${code}：${detail}）；下次启动会更久。`,
});

export const storageEnded: LogEvent<{ detail: string }> = logEvent("error", "server.storage-ended", {
  en: ({ detail }) => `The storage thread has ended: ${detail}. Stopping, so that a supervisor can start anew.`,
  "zh-CN": ({ detail }) => `存储线程已结束：${detail}。正在停止，以便由监管程序重新启动。`,
});
