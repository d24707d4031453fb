import type { AddressScope } from "../core/address-scope.ts";
import type { AgentEvent, MappingLoss } from "../core/agent-journal.ts";
import { assertNever } from "../core/assert.ts";
import type { Instant } from "../core/clock.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import { type Log, logEvent, type LogEvent } from "../core/log.ts";
import { type MappingFailCode, parseMappingFailCode } from "./mapping-failure.ts";
import { describeMappingId } from "./mapping-id.ts";

/** What is said of port mappings: in the log, in the history, and of why one is missing. */

/** What happened to a mapping. */
export type MappingEvent = Extract<
  AgentEvent,
  { readonly kind: "mapping-made" | "mapping-lost" | "mapping-failed" | "mapping-removed" }
>;

/** Whole sentences: what is the matter, and what a person can do. */
export const mappingFailTexts: Bilingual<Readonly<Record<MappingFailCode, string>>> = bilingual({
  en: {
    "gateway-not-found":
      "No router answers to PCP, NAT-PMP or UPnP; switch one of them on in the router, or forward the port there by hand.",
    "gateway-unsupported": "The router does not offer this kind of port mapping.",
    "gateway-refused": "The router does not allow it; look for a list of permitted devices or ports in its settings.",
    "gateway-no-address": "The router has no external address at the moment; its line may be down.",
    "gateway-port-taken":
      "Another device or rule has this port at the router; remove that one, or choose another external port.",
    "gateway-busy":
      "The router cannot make this mapping now; some never do while their own address is not one of the Internet.",
    "no-local-address": "This host has no address that the router could let traffic through to.",
    "timed-out": "The router did not answer in time.",
    "name-not-resolved": "The router's name could not be resolved.",
    "connection-refused": "The router refused the connection.",
    "connection-reset": "The router broke off the connection.",
    unreachable: "The router cannot be reached.",
    "tls-failed": "No secure connection to the router came about.",
    aborted: "The attempt was broken off.",
    "answer-too-large": "The router's answer was too large.",
    "answer-cut-short": "The router's answer was cut short.",
    "answer-unreadable": "The router's answer could not be understood.",
  },
  "zh-CN": {
    "gateway-not-found": "没有路由器响应 PCP、NAT-PMP 或 UPnP；请在路由器中启用其中之一，或手动设置端口转发。",
    "gateway-unsupported": "路由器不提供这种端口映射。",
    "gateway-refused": "路由器不允许；请在其设置中查看允许的设备或端口列表。",
    "gateway-no-address": "路由器目前没有外部地址，线路可能已断开。",
    "gateway-port-taken": "路由器上的该端口已被其他设备或规则占用；请删除该规则，或另选外部端口。",
    "gateway-busy": "路由器目前无法添加此映射；若其自身没有公网地址，有些路由器会一直拒绝。",
    "no-local-address": "本机没有可供路由器转入流量的地址。",
    "timed-out": "路由器未及时响应。",
    "name-not-resolved": "无法解析路由器的名称。",
    "connection-refused": "路由器拒绝了连接。",
    "connection-reset": "路由器中断了连接。",
    unreachable: "无法连接到路由器。",
    "tls-failed": "未能与路由器建立安全连接。",
    aborted: "尝试已中断。",
    "answer-too-large": "路由器的应答过大。",
    "answer-cut-short": "路由器的应答不完整。",
    "answer-unreadable": "无法理解路由器的应答。",
  },
});

const lossTexts: Bilingual<Readonly<Record<MappingLoss, string>>> = bilingual({
  en: {
    "router-restarted": "the router has restarted",
    "external-address-changed": "the router has another external address",
    "network-changed": "this host has another address or another router",
    "lease-ended": "nobody answered until the lease ended",
  },
  "zh-CN": {
    "router-restarted": "路由器已重启",
    "external-address-changed": "路由器的外部地址已变化",
    "network-changed": "本机的地址或所用的路由器已变化",
    "lease-ended": "直到租期结束都没有得到响应",
  },
});

/** Who can reach an external address that is not global: words that follow "only". */
export const reachTexts: Bilingual<Readonly<Partial<Record<AddressScope, string>>>> = bilingual({
  en: {
    "carrier-grade-nat":
      "reachable inside the provider's network: the provider shares its addresses among customers (carrier-grade NAT)",
    private: "reachable inside the network before the router: there is a second router on the way (double NAT)",
  },
  "zh-CN": {
    "carrier-grade-nat": "在运营商网络内可达：运营商让多个用户共用公网地址（运营商级 NAT）",
    private: "在上级网络内可达：途中还有另一台路由器（双重 NAT）",
  },
});

export const elsewhereText: Bilingual<string> = bilingual({
  en: "reachable where the router's external address is: it is not one of the Internet",
  "zh-CN": "在路由器外部地址所在的网络内可达：该地址不是公网地址",
});

interface About {
  readonly port: string;
  readonly family: string;
  readonly [field: string]: unknown;
}

type Made = About & {
  readonly place: string;
  readonly protocol: string;
  readonly router: string;
  /** Set when it is not the port that was wished for. */
  readonly insteadOf: number | undefined;
};

const made: LogEvent<Made> = logEvent(
  "info",
  "expose.mapping-made",
  bilingual({
    en: ({ port, family, place, protocol, router, insteadOf }) =>
      `${port} can be reached over ${family} at ${place}${insteadOf === undefined ? "" : `, not at the wished port ${insteadOf}`} (${protocol}, ${router}).`,
    "zh-CN": ({ port, family, place, protocol, router, insteadOf }) =>
      `可通过 ${family} 经 ${place} 访问 ${port}${insteadOf === undefined ? "" : `，而不是所期望的端口 ${insteadOf}`}（${protocol}，${router}）。`,
  }),
);

const lost: LogEvent<About & { readonly because: MappingLoss }> = logEvent(
  "warn",
  "expose.mapping-lost",
  bilingual({
    en: ({ port, family, because }) => `The way to ${port} over ${family} is gone: ${lossTexts.en[because]}.`,
    "zh-CN": ({ port, family, because }) => `通往 ${port} 的 ${family} 映射已失效：${lossTexts["zh-CN"][because]}。`,
  }),
);

type Failed = About & { readonly code: string; readonly detail: string; readonly retryAt: string };

const failed: LogEvent<Failed> = logEvent(
  "warn",
  "expose.mapping-failed",
  bilingual({
    en: ({ port, family, code, detail, retryAt }) =>
      `The router does not let ${port} through over ${family}. ${failText(code, "en")}${detail === "" ? "" : ` (${detail})`} Trying again at ${retryAt}.`,
    "zh-CN": ({ port, family, code, detail, retryAt }) =>
      `路由器未通过 ${family} 开放 ${port}。${failText(code, "zh-CN")}${detail === "" ? "" : `（${detail}）`}将于 ${retryAt} 重试。`,
  }),
);

const removed: LogEvent<About> = logEvent(
  "info",
  "expose.mapping-removed",
  bilingual({
    en: ({ port, family }) => `Closed the way to ${port} over ${family}.`,
    "zh-CN": ({ port, family }) => `已关闭通往 ${port} 的 ${family} 映射。`,
  }),
);

/** The sentence for a code; a code of another version is shown as it is. */
function failText(code: string, language: Language): string {
  const known = parseMappingFailCode(code);
  return known === undefined ? `${code}${language === "en" ? "." : "。"}` : mappingFailTexts[language][known];
}

/** Protocols by the names people know. */
export const protocolTexts: Readonly<Record<string, string>> = { pcp: "PCP", "nat-pmp": "NAT-PMP", upnp: "UPnP" };

/** `192.0.2.1:445`, or the port alone where the address is not known. */
export function externalPlace(address: { toString(): string } | undefined, port: number): string {
  const text = address?.toString();
  if (text === undefined) return `:${port}`;
  return text.includes(":") ? `[${text}]:${port}` : `${text}:${port}`;
}

/** Logs what happened to a mapping. */
export function logMappingEvent(log: Log, event: MappingEvent, clockTime: (at: Instant) => string): void {
  const about = describeMappingId(event.mapping);
  switch (event.kind) {
    case "mapping-made":
      log.write(made, madeFields(event, about));
      return;
    case "mapping-lost":
      log.write(lost, { ...about, because: event.because });
      return;
    case "mapping-failed":
      log.write(failed, { ...about, ...event, retryAt: clockTime(event.retryAt) });
      return;
    case "mapping-removed":
      log.write(removed, about);
      return;
    default:
      assertNever(event);
  }
}

/** One line of the history. */
export function describeMappingEvent(
  event: MappingEvent,
  language: Language,
  clockTime: (at: Instant) => string,
): string {
  const about = describeMappingId(event.mapping);
  switch (event.kind) {
    case "mapping-made":
      return made.text[language](madeFields(event, about));
    case "mapping-lost":
      return lost.text[language]({ ...about, because: event.because });
    case "mapping-failed":
      return failed.text[language]({ ...about, ...event, detail: "", retryAt: clockTime(event.retryAt) });
    case "mapping-removed":
      return removed.text[language](about);
    default:
      return assertNever(event);
  }
}

function madeFields(
  event: Extract<MappingEvent, { kind: "mapping-made" }>,
  about: Pick<About, "port" | "family">,
): Made {
  const { externalAddress, externalPort, wishedPort, protocol, router } = event;
  return {
    ...about,
    place: externalPlace(externalAddress, externalPort),
    protocol: protocolTexts[protocol] ?? protocol,
    router,
    insteadOf: externalPort === wishedPort ? undefined : wishedPort,
  };
}
