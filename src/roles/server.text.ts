import type { FileProblem, ListenerSummary } from "../core/administration.ts";
import type { Duration } from "../core/duration.ts";
import type { Transport } from "../core/journal.ts";
import { type LogEvent, logEvent } from "../core/log.ts";
import { counted } from "../text/plural.ts";
import { describeDuration } from "../text/time.ts";
import { transportTexts } from "./origin.text.ts";

/** What a server tells its log. */

export const zonesLoaded: LogEvent<{ zones: number; names: number; revision: number; tookMs: Duration }> = logEvent(
  "info",
  "server.zones-loaded",
  {
    en: ({ zones, names, revision, tookMs }) =>
      `Loaded ${counted(zones, "zone")} with ${counted(names, "owner name")}, revision ${revision}, in ${describeDuration(tookMs, "en")}.`,
    "zh-CN": ({ zones, names, revision, tookMs }) =>
      `已载入 ${zones} 个区域、${names} 个所有者名称，修订号 ${revision}，用时 ${describeDuration(tookMs, "zh-CN")}。`,
  },
);

export const zoneCreated: LogEvent<{ zone: string }> = logEvent("info", "server.zone-created", {
  en: ({ zone }) => `Created the zone ${zone} that the configuration lists.`,
  "zh-CN": ({ zone }) => `已创建配置中列出的区域 ${zone}。`,
});

export const whoamiLeft: LogEvent<{ name: string }> = logEvent("info", "server.whoami-left", {
  en: ({ name }) => `${name} has records of its own, so it does not answer with the address of whoever asks.`,
  "zh-CN": ({ name }) => `${name} 已有自己的解析记录，因此不会应答查询者自己的地址。`,
});

export const zoneFileWarning: LogEvent<{ path: string; problem: FileProblem }> = logEvent(
  "warn",
  "server.zone-file-warning",
  {
    en: ({ path, problem }) => `${path}:${problem.line}:${problem.column}: ${problem.text.en}`,
    "zh-CN": ({ path, problem }) => `${path}:${problem.line}:${problem.column}: ${problem.text["zh-CN"]}`,
  },
);

/** What a listener serves, in every language. */
export const listenerNames: Readonly<Record<ListenerSummary["kind"], string>> = {
  "dns-udp": "DNS/UDP",
  "dns-tcp": "DNS/TCP",
  http: "HTTP",
  https: "HTTPS",
};

export const listening: LogEvent<{ kind: ListenerSummary["kind"]; endpoint: string }> = logEvent(
  "info",
  "server.listening",
  {
    en: ({ kind, endpoint }) => `Serving ${listenerNames[kind]} at ${endpoint}.`,
    "zh-CN": ({ kind, endpoint }) => `正在 ${endpoint} 提供 ${listenerNames[kind]} 服务。`,
  },
);

export const plainHttp: LogEvent<{ endpoint: string }> = logEvent("warn", "server.plain-http", {
  en: ({ endpoint }) =>
    `Updates at ${endpoint} travel without encryption, tokens included: everybody on the way can read and use them.`,
  "zh-CN": ({ endpoint }) => `${endpoint} 上的更新（包括令牌）以明文传输：途中任何人都可以读取并使用它们。`,
});

export const updateAccepted: LogEvent<{ zone: string; revision: number; changes: number; transport: Transport }> =
  logEvent("info", "server.update-accepted", {
    en: ({ zone, revision, changes, transport }) =>
      `Changed ${counted(changes, "RRset")} of ${zone} ${transportTexts.en[transport]}; revision ${revision}.`,
    "zh-CN": ({ zone, revision, changes, transport }) =>
      `已${transportTexts["zh-CN"][transport]}更改 ${zone} 的 ${changes} 个解析记录集，修订号 ${revision}。`,
  });
