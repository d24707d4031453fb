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
