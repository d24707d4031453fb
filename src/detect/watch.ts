import { Instant } from "../core/clock.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { Verdict } from "../core/verdict.ts";
import { type DetectionJson, familyJson, renderSummary } from "./explain.ts";
import { hintFactTexts } from "./monitor/hint.text.ts";
import { type Hint, type HintFacts, hintOf } from "./monitor/monitor.ts";

/** What somebody who follows detection live gets to see: hints and verdicts as they come, as lines or as JSON. */

/** One line of JSON; the fields of a verdict are those of `detect --json`. */
export type WatchJson =
  | {
      readonly event: "hint";
      readonly at: string;
      readonly monitor: string;
      readonly families: Hint["families"];
      /** In kebab-case, for instance `addresses-changed`. */
      readonly facts: readonly string[];
    }
  | ({ readonly event: "verdict" } & DetectionJson["families"][number]);

export function hintJson(hint: Hint): WatchJson {
  const { at, monitor, families } = hint;
  const facts = factsIn(hint).map((fact) => fact.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  return { event: "hint", at: Instant.format(at), monitor, families, facts };
}

export function verdictJson(verdict: Verdict): WatchJson {
  return { event: "verdict", ...familyJson(verdict) };
}

/** A line for people; `time` is the host's clock. */
export function hintLine(hint: Hint, time: string, language: Language): string {
  const said = factsIn(hint).map((fact) => hintFactTexts[language][fact]);
  return words[language].hint(time, hint.monitor, said);
}

/** The verdict in a few lines, the first of which has the time. */
export function verdictLines(verdict: Verdict, time: string, language: Language): string {
  return `${time}  ${renderSummary(verdict, language).replaceAll("\n", "\n    ")}`;
}

/** In the order they are declared in. */
function factsIn(hint: Hint): readonly (keyof HintFacts)[] {
  const { monitor: _monitor, at: _at, families: _families, ...none } = hintOf("", hint.at, {});
  return Object.keys(none).filter((key): key is keyof HintFacts => isFact(key) && hint[key]);
}

function isFact(key: string): key is keyof HintFacts {
  return Object.hasOwn(hintFactTexts.en, key);
}

const words: Bilingual<{ readonly hint: (time: string, monitor: string, facts: readonly string[]) => string }> =
  bilingual({
    en: { hint: (time, monitor, facts) => `${time}  ${monitor}: ${facts.join("; ")}` },
    "zh-CN": { hint: (time, monitor, facts) => `${time}  ${monitor}：${facts.join("；")}` },
  });
