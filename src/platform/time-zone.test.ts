import { describe, expect, test } from "bun:test";
import { symlinkSync, writeFileSync } from "node:fs";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { hostTimeZone } from "./time-zone.ts";

describe("the host's time zone", () => {
  const entry = temporaryFolder();

  for (const [name, variable, target, expected] of [
    ["a link", undefined, "/usr/share/zoneinfo/Asia/Shanghai", "Asia/Shanghai"],
    ["a relative link", undefined, "../usr/share/zoneinfo/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"],
    ["a link of macOS", undefined, "/var/db/timezone/zoneinfo/Europe/Paris", "Europe/Paris"],
    ["a link to the variant with leap seconds", undefined, "/usr/share/zoneinfo/right/Europe/Paris", "Europe/Paris"],
    ["a link elsewhere", undefined, "/etc/my-time", undefined],
    ["the variable", "Asia/Shanghai", "/usr/share/zoneinfo/Europe/Paris", "Asia/Shanghai"],
    ["the variable with a colon and a path", ":/usr/share/zoneinfo/Asia/Urumqi", "/etc/my-time", "Asia/Urumqi"],
    ["a rule instead of a name", "CST-8", "/usr/share/zoneinfo/Europe/Paris", "CST-8"],
    ["an empty variable", "", "/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"],
  ] as const) {
    test(`${name}: ${expected ?? "unknown"}`, () => {
      const link = entry("localtime");
      symlinkSync(target, link);
      expect(hostTimeZone({ variable, link })).toBe(expected);
    });
  }

  test("a copy instead of a link, and nothing at all: unknown", () => {
    const copy = entry("localtime");
    writeFileSync(copy, "TZif");
    expect(hostTimeZone({ variable: undefined, link: copy })).toBeUndefined();
    expect(hostTimeZone({ variable: undefined, link: entry("none") })).toBeUndefined();
  });
});
