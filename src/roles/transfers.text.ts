import { type LogEvent, logEvent } from "../core/log.ts";
import type { TransferServed } from "../transfer/transfer-door.ts";
import { type Bilingual, bilingual } from "../core/language.ts";

/** What the server says of its secondaries. */

const forms: Bilingual<Readonly<Record<TransferServed["form"], string>>> = bilingual({
  en: { whole: "the whole zone", difference: "what has changed", "nothing-new": "nothing, being as new" },
  "zh-CN": { whole: "整个区域", difference: "变更部分", "nothing-new": "无需传送，已是最新" },
});

export const transferServed: LogEvent<{
  zone: string;
  kind: string;
  peer: string;
  serial: number;
  form: TransferServed["form"];
}> = logEvent("info", "server.transfer-served", {
  en: ({ zone, kind, peer, serial, form }) =>
    `Gave ${peer} ${forms.en[form]} of ${zone}, serial ${serial}, as it asked by ${kind}.`,
  "zh-CN": ({ zone, kind, peer, serial, form }) =>
    `已应 ${peer} 的 ${kind} 请求传送 ${zone}（序列号 ${serial}）：${forms["zh-CN"][form]}。`,
});

export const transferRefused: LogEvent<{ zone: string; kind: string; peer: string; key: string | null }> = logEvent(
  "warn",
  "server.transfer-refused",
  {
    en: ({ zone, kind, peer, key }) =>
      `Refused ${peer} the transfer of ${zone} (${kind}, ${key === null ? "unsigned" : `key ${key}`}): it is none of its secondaries.`,
    "zh-CN": ({ zone, kind, peer, key }) =>
      `已拒绝 ${peer} 传送 ${zone} 的请求（${kind}，${key === null ? "未签名" : `密钥 ${key}`}）：它不是该区域的辅助服务器。`,
  },
);

export const secondaryUnheard: LogEvent<{ zone: string; secondary: string }> = logEvent(
  "warn",
  "server.secondary-unheard",
  {
    en: ({ zone, secondary }) =>
      `The secondary ${secondary} did not answer when it was told that ${zone} has changed; it will notice by itself when it asks again.`,
    "zh-CN": ({ zone, secondary }) =>
      `通知辅助服务器 ${secondary}：${zone} 已变更，但未收到回应；它会在下次查询时自行发现。`,
  },
);

export const catalogNotKept: LogEvent<{ zone: string; detail: string }> = logEvent("error", "server.catalog-not-kept", {
  en: ({ zone, detail }) => `The catalog zone ${zone} could not be brought up to date: ${detail}.`,
  "zh-CN": ({ zone, detail }) => `无法更新目录区域 ${zone}：${detail}。`,
});
