import { describe, expect, test } from "bun:test";
import { name } from "../../test/support/values.ts";
import { isHostName } from "./host-name.ts";

describe("names of hosts", () => {
  for (const [text, isOne] of [
    ["home.dyn.example", true],
    ["Home-2.dyn.example", true],
    ["3com.example", true],
    ["192.dyn.example", true],
    ["my_nas.dyn.example", true],
    ["bücher.example", true],
    ["*.home.dyn.example", true],
    ["localhost", true],
    ["bad name.dyn.example", false],
    ["bad\\032name.dyn.example", false],
    ["-home.dyn.example", false],
    ["home-.dyn.example", false],
    ["a\\.b.example", false],
    ["a*.example", false],
    ["home.*.example", false],
    ["home@dyn.example", false],
    ["ho\\255me.example", false],
    ["*", false],
    [".", false],
  ] as const) {
    test(`${text}: ${isOne}`, () => expect(isHostName(name(text))).toBe(isOne));
  }
});
