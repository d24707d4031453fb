import { expect, test } from "bun:test";
import { failCodes, type OutcomeCode, rejectCodes } from "../core/outcome.ts";
import { outcomeCodeTexts } from "./outcome-codes.ts";

test("every code is one sentence of its own in each language, and there is none for what is no code", () => {
  const codes = [...Object.keys(rejectCodes), ...Object.keys(failCodes)] as OutcomeCode[];
  for (const [language, end] of [
    ["en", "."],
    ["zh-CN", "。"],
  ] as const) {
    const texts = outcomeCodeTexts[language];
    expect(Object.keys(texts).toSorted()).toEqual(codes.toSorted());
    const sentences = Object.values(texts);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences)
      expect(sentence.endsWith(end) && sentence.indexOf(end) === sentence.length - 1).toBe(true);
  }
});
