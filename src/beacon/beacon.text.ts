import { bilingual } from "../core/language.ts";
import { type LogEvent, logEvent } from "../core/log.ts";
import type { BeaconRefusalCode } from "./session.ts";

/** What beacons tell the log. */

export const beaconSeen: LogEvent<{ name: string; address: string; server: string }> = logEvent("info", "beacon.seen", {
  en: ({ name, address, server }) => `${name} is seen at ${address} by ${server}.`,
  "zh-CN": ({ name, address, server }) => `${server} 看到 ${name} 的地址为 ${address}。`,
});

export const beaconPublished: LogEvent<{ name: string; address: string; server: string }> = logEvent(
  "info",
  "beacon.published",
  {
    en: ({ name, address, server }) => `${name} has moved to ${address}, which ${server} has published on seeing it.`,
    "zh-CN": ({ name, address, server }) => `${name} 已移至 ${address}，${server} 看到后已发布。`,
  },
);

export const beaconOverruled: LogEvent<{ name: string; address: string }> = logEvent("warn", "beacon.overruled", {
  en: ({ name, address }) =>
    `The sources do not confirm ${address}, which a beacon of ${name} published; the record is put right.`,
  "zh-CN": ({ name, address }) => `来源未证实 ${name} 的信标所发布的 ${address}；正在改回解析记录。`,
});

export const beaconDrifted: LogEvent<{ name: string; server: string }> = logEvent("warn", "beacon.drifted", {
  en: ({ name, server }) => `${server} serves other addresses for ${name} than it should; the record is put right.`,
  "zh-CN": ({ name, server }) => `${server} 为 ${name} 提供的地址与预期不符；正在改正解析记录。`,
});

export const beaconSilent: LogEvent<{ name: string; server: string; detail: string }> = logEvent(
  "warn",
  "beacon.silent",
  {
    en: ({ name, server, detail }) => `${server} does not answer the beacon of ${name} (${detail}); trying again.`,
    "zh-CN": ({ name, server, detail }) => `${server} 未应答 ${name} 的信标（${detail}）；将继续尝试。`,
  },
);

export const beaconHeardAgain: LogEvent<{ name: string; server: string }> = logEvent("info", "beacon.heard-again", {
  en: ({ name, server }) => `${server} answers the beacon of ${name} again.`,
  "zh-CN": ({ name, server }) => `${server} 已重新应答 ${name} 的信标。`,
});

export const beaconRefused: LogEvent<{ name: string; server: string; code: BeaconRefusalCode; detail: string }> =
  logEvent("warn", "beacon.refused", {
    en: ({ name, server, code, detail }) =>
      `${server} refuses the beacon of ${name}: ${refusals.en[code]} (${detail}). Other updates are not concerned.`,
    "zh-CN": ({ name, server, code, detail }) =>
      `${server} 拒绝了 ${name} 的信标：${refusals["zh-CN"][code]}（${detail}）。其他更新方式不受影响。`,
  });

const refusals = bilingual<Readonly<Record<BeaconRefusalCode, string>>>({
  en: {
    "key-refused": "it does not know this token",
    "beacons-refused": "it takes no beacons from here",
    "zone-not-served": "it does not serve the name's zone",
    "answers-unfit": "its answers make no sense",
  },
  "zh-CN": {
    "key-refused": "它不认识此令牌",
    "beacons-refused": "它不接受来自此处的信标",
    "zone-not-served": "它不提供该名称所在的区域",
    "answers-unfit": "它的应答无法理解",
  },
});
