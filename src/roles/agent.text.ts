import type { Family } from "../core/family.ts";
import { type Bilingual, bilingual } from "../core/language.ts";
import { type LogEvent, logEvent } from "../core/log.ts";
import { counted, listed } from "../text/plural.ts";
import type { UnknownReason } from "../core/verdict.ts";
import { familyTexts, unknownConsequence, unknownReasonTexts } from "../detect/verdict.text.ts";

/** What an agent tells its log; attempts and outcomes are told by `reconcile/`. */

export const agentStarted: LogEvent<{ names: number; ports: number }> = logEvent("info", "agent.started", {
  en: ({ names, ports }) =>
    `Keeping ${counted(names, "name")}${ports === 0 ? "" : ` and ${counted(ports, "open port")}`}.`,
  "zh-CN": ({ names, ports }) => `正在维护 ${names} 个名称${ports === 0 ? "" : `和 ${ports} 个开放的端口`}。`,
});

export const addressesKnown: LogEvent<{
  family: Family;
  addresses: readonly string[];
  because: string;
  /** Sources that saw them, as far as that is worth telling. */
  witnesses: readonly string[];
}> = logEvent("info", "agent.addresses-known", {
  en: ({ family, addresses, witnesses }) =>
    addresses.length === 0
      ? `This host has no ${familyTexts[family]} address, as its source asserts.`
      : `The ${familyTexts[family]} address is ${listed(addresses)}${witnesses.length === 0 ? "" : ` (${witnesses.join(", ")})`}.`,
  "zh-CN": ({ family, addresses, witnesses }) =>
    addresses.length === 0
      ? `来源声明本机没有 ${familyTexts[family]} 地址。`
      : `${familyTexts[family]} 地址为 ${addresses.join("、")}${witnesses.length === 0 ? "" : `（${witnesses.join("、")}）`}。`,
});

export const addressesUnknown: LogEvent<{ family: Family; reason: UnknownReason }> = logEvent(
  "warn",
  "agent.addresses-unknown",
  {
    en: ({ family, reason }) =>
      `The ${familyTexts[family]} address is not known. ${unknownReasonTexts.en[reason]} ${unknownConsequence.en}`,
    "zh-CN": ({ family, reason }) =>
      `${familyTexts[family]} 地址未知。${unknownReasonTexts["zh-CN"][reason]}${unknownConsequence["zh-CN"]}`,
  },
);

export const hintHeard: LogEvent<{ monitor: string; families: readonly Family[] }> = logEvent(
  "debug",
  "agent.hint-heard",
  {
    en: ({ monitor, families }) =>
      `${listed(families.map((family) => familyTexts[family]))} addresses may have changed, says ${monitor}; asking again.`,
    "zh-CN": ({ monitor, families }) =>
      `${families.map((family) => familyTexts[family]).join("、")} 地址可能已变化（由 ${monitor} 告知）；正在重新询问。`,
  },
);

export const uplinkDown: LogEvent<{ uplink: string; family: Family }> = logEvent("warn", "agent.uplink-down", {
  en: ({ uplink, family }) => `Uplink ${uplink} is down for ${familyTexts[family]}.`,
  "zh-CN": ({ uplink, family }) => `线路 ${uplink} 的 ${familyTexts[family]} 已中断。`,
});

export const uplinkUp: LogEvent<{ uplink: string; family: Family }> = logEvent("info", "agent.uplink-up", {
  en: ({ uplink, family }) => `Uplink ${uplink} is up again for ${familyTexts[family]}.`,
  "zh-CN": ({ uplink, family }) => `线路 ${uplink} 的 ${familyTexts[family]} 已恢复。`,
});

export const surveyBroke: LogEvent<{ family: Family; error: unknown }> = logEvent("error", "agent.survey-broke", {
  en: ({ family }) =>
    `A bug of Holdfast ended a look at the ${familyTexts[family]} address; the next one is taken all the same.`,
  "zh-CN": ({ family }) => `Holdfast 的缺陷中断了一次对 ${familyTexts[family]} 地址的查询；下一次查询照常进行。`,
});

export const eventUnwritten: LogEvent<{ code: string; detail: string }> = logEvent("warn", "agent.event-unwritten", {
  en: ({ detail }) => `An event could not be written to the history: ${detail}.`,
  "zh-CN": ({ detail }) => `有一个事件无法写入历史记录：${detail}。`,
});

/** Lines of the history. */
export const agentBegan: Bilingual<(version: string) => string> = bilingual({
  en: (version) => `Holdfast ${version} started.`,
  "zh-CN": (version) => `Holdfast ${version} 已启动。`,
});

export const agentEnded: Bilingual<string> = bilingual({ en: "Holdfast stopped.", "zh-CN": "Holdfast 已停止。" });
