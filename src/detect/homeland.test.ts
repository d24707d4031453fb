import { describe, expect, test } from "bun:test";
import { homelandOf } from "./homeland.ts";

describe("where a host seems to be", () => {
  for (const [timeZone, locale, expected] of [
    ["Asia/Shanghai", undefined, "china"],
    ["Asia/Urumqi", "en_US.UTF-8", "china"],
    ["PRC", undefined, "china"],
    ["Europe/Berlin", "zh_CN.UTF-8", "world"],
    ["America/Argentina/Buenos_Aires", undefined, "world"],
    ["Asia/Hong_Kong", "zh_HK.UTF-8", "world"],
    ["Etc/UTC", "zh_CN.UTF-8", "china"],
    ["UTC", "zh-Hans-CN", "china"],
    ["Etc/UTC", "en_GB.UTF-8", undefined],
    ["UTC", "zh_TW.UTF-8", undefined],
    ["CST-8", "zh_CN", "china"],
    [undefined, "C.UTF-8", undefined],
    [undefined, undefined, undefined],
  ] as const) {
    test(`${timeZone ?? "no time zone"}, ${locale ?? "no language"}: ${expected ?? "anywhere"}`, () => {
      expect(homelandOf({ timeZone, locale })).toBe(expected);
    });
  }
});
