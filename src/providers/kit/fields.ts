import { assert } from "../../core/assert.ts";
import type { Bilingual } from "../../core/language.ts";
import type { Field, Settings, SettingValue } from "../../core/provider.ts";
import { Secret } from "../../core/secret.ts";

/** Fields a user fills in, declared so that the compiler knows the type of what comes back. */

declare const held: unique symbol;

/** A field whose value has type `T`. */
export interface FieldOf<T extends SettingValue> extends Field {
  /** Exists for the compiler only. */
  readonly [held]?: T;
}

export type Fields = Readonly<Record<string, FieldOf<SettingValue>>>;

type ValueOf<F> = F extends FieldOf<infer T> ? T : never;

/** The values of required, optional and defaulted fields. */
export type SettingsOf<F extends Fields> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

/** The values of per-name options, each of which a user may leave out. */
export type OptionsOf<F extends Fields> = { readonly [Name in keyof F]: ValueOf<F[Name]> | undefined };

/** What any field may say besides its description. */
interface Common {
  /** Where the user finds this value. */
  readonly whereToFind?: Bilingual<string>;
}

/** Makes a field: required unless it is `optional` or has a `fallback`, which is also what an empty one counts as. */
interface Maker<T extends SettingValue, Extras extends object> {
  (
    description: Bilingual<string>,
    extras: Common & Extras & { readonly optional: true; readonly isUsual?: true },
  ): FieldOf<T | undefined>;
  (description: Bilingual<string>, extras?: Common & Extras & { readonly fallback?: T }): FieldOf<T>;
}

interface AnyExtras extends Common {
  readonly optional?: true;
  readonly isUsual?: true;
  readonly fallback?: SettingValue;
  readonly min?: number;
  readonly max?: number;
}

/** A credential; shown as dots, never as a fallback. */
export const secretField: Maker<Secret, { readonly fallback?: never }> = maker("secret");

export const textField: Maker<string, object> = maker("text");

/** An `http` or `https` address. */
export const urlField: Maker<string, object> = maker("url");

export const booleanField: Maker<boolean, object> = maker("boolean");

export const integerField: Maker<number, { readonly min?: number; readonly max?: number }> = maker("integer");

/** Several texts. */
export const listField: Maker<readonly string[], { readonly fallback?: never }> = maker("list");

/** One of the given texts. */
export function choiceField<const C extends readonly string[]>(
  description: Bilingual<string>,
  choices: C,
  extras: Common & { readonly optional: true },
): FieldOf<C[number] | undefined>;
export function choiceField<const C extends readonly string[]>(
  description: Bilingual<string>,
  choices: C,
  extras?: Common & { readonly fallback?: NoInfer<C[number]> },
): FieldOf<C[number]>;
export function choiceField(description: Bilingual<string>, choices: readonly string[], extras: AnyExtras = {}): Field {
  return { ...field("choice", description, extras), choices };
}

/** The switch of every service whose address the user configures. */
export const insecureField: FieldOf<boolean> = booleanField(
  {
    en: "Allow plain http to another host; the credentials then travel unencrypted",
    "zh-CN": "允许通过明文 http 访问其他主机；凭据将不加密传输",
  },
  { fallback: false },
);

/** What temporary keys of the large clouds come with. */
export const sessionTokenField: FieldOf<Secret | undefined> = secretField(
  { en: "Session token, with temporary keys only", "zh-CN": "会话令牌，仅临时密钥需要" },
  { optional: true },
);

function maker(kind: Field["kind"]): (description: Bilingual<string>, extras?: AnyExtras) => Field {
  return (description, extras = {}) => field(kind, description, extras);
}

function field(kind: Field["kind"], description: Bilingual<string>, extras: AnyExtras): Field {
  const { optional, fallback, ...rest } = extras;
  return {
    kind,
    description,
    isRequired: optional !== true && fallback === undefined,
    ...(isFallback(fallback) ? { fallback } : {}),
    ...rest,
  };
}

function isFallback(value: SettingValue): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/**
 * Settings that have been checked, with the types their fields promise; empty ones get their fallback.
 *
 * @throws BrokenInvariant when a value is not what its field says, since configuration is checked before.
 */
export function settingsOf<F extends Fields>(fields: F, settings: Settings): SettingsOf<F> {
  const values = checked(fields, settings);
  for (const [name, field] of Object.entries(fields)) {
    values[name] ??= field.fallback;
    assert(values[name] !== undefined || !field.isRequired, `setting ${name} is given`);
  }
  return values as SettingsOf<F>;
}

/** As `settingsOf`, for per-name options: each may be absent, which keeps what the service has. */
export function optionsOf<F extends Fields>(fields: F, settings: Settings): OptionsOf<F> {
  return checked(fields, settings) as OptionsOf<F>;
}

function checked(fields: Fields, settings: Settings): Record<string, SettingValue> {
  const values: Record<string, SettingValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = settings[name];
    assert(value === undefined || holds(field, value), `setting ${name} is of kind ${field.kind}`);
    values[name] = value;
  }
  return values;
}

function holds(field: Field, value: SettingValue): boolean {
  switch (field.kind) {
    case "secret":
      return value instanceof Secret;
    case "text":
    case "url":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "choice":
      return typeof value === "string" && (field.choices ?? []).includes(value);
    case "list":
      return Array.isArray(value);
  }
}
