import { describe, expect, test } from "bun:test";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { describeDuration, formatLocal } from "./time.ts";

const instant = Instant.ofMs(Date.UTC(2026, 10, 20, 9, 27, 2, 43));

describe("formatLocal", () => {
  for (const [minutes, text] of [
    [0, "2026-11-20T09:27:02.043+00:00"],
    [480, "2026-11-20T17:27:02.043+08:00"],
    [-210, "2026-11-20T05:57:02.043-03:30"],
    [900, "2026-11-21T00:27:02.043+15:00"],
  ] as const) {
    test(`${minutes} minutes ahead of UTC`, () => expect(formatLocal(instant, () => minutes)).toBe(text));
  }
});

describe("describeDuration", () => {
  for (const [text, en, chinese] of [
    ["0s", "0 ms", "0 毫秒"],
    ["250ms", "250 ms", "250 毫秒"],
    ["1s", "1 second", "1 秒"],
    ["1.59s", "1.5 seconds", "1.5 秒"],
    ["59s", "59 seconds", "59 秒"],
    ["90s", "1 minute 30 seconds", "1 分钟 30 秒"],
    ["1h", "1 hour", "1 小时"],
    ["125m", "2 hours 5 minutes", "2 小时 5 分钟"],
    ["1442m", "1 day", "1 天"],
    ["49h", "2 days 1 hour", "2 天 1 小时"],
  ] as const) {
    test(text, () => {
      const duration = Duration.parse(text);
      if (!duration.ok) throw new Error(text);
      expect(describeDuration(duration.value, "en")).toBe(en);
      expect(describeDuration(duration.value, "zh-CN")).toBe(chinese);
    });
  }
});
