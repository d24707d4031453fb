import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import { notVerifiedReasons } from "../reconcile/verification.text.ts";
import { unknownReasonTexts } from "../detect/verdict.text.ts";
import { counted } from "../text/plural.ts";
import { describeDuration } from "../text/time.ts";
import { externalPlace, protocolTexts } from "../expose/mapping.text.ts";
import type { AgentSummary, TargetSummary } from "./agent-summary.ts";
import type { MappingSummary } from "./mapping-summary.ts";

/** Parts of an agent's summary in words, for tables and pages. */

interface Texts {
  readonly noAddress: string;
  readonly switchedOff: string;
  readonly verified: (servers: number, took: string) => string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    noAddress: "none",
    switchedOff: "switched off",
    verified: (servers, took) => `by ${counted(servers, "server")} in ${took}`,
  },
  "zh-CN": {
    noAddress: "无",
    switchedOff: "已关闭",
    verified: (servers, took) => `${servers} 个服务器，用时 ${took}`,
  },
});

/** The addresses of a family, or why they are not known. */
export function stateOfFamily(family: AgentSummary["detection"]["families"][number], language: Language): string {
  const { addresses, reason, state } = family;
  if (state === "known") return addresses.join(", ") || texts[language].noAddress;
  const reasons: Readonly<Record<string, string>> = unknownReasonTexts[language];
  return reasons[reason ?? ""] ?? texts[language].switchedOff;
}

/** Whether the authoritative servers agree; empty when they were not asked. */
export function verificationText({ verification }: TargetSummary, language: Language): string {
  if (verification === null) return "";
  const { state, servers, tookMs, reason } = verification;
  if (state === "verified") return texts[language].verified(servers.length, describeDuration(tookMs, language));
  return notVerifiedReasons[language][reason];
}

/** A port with the host it belongs to, where that is another one. */
export function portText({ port, to }: MappingSummary): string {
  return to === null ? port : `${port} (${to})`;
}

/** Address and port that others connect to; empty while there are none. */
export function reachedAt({ externalAddress, externalPort }: MappingSummary): string {
  return externalPort === null ? "" : externalPlace(externalAddress ?? undefined, externalPort);
}

/** By which protocol the router was asked; empty while nothing is open. */
export function protocolName({ protocol }: MappingSummary): string {
  return protocolTexts[protocol ?? ""] ?? "";
}
