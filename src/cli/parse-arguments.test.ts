import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Flags, Operand } from "./command.ts";
import { parseArguments } from "./parse-arguments.ts";

const description = { en: "x", "zh-CN": "x" };
const flags: Flags = {
  config: { kind: "text", short: "c", value: "FILE", description },
  json: { kind: "switch", short: "j", description },
  set: { kind: "text", value: "KEY=VALUE", isRepeatable: true, description },
  format: { kind: "text", choices: ["pretty", "json"], description },
};
const operands: readonly Operand[] = [
  { name: "NAME", isRequired: true, description },
  { name: "FILE", isRequired: false, description },
];
const none = { config: undefined, json: false, set: [], format: undefined };

describe("parseArguments", () => {
  for (const [line, parsed] of [
    ["a", { flags: none, operands: ["a", undefined] }],
    ["a b", { flags: none, operands: ["a", "b"] }],
    ["a --json", { flags: { ...none, json: true }, operands: ["a", undefined] }],
    ["--config x a", { flags: { ...none, config: "x" }, operands: ["a", undefined] }],
    ["--config=x a", { flags: { ...none, config: "x" }, operands: ["a", undefined] }],
    ["--config=--json a", { flags: { ...none, config: "--json" }, operands: ["a", undefined] }],
    ["-c x -j a", { flags: { ...none, config: "x", json: true }, operands: ["a", undefined] }],
    ["-jc x a", { flags: { ...none, config: "x", json: true }, operands: ["a", undefined] }],
    ["--set a=1 --set b=2 a", { flags: { ...none, set: ["a=1", "b=2"] }, operands: ["a", undefined] }],
    ["--format json a", { flags: { ...none, format: "json" }, operands: ["a", undefined] }],
    ["-- --json", { flags: none, operands: ["--json", undefined] }],
    ["-", { flags: none, operands: ["-", undefined] }],
  ] as const) {
    test(line, () =>
      expect<unknown>(parseArguments({ flags, operands }, line.split(" "))).toEqual({ ok: true, value: parsed }),
    );
  }

  test("the last operand may take all words that follow", () => {
    const wordy = { flags: {}, operands: [{ name: "WORD", isRequired: false, takesRest: true, description }] };
    expect(parseArguments(wordy, [])).toEqual({ ok: true, value: { flags: {}, operands: [undefined] } });
    expect(parseArguments(wordy, ["a", "b", "c"])).toEqual({
      ok: true,
      value: { flags: {}, operands: ["a", "b", "c"] },
    });
  });

  for (const [line, problem] of [
    ["", { code: "operand-missing", operand: "NAME" }],
    ["a b c", { code: "operand-unexpected", operand: "c" }],
    ["a --confg x", { code: "unknown-flag", flag: "--confg", nearest: "--config" }],
    ["a --colour", { code: "unknown-flag", flag: "--colour", nearest: undefined }],
    ["a -x", { code: "unknown-flag", flag: "-x", nearest: undefined }],
    ["a --toString", { code: "unknown-flag", flag: "--toString", nearest: undefined }],
    ["a --config", { code: "value-missing", flag: "--config", value: "FILE" }],
    ["a --config=", { code: "value-missing", flag: "--config", value: "FILE" }],
    ["a --config --json", { code: "value-missing", flag: "--config", value: "FILE" }],
    ["a --json=yes", { code: "value-unexpected", flag: "--json" }],
    ["a --config x -c y", { code: "flag-repeated", flag: "-c" }],
    ["a --json -j", { code: "flag-repeated", flag: "-j" }],
    ["a --format xml", { code: "value-not-allowed", flag: "--format", allowed: ["pretty", "json"] }],
  ] as const) {
    test(`${line} is refused`, () => {
      const words = line.split(" ").filter((word) => word !== "");
      expect<unknown>(parseArguments({ flags, operands }, words)).toEqual({ ok: false, ...problem });
    });
  }

  test("no words make it throw", () => {
    const word = fc.oneof(fc.string(), fc.constantFrom("--", "-", "--json", "-c", "--set", "--=", "-=", "--__proto__"));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        parseArguments({ flags, operands }, words);
      }),
    );
  });
});
