import { filePlace } from "./file-problem.ts";
import type { FileProblem, HistoryEntry, ListenerSummary, UdpSummary } from "../core/administration.ts";
import type { Duration } from "../core/duration.ts";
import type { Transport } from "../core/journal.ts";
import { type Bilingual, bilingual } from "../core/language.ts";
import { type LogEvent, logEvent } from "../core/log.ts";
import { counted } from "../text/plural.ts";
import { describeDuration } from "../text/time.ts";
import type { RefusalReason } from "../updates/refusal.ts";
import { tokenLength } from "../updates/token.ts";
import { entryText } from "./entry.text.ts";
import { udpTexts } from "./udp-plane.text.ts";
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

export const zoneStays: LogEvent<{ zone: string }> = logEvent("warn", "server.zone-stays", {
  en: ({ zone }) =>
    `The configuration does not list the zone ${zone} any more; it is served as before. "holdfast zone remove ${zone}" removes it with all its records.`,
  "zh-CN": ({ zone }) =>
    `配置中不再列出区域 ${zone}，但仍照常提供。“holdfast zone remove ${zone}”可将其连同全部解析记录移除。`,
});

export const whoamiLeft: LogEvent<{ name: string }> = logEvent("info", "server.whoami-left", {
  en: ({ name }) => `${name} has records of its own, so it does not answer with the address of whoever asks.`,
  "zh-CN": ({ name }) => `${name} 已有自己的解析记录，因此不会应答查询者自己的地址。`,
});

export const zoneFileWarning: LogEvent<{ path: string; problem: FileProblem }> = logEvent(
  "warn",
  "server.zone-file-warning",
  {
    en: ({ path, problem }) => `${filePlace(path, problem)}: ${problem.text.en}`,
    "zh-CN": ({ path, problem }) => `${filePlace(path, problem)}: ${problem.text["zh-CN"]}`,
  },
);

/** What a listener serves, in every language. */
export const listenerNames: Readonly<Record<ListenerSummary["kind"], string>> = {
  "dns-udp": "DNS/UDP",
  "dns-tcp": "DNS/TCP",
  "dns-tls": "DNS/TLS",
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

/** @param detail what the system said; empty where there is nothing to say. */
export const udpReceived: LogEvent<Pick<UdpSummary, keyof UdpSummary> & { detail: string }> = logEvent(
  "info",
  "server.udp-received",
  {
    en: ({ detail, ...udp }) =>
      `Queries over UDP are received ${udpTexts.en(udp)}${detail === "" ? "" : ` (${detail})`}.`,
    "zh-CN": ({ detail, ...udp }) => `UDP 查询${udpTexts["zh-CN"](udp)}${detail === "" ? "" : `（${detail}）`}。`,
  },
);

export const queryThreadEnded: LogEvent<{ error: unknown }> = logEvent("error", "server.query-thread-ended", {
  en: () =>
    "A thread that answers queries ended by itself and was started again; what it had just received is lost. Please report it with the lines below.",
  "zh-CN": () => "一个应答查询的线程异常退出，已重新启动；它刚收到的查询已丢失。请附上以下内容报告问题。",
});

export const queryThreadsGivenUp: LogEvent<{ error: unknown; lost: readonly string[] }> = logEvent(
  "error",
  "server.query-threads-given-up",
  {
    en: ({ lost }) =>
      `Threads that answer queries ended again and again, so the main thread answers them from now on.${lost.length === 0 ? "" : ` Not at ${lost.join(", ")}, which could not be opened again.`} Please report it with the lines below.`,
    "zh-CN": ({ lost }) =>
      `应答查询的线程反复异常退出，今后由主线程应答。${lost.length === 0 ? "" : `无法重新打开 ${lost.join("、")}，该处不再应答。`}请附上以下内容报告问题。`,
  },
);

export const plainHttp: LogEvent<{ endpoint: string }> = logEvent("warn", "server.plain-http", {
  en: ({ endpoint }) =>
    `Updates at ${endpoint} travel without encryption, tokens included: everybody on the way can read and use them.`,
  "zh-CN": ({ endpoint }) => `${endpoint} 上的更新（包括令牌）以明文传输：途中任何人都可以读取并使用它们。`,
});

/** One entry of the history; the token's id in it is not secret. */
export const updateAccepted: LogEvent<Pick<HistoryEntry, keyof HistoryEntry>> = logEvent(
  "info",
  "server.update-accepted",
  {
    en: (entry) => `${entryText(entry, "en")}; revision ${entry.revision}.`,
    "zh-CN": (entry) => `${entryText(entry, "zh-CN")}，修订号 ${entry.revision}。`,
  },
);

/** Why a request was refused, given whose token or key it came with; null where that is not known. */
type RefusalTexts = Readonly<Record<Exclude<RefusalReason, "credentials-missing">, (holder: string | null) => string>>;

const refusalTexts: Bilingual<RefusalTexts> = bilingual<RefusalTexts>({
  en: {
    "credentials-unreadable": () => "its Authorization header is neither Basic nor Bearer.",
    "token-malformed": () => `its password is not a token, which has ${tokenLength} letters and digits.`,
    "token-unknown": () => 'no host has the token it came with. "holdfast host token" gives a host a new one.',
    "user-unfit": (host) => `its token is that of ${host}, and the user must be that name or "token".`,
    "name-not-covered": (host) =>
      `its token is that of ${host} and covers no other name. "holdfast host add" gives each name a token of its own.`,
    "signature-unknown": () =>
      "nothing here signs as it is signed: the key's name, its algorithm or its secret is another. Keys stand under server.keys; a host's follows from its token.",
    "right-missing": (key) => `the rights of the key ${key} under server.keys do not cover it.`,
  },
  "zh-CN": {
    "credentials-unreadable": () => "其 Authorization 头既不是 Basic 也不是 Bearer。",
    "token-malformed": () => `其密码不是令牌，令牌由 ${tokenLength} 个字母和数字组成。`,
    "token-unknown": () => "没有主机使用它给出的令牌。“holdfast host token”可为主机签发新令牌。",
    "user-unfit": (host) => `其令牌属于 ${host}，用户名应为该名称或“token”。`,
    "name-not-covered": (host) =>
      `其令牌属于 ${host}，不能用于其他名称。“holdfast host add”可为每个名称签发各自的令牌。`,
    "signature-unknown": () =>
      "此处没有密钥与其签名相符：密钥名称、算法或密钥内容不一致。密钥列于 server.keys；主机的密钥由其令牌派生。",
    "right-missing": (key) => `server.keys 中密钥 ${key} 的权限不包括此项更改。`,
  },
});

export const updateRefused: LogEvent<{
  reason: Exclude<RefusalReason, "credentials-missing">;
  transport: Transport;
  peer: string | null;
  name: string | null;
  host: string | null;
  key: string | null;
}> = logEvent("warn", "server.update-refused", {
  en: ({ reason, transport, peer, name, host, key }) =>
    `Refused a request${name === null ? "" : ` for ${name}`} ${transportTexts.en[transport]}${peer === null ? "" : ` from ${peer}`}: ${refusalTexts.en[reason](host ?? key)}`,
  "zh-CN": ({ reason, transport, peer, name, host, key }) =>
    `已拒绝${peer === null ? "" : `来自 ${peer} 的`}请求（${transportTexts["zh-CN"][transport].trim()}${name === null ? "" : `，名称 ${name}`}）：${refusalTexts["zh-CN"][reason](host ?? key)}`,
});

/** How some routers begin, and how anybody does who looks at the address with a browser. */
export const updateWithoutToken: LogEvent<{ transport: Transport; peer: string | null }> = logEvent(
  "debug",
  "server.update-without-token",
  {
    en: ({ transport, peer }) =>
      `A request ${transportTexts.en[transport]}${peer === null ? "" : ` from ${peer}`} came without a token and was asked for one.`,
    "zh-CN": ({ transport, peer }) =>
      `${peer === null ? "" : `来自 ${peer} 的`}请求（${transportTexts["zh-CN"][transport].trim()}）没有令牌，已要求其提供。`,
  },
);

export const moreRefused: LogEvent<{ count: number }> = logEvent("warn", "server.more-refused", {
  en: ({ count }) => `Refused ${count} more ${count === 1 ? "request" : "requests"} in the last minute.`,
  "zh-CN": ({ count }) => `最近一分钟内另外拒绝了 ${count} 个请求。`,
});

export const hostAdded: LogEvent<{ host: string }> = logEvent("info", "server.host-added", {
  en: ({ host }) => `The administrator added the host ${host} and got a token for it.`,
  "zh-CN": ({ host }) => `管理员添加了主机 ${host} 并取得其令牌。`,
});

export const hostRemoved: LogEvent<{ host: string }> = logEvent("info", "server.host-removed", {
  en: ({ host }) => `The administrator removed the host ${host}; its tokens are worth nothing any more.`,
  "zh-CN": ({ host }) => `管理员移除了主机 ${host}，其令牌已全部失效。`,
});

export const tokenIssued: LogEvent<{ host: string; keepsEarlier: boolean }> = logEvent("info", "server.token-issued", {
  en: ({ host, keepsEarlier }) =>
    `The administrator got a new token for ${host}; the earlier one ${keepsEarlier ? "stays valid" : "is worth nothing any more"}.`,
  "zh-CN": ({ host, keepsEarlier }) =>
    `管理员为 ${host} 签发了新令牌，原有令牌${keepsEarlier ? "仍然有效" : "已失效"}。`,
});
