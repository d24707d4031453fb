import { expect, test } from "bun:test";
import { dedented, type AnsweringZones } from "./answering-zones.ts";

/** Questions and answers as text, one test for each question. */

/**
 * Runs a script: a line with `?` asks, the lines below it up to the next blank one are the whole answer, as
 * `AnsweringZones.ask` writes it. Lines with `#` are remarks.
 */
export function conversation(zones: AnsweringZones, script: string): void {
  for (const exchange of dedented(script)
    .trim()
    .split(/\n\s*\n/)) {
    const lines = exchange.split("\n").filter((line) => !line.startsWith("#"));
    const [question = "", ...answer] = lines;
    const asked = question.slice(2);
    test(asked, () => {
      expect(question).toStartWith("? ");
      expect(zones.ask(asked)).toEqual(answer);
    });
  }
}
