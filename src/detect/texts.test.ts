import { describe, expect, test } from "bun:test";
import type { Language } from "../core/language.ts";
import { adviceTexts } from "./advice.text.ts";
import { hintFactTexts } from "./monitor/hint.text.ts";
import { sourceFailureTexts, strengthTexts } from "./source.text.ts";
import { sourceSpecTexts } from "./source-spec.text.ts";
import { scopeTexts, setAsideTexts, unknownConsequence, unknownReasonTexts } from "./verdict.text.ts";

/** The compiler checks that no text is missing; these look at what a compiler cannot. */

const subject = "stun.example.net";

function textsIn(language: Language): readonly string[] {
  return [
    ...Object.values(sourceFailureTexts[language]),
    ...Object.values(strengthTexts[language]),
    ...Object.values(unknownReasonTexts[language]),
    ...Object.values(setAsideTexts[language]),
    ...Object.values(scopeTexts[language]),
    ...Object.values(hintFactTexts[language]),
    unknownConsequence[language],
    ...Object.values(adviceTexts[language]).flatMap((text) => Object.values(text("44.128.10.7"))),
    ...Object.values(sourceSpecTexts[language]).map((text) => text(subject)),
  ];
}

describe("texts of detection", () => {
  test("Chinese texts are Chinese and use its punctuation", () => {
    for (const text of textsIn("zh-CN")) {
      expect(text).toMatch(/\p{Script=Han}/u);
      expect(text).not.toMatch(/\p{Script=Han}\s*[,;:!?]|[,;!?]\s*\p{Script=Han}|\p{Script=Han}\./u);
    }
  });

  test("English texts are English", () => {
    for (const text of textsIn("en")) expect(text).not.toMatch(/\p{Script=Han}|[，。：；“”]/u);
  });

  test("cells of tables are short and no sentences", () => {
    for (const language of ["en", "zh-CN"] as const) {
      for (const text of [...Object.values(sourceFailureTexts[language]), ...Object.values(setAsideTexts[language])]) {
        expect(text.length).toBeLessThan(48);
        expect(text).not.toMatch(/[.。]$/);
      }
    }
  });

  test("advice is whole sentences", () => {
    for (const [language, end] of [
      ["en", /\.$/],
      ["zh-CN", /。$/],
    ] as const) {
      for (const text of Object.values(adviceTexts[language])) {
        for (const sentence of Object.values(text("44.128.10.7"))) expect(sentence).toMatch(end);
      }
    }
  });

  test("problems with a source are whole sentences", () => {
    for (const text of Object.values(sourceSpecTexts.en)) expect(text(subject)).toMatch(/\.$/);
    for (const text of Object.values(sourceSpecTexts["zh-CN"])) expect(text(subject)).toMatch(/[。]$/);
  });
});
