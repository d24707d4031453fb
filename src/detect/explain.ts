import { type AddressScope, scopeOf } from "../core/address-scope.ts";
import { Instant } from "../core/clock.ts";
import type { Family } from "../core/family.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { Advice, AdviceCode, Observation, SourceReport, Verdict, Weighed } from "../core/verdict.ts";
import { listed } from "../text/plural.ts";
import { renderTable } from "../text/table.ts";
import { describeDuration } from "../text/time.ts";
import { type AdviceText, adviceTexts } from "./advice.text.ts";
import { factsOf } from "./interface-evidence.ts";
import { reasoning } from "./reasoning.ts";
import { localOperator } from "./source.ts";
import { sourceFailureTexts } from "./source.text.ts";
import { familyTexts, scopeTexts, setAsideTexts, unknownConsequence, unknownReasonTexts } from "./verdict.text.ts";

/** Shows verdicts to people and programs: what every source said, and why the answer is what it is. */

type Decided = Exclude<Verdict, { readonly kind: "unmanaged" }>;

/**
 * One paragraph and one table per family; ends with a line break.
 *
 * @param isExplained adds how the answer was reached, and of every advice what it means and what can be done.
 */
export function renderDetection(verdicts: readonly Verdict[], language: Language, isExplained = false): string {
  return `${verdicts.map((verdict) => renderVerdict(verdict, language, isExplained)).join("\n\n")}\n`;
}

/** The same for programs. Fields are only ever added; lifetimes in evidence are seconds. */
export interface DetectionJson {
  readonly families: readonly {
    readonly family: Family;
    readonly state: Verdict["kind"];
    readonly addresses: readonly string[];
    /** Why the addresses are known: null unless they are. */
    readonly because: "direct-evidence" | "quorum" | "asserted" | null;
    /** Why they are not: null unless they are unknown. */
    readonly reason: string | null;
    /** RFC 3339; null for a family that is switched off. */
    readonly at: string | null;
    readonly advice: readonly {
      readonly code: AdviceCode;
      readonly addresses: readonly string[];
      readonly sources: readonly string[];
    }[];
    readonly sources: readonly {
      readonly source: string;
      readonly operator: string;
      readonly strength: string;
      readonly tookMs: number;
      readonly failure: { readonly code: string; readonly detail: string } | null;
      readonly observations: readonly {
        readonly address: string;
        readonly scope: AddressScope;
        readonly prefix: string | null;
        readonly setAside: string | null;
        readonly evidence: Observation["evidence"];
      }[];
    }[];
  }[];
}

export function detectionJson(verdicts: readonly Verdict[]): DetectionJson {
  return { families: verdicts.map(familyJson) };
}

/** One family's part of it. */
export function familyJson(verdict: Verdict): DetectionJson["families"][number] {
  const { family, kind: state } = verdict;
  if (verdict.kind === "unmanaged") {
    return { family, state, addresses: [], because: null, reason: null, at: null, advice: [], sources: [] };
  }
  const { weighed, reports } = verdict;
  return {
    family,
    state,
    addresses: verdict.kind === "known" ? verdict.addresses.map(String) : [],
    because: verdict.kind === "known" ? verdict.because : null,
    reason: verdict.kind === "unknown" ? verdict.reason : null,
    at: Instant.format(verdict.at),
    advice: verdict.advice.map((one) => ({ ...one, addresses: one.addresses.map(String) })),
    sources: reports.map((report) => sourceJson(report, weighed)),
  };
}

function sourceJson(
  report: SourceReport,
  weighed: readonly Weighed[],
): DetectionJson["families"][number]["sources"][number] {
  const { source, operator, strength, took, answer } = report;
  const observations = answer.kind === "seen" ? answer.observations : [];
  return {
    source,
    operator,
    strength,
    tookMs: took,
    failure: answer.kind === "failed" ? { code: answer.failure.code, detail: answer.failure.detail } : null,
    observations: observations.map((observation) => ({
      address: observation.address.toString(),
      scope: scopeOf(observation.address),
      prefix: observation.prefix?.toString() ?? null,
      setAside: weighed.find((one) => one.observation === observation)?.setAside ?? null,
      evidence: observation.evidence,
    })),
  };
}

interface Words {
  readonly columns: readonly [source: string, operator: string, time: string, answer: string, remark: string];
  readonly colon: string;
  /** Between the parts of a remark. */
  readonly comma: string;
  /** Between the items of a list. */
  readonly between: string;
  readonly unmanaged: string;
  readonly unknown: string;
  readonly none: string;
  readonly thisHost: string;
  readonly saysNone: string;
  readonly direct: (where: string | undefined) => string;
  readonly router: (gateway: string) => string;
  /** Before an advice. */
  readonly note: string;
  readonly howDecided: string;
  readonly goodToKnow: string;
  readonly quorum: (operators: readonly string[]) => string;
  readonly asserted: (sources: readonly string[]) => string;
  readonly assertedNone: (sources: readonly string[]) => string;
}

const words: Bilingual<Words> = bilingual({
  en: {
    columns: ["Source", "Operator", "Time", "Answer", "Remark"],
    colon: ": ",
    comma: ", ",
    between: ", ",
    unmanaged: "switched off",
    unknown: "unknown",
    none: "no address",
    thisHost: "this host",
    saysNone: "says there is none",
    direct: (where) => `This host itself has the address${where === undefined ? "" : ` on ${where}`}.`,
    router: (gateway) => `The router at ${gateway} has the address.`,
    note: "Note: ",
    howDecided: "How this was decided",
    goodToKnow: "Good to know",
    quorum: (operators) => `Seen by ${listed(operators)}${operators.length > 1 ? " independently of each other" : ""}.`,
    asserted: (sources) => `Set by ${listed(sources)}.`,
    assertedNone: (sources) => `${listed(sources)} says that there is no address.`,
  },
  "zh-CN": {
    columns: ["来源", "运营方", "用时", "应答", "说明"],
    colon: "：",
    comma: "，",
    between: "、",
    unmanaged: "已关闭",
    unknown: "未知",
    none: "没有地址",
    thisHost: "本机",
    saysNone: "表示没有地址",
    direct: (where) => (where === undefined ? "本机自身拥有该地址。" : `本机的网络接口 ${where} 拥有该地址。`),
    router: (gateway) => `位于 ${gateway} 的路由器拥有该地址。`,
    note: "提示：",
    howDecided: "判断过程",
    goodToKnow: "相关提示",
    quorum: (operators) =>
      operators.length > 1 ? `${operators.join("、")} 各自独立看到该地址。` : `${operators.join("、")} 看到该地址。`,
    asserted: (sources) => `由 ${sources.join("、")} 指定。`,
    assertedNone: (sources) => `${sources.join("、")} 表示没有地址。`,
  },
});

/** The answer and why, without what each source said. */
export function renderSummary(verdict: Verdict, language: Language): string {
  if (verdict.kind === "unmanaged") return headOf(verdict, language);
  return [headOf(verdict, language), whyOf(verdict, language), ...briefAdvice(verdict, language)].join("\n");
}

function renderVerdict(verdict: Verdict, language: Language, isExplained: boolean): string {
  if (verdict.kind === "unmanaged") return headOf(verdict, language);
  const table = verdict.reports.length === 0 ? [] : [renderReports(verdict, language)];
  const notes = isExplained ? explanation(verdict, language) : briefAdvice(verdict, language);
  return [headOf(verdict, language), whyOf(verdict, language), ...table, ...notes].join("\n");
}

function headOf(verdict: Verdict, language: Language): string {
  const text = words[language];
  const answer = { unmanaged: text.unmanaged, unknown: text.unknown, known: text.none }[verdict.kind];
  const addresses = verdict.kind === "known" ? verdict.addresses.join(", ") : "";
  return `${familyTexts[verdict.family]}${text.colon}${addresses || answer}`;
}

function whyOf(verdict: Decided, language: Language): string {
  return explain(verdict, language).join(language === "en" ? " " : "");
}

function briefAdvice(verdict: Decided, language: Language): readonly string[] {
  return verdict.advice.map((advice) => `${words[language].note}${adviceText(advice, language).finding}`);
}

/** How the answer was reached, and what follows from it. */
function explanation(verdict: Decided, language: Language): readonly string[] {
  const text = words[language];
  const advice = verdict.advice.flatMap((one) => {
    const { finding, meaning, remedy } = adviceText(one, language);
    return [`- ${finding}`, `  ${meaning}`, `  ${remedy}`];
  });
  const steps = reasoning(verdict, language).map((step, index) => `${index + 1}. ${step}`);
  return [
    "",
    `${text.howDecided}${text.colon.trimEnd()}`,
    ...steps,
    ...(advice.length === 0 ? [] : ["", `${text.goodToKnow}${text.colon.trimEnd()}`, ...advice]),
  ];
}

function adviceText({ code, addresses }: Advice, language: Language): AdviceText {
  return adviceTexts[language][code](addresses.join(words[language].between));
}

/** The sentences that say why. */
function explain(verdict: Decided, language: Language): readonly string[] {
  const text = words[language];
  if (verdict.kind === "unknown") return [unknownReasonTexts[language][verdict.reason], unknownConsequence[language]];
  const standing = verdict.weighed.filter(({ setAside }) => setAside === undefined);
  switch (verdict.because) {
    case "direct-evidence": {
      const where = standing.find(({ observation }) => observation.strength === "direct")?.observation;
      const name = where?.evidence["interface"];
      const gateway = where?.evidence["gateway"];
      if (typeof gateway === "string") return [text.router(gateway)];
      return [text.direct(typeof name === "string" ? name : undefined)];
    }
    case "quorum":
      return [
        text.quorum([...new Set(standing.map(({ observation }) => operatorName(observation.operator, language)))]),
      ];
    case "asserted": {
      const sources = verdict.reports.filter(({ answer }) => answer.kind === "seen").map(({ source }) => source);
      return [verdict.addresses.length === 0 ? text.assertedNone(sources) : text.asserted(sources)];
    }
  }
}

/** A row per address seen and per failure; the source is named in the first of its rows. */
function renderReports(verdict: Decided, language: Language): string {
  const text = words[language];
  const [source, operator, time, answer, remark] = text.columns;
  const rows = verdict.reports.flatMap((report) => {
    const answers = answersOf(report, verdict.weighed, language);
    return answers.map((cells, index) =>
      index > 0
        ? ["", "", "", ...cells]
        : [report.source, operatorName(report.operator, language), describeDuration(report.took, language), ...cells],
    );
  });
  const columns = [
    { title: source },
    { title: operator },
    { title: time, align: "right" },
    { title: answer },
    { title: remark },
  ] as const;
  return renderTable(columns, rows);
}

function answersOf(
  report: SourceReport,
  weighed: readonly Weighed[],
  language: Language,
): readonly (readonly [answer: string, remark: string])[] {
  const { answer } = report;
  if (answer.kind === "failed")
    return [[`— ${sourceFailureTexts[language][answer.failure.code]}`, answer.failure.detail]];
  if (answer.observations.length === 0) return [[`— ${words[language].saysNone}`, ""]];
  return answer.observations.map((observation) => {
    const setAside = weighed.find((one) => one.observation === observation)?.setAside;
    const name = observation.evidence["interface"];
    const where = typeof name === "string" ? [name] : [];
    const why = setAside === undefined ? origin(observation, language) : [reason(observation, setAside, language)];
    return [observation.address.toString(), [...where, ...why].join(words[language].comma)];
  });
}

function reason(observation: Observation, setAside: NonNullable<Weighed["setAside"]>, language: Language): string {
  const why = setAsideTexts[language][setAside];
  return setAside === "not-publishable"
    ? `${scopeTexts[language][scopeOf(observation.address)]}${words[language].comma}${why}`
    : why;
}

/** How the address came; nothing for what goes without saying. */
function origin(observation: Observation, language: Language): readonly string[] {
  const { origin: how } = factsOf(observation.evidence);
  const name = how === undefined || !Object.hasOwn(originTexts[language], how) ? undefined : originTexts[language][how];
  return name === undefined ? [] : [name];
}

const originTexts: Bilingual<Readonly<Record<string, string>>> = bilingual({
  en: { static: "set by hand", slaac: "SLAAC", dhcp: "DHCP" },
  "zh-CN": { static: "手动设置", slaac: "SLAAC", dhcp: "DHCP" },
});

function operatorName(operator: string, language: Language): string {
  return operator === localOperator ? words[language].thisHost : operator;
}
