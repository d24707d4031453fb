import { expect, test } from "bun:test";
import { foreignWords } from "../../test/support/foreign-words.ts";
import type { LogEvent } from "../core/log.ts";
import * as texts from "./beacon.text.ts";
import type { BeaconRefusalCode } from "./session.ts";

const codes: Readonly<Record<BeaconRefusalCode, true>> = {
  "key-refused": true,
  "beacons-refused": true,
  "zone-not-served": true,
  "answers-unfit": true,
};

/** Each takes some of the fields. */
const events: readonly LogEvent<typeof fields & { code: BeaconRefusalCode }>[] = Object.values(texts);

const fields = { name: "‹name›", server: "‹server›", address: "‹address›", detail: "‹detail›" };

test("every event reads as a sentence in both languages", () => {
  for (const code of Object.keys(codes) as readonly BeaconRefusalCode[]) {
    for (const event of events) {
      const [en, zh] = [event.text.en({ ...fields, code }), event.text["zh-CN"]({ ...fields, code })];
      expect(`${en}${zh}`).not.toMatch(/undefined|null|NaN|\[object|function/);
      expect(en).toMatch(/^[^\p{Script=Han}]+[.]$/u);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(foreignWords(zh, [])).toEqual([]);
      expect(event.code).toStartWith("beacon.");
    }
  }
});
