import { describe, expect, test } from "bun:test";
import { BrokenInvariant } from "../../core/assert.ts";
import type { Settings } from "../../core/provider.ts";
import { Secret } from "../../core/secret.ts";
import {
  booleanField,
  choiceField,
  integerField,
  listField,
  optionsOf,
  secretField,
  settingsOf,
  textField,
  urlField,
  type OptionsOf,
  type SettingsOf,
} from "./fields.ts";

const words = { en: "A value", "zh-CN": "某个值" };
const fields = {
  token: secretField(words),
  key: secretField(words, { optional: true }),
  url: urlField(words),
  region: textField(words, { fallback: "eu" }),
  proxied: booleanField(words, { optional: true }),
  mode: choiceField(words, ["apart", "together"], { fallback: "apart" }),
  weight: integerField(words, { optional: true, min: 0, max: 100 }),
  tags: listField(words, { optional: true }),
};

// The compiler is the test here: each line is the type that a declaration sees.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const types: {
  token: Same<SettingsOf<typeof fields>["token"], Secret>;
  key: Same<SettingsOf<typeof fields>["key"], Secret | undefined>;
  region: Same<SettingsOf<typeof fields>["region"], string>;
  proxied: Same<SettingsOf<typeof fields>["proxied"], boolean | undefined>;
  mode: Same<SettingsOf<typeof fields>["mode"], "apart" | "together">;
  weight: Same<SettingsOf<typeof fields>["weight"], number | undefined>;
  tags: Same<SettingsOf<typeof fields>["tags"], readonly string[] | undefined>;
  option: Same<OptionsOf<typeof fields>["mode"], "apart" | "together" | undefined>;
} = { token: true, key: true, region: true, proxied: true, mode: true, weight: true, tags: true, option: true };

const complete: Settings = { token: new Secret("t"), url: "https://x.example" };

describe("settingsOf", () => {
  test("types hold", () => expect(Object.values(types)).not.toContain(false as never));

  test("fills in fallbacks and leaves optional ones open", () => {
    expect(settingsOf(fields, complete)).toEqual({
      token: new Secret("t"),
      key: undefined,
      url: "https://x.example",
      region: "eu",
      proxied: undefined,
      mode: "apart",
      weight: undefined,
      tags: undefined,
    });
  });

  test("takes no setting that is not declared", () => {
    expect(settingsOf({ token: fields.token }, { ...complete, other: "x" })).toEqual({ token: new Secret("t") });
  });

  const wrong: readonly (readonly [title: string, settings: Settings])[] = [
    ["a required one is missing", { token: new Secret("t") }],
    ["text where a secret belongs", { ...complete, token: "t" }],
    ["a secret where text belongs", { ...complete, region: new Secret("t") }],
    ["a choice that is none", { ...complete, mode: "both" }],
    ["a fraction", { ...complete, weight: 1.5 }],
    ["text where a list belongs", { ...complete, tags: "a" }],
    ["text where a boolean belongs", { ...complete, proxied: "yes" }],
  ];
  for (const [title, settings] of wrong) {
    test(`is a bug of ours when ${title}`, () => expect(() => settingsOf(fields, settings)).toThrow(BrokenInvariant));
  }
});

test("optionsOf has no fallbacks, since what is not set keeps the service's value", () => {
  expect(optionsOf({ region: fields.region, mode: fields.mode }, {})).toEqual({ region: undefined, mode: undefined });
});

test("a field tells what forms need", () => {
  expect(fields.weight).toEqual({ kind: "integer", description: words, isRequired: false, min: 0, max: 100 });
  expect(fields.mode).toEqual({
    kind: "choice",
    description: words,
    isRequired: false,
    fallback: "apart",
    choices: ["apart", "together"],
  });
});
