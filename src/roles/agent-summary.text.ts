import type { AddressScope } from "../core/address-scope.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { SourceFailCode } from "../core/verdict.ts";
import { notVerifiedReasons } from "../reconcile/verification.text.ts";
import { sourceFailureTexts } from "../detect/source.text.ts";
import { scopeTexts, unknownReasonTexts } from "../detect/verdict.text.ts";
import { counted } from "../text/plural.ts";
import { describeDuration } from "../text/time.ts";
import { externalPlace, protocolTexts } from "../expose/mapping.text.ts";
import type { AgentSummary, TargetSummary } from "./agent-summary.ts";
import type { MappingSummary } from "./mapping-summary.ts";

/** Parts of an agent's summary in words, for tables and pages. */

interface Texts {
  readonly noAddress: string;
  readonly switchedOff: string;
  /** A reason, and what each source came to. */
  readonly because: (reason: string, evidence: readonly string[]) => string;
  readonly remark: (what: string, why: string) => string;
  readonly verified: (servers: number, took: string) => string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    noAddress: "none",
    switchedOff: "switched off",
    because: (reason, evidence) => (evidence.length === 0 ? reason : `${reason} ${evidence.join("; ")}.`),
    remark: (what, why) => `${what}: ${why}`,
    verified: (servers, took) => `by ${counted(servers, "server")} in ${took}`,
  },
  "zh-CN": {
    noAddress: "无",
    switchedOff: "已关闭",
    because: (reason, evidence) => (evidence.length === 0 ? reason : `${reason}${evidence.join("；")}。`),
    remark: (what, why) => `${what}：${why}`,
    verified: (servers, took) => `${servers} 个服务器，用时 ${took}`,
  },
});

type DetectedFamily = AgentSummary["detection"]["families"][number];

/** The addresses of a family, or why they are not known. */
export function stateOfFamily(family: DetectedFamily, language: Language): string {
  const { addresses, reason, state } = family;
  const said = texts[language];
  if (state === "known") return addresses.join(", ") || said.noAddress;
  const reasons: Readonly<Record<string, string>> = unknownReasonTexts[language];
  const told = reasons[reason ?? ""];
  return told === undefined ? said.switchedOff : said.because(told, evidenceOf(family, language));
}

/** With more sources than this, `holdfast detect` is the place to look. */
const mostShown = 3;

/** Nobody looks for these. */
const everybodyHas: readonly AddressScope[] = ["loopback", "link-local"];

/** What stands behind an unknown address, one remark for each source, or none where there would be too many. */
function evidenceOf({ reason, sources }: DetectedFamily, language: Language): readonly string[] {
  const said = texts[language];
  const failures: Readonly<Record<SourceFailCode, string>> = sourceFailureTexts[language];
  const remarks = sources.flatMap(({ source, failure, observations }) => {
    if (failure === null) {
      const isRefused = reason === "no-publishable-address" || reason === "no-echo-answered";
      return observations
        .filter(({ scope }) => !everybodyHas.includes(scope))
        .map(({ address, scope }) => said.remark(address, isRefused ? scopeTexts[language][scope] : source));
    }
    const isKnown = (code: string): code is SourceFailCode => Object.hasOwn(failures, code);
    return isKnown(failure.code) ? [said.remark(source, failures[failure.code])] : [];
  });
  return remarks.length > mostShown ? [] : remarks;
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
