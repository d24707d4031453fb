import type { Language } from "../core/language.ts";
import type { Field, ProviderDeclaration } from "../core/provider.ts";
import { settingKey } from "../core/setting-key.ts";
import { familyTexts } from "../detect/verdict.text.ts";
import { describeDuration } from "../text/time.ts";
import { type ProviderSheetTexts, providerSheetTexts } from "./provider-sheet.text.ts";

/** What there is to say of one DNS service, in one language and in order; how it is laid out is for others. */

export interface ProviderSheet {
  /** In the language, where the service has a name in it. */
  readonly label: string;
  readonly facts: readonly string[];
  readonly access: readonly string[];
  readonly quirks: readonly string[];
  readonly unverified: readonly string[];
  readonly settings: readonly SheetRow[];
  /** Ways to sign in, of which one is to be filled in. */
  readonly ways: readonly string[];
  readonly options: readonly SheetRow[];
}

/** A setting as the configuration spells it, and what it is. */
export interface SheetRow {
  readonly key: string;
  readonly text: string;
}

export function providerSheet(declaration: ProviderDeclaration, language: Language): ProviderSheet {
  const { label, names, access, quirks = [], unverified = [], credentials, options, signIn = [] } = declaration;
  const said = providerSheetTexts[language];
  return {
    label: (language === "zh-CN" ? names?.["zh-CN"] : undefined) ?? label,
    facts: facts(declaration, said, language),
    access: [said.where(access.where[language]), said.least(access.least[language]), said.reach[access.reach]],
    quirks: quirks.map((text) => text[language]),
    unverified: unverified.map((text) => text[language]),
    settings: rows(credentials, said, language),
    ways: signIn.map((way) => way.map(settingKey).join(" + ")),
    options: rows(options, said, language),
  };
}

function facts(declaration: ProviderDeclaration, said: ProviderSheetTexts, language: Language): readonly string[] {
  const { families, largestRRset, kind, isInDns, ttl, pace, refreshEvery } = declaration;
  return [
    said.addresses(families.map((family) => familyTexts[family]).join(said.and), largestRRset),
    kind === "zone-api" ? said.readsBack : isInDns ? said.cannotRead : said.notInDns,
    ...withdrawalFacts(declaration, said),
    ttl === undefined ? said.noTtl : said.ttl(ttl.min, ttl.max),
    ...(pace === undefined ? [] : [said.pace(pace.requestsPerMinute)]),
    ...(refreshEvery === undefined ? [] : [said.refresh(describeDuration(refreshEvery, language))]),
  ];
}

function withdrawalFacts({ withdrawal, families }: ProviderDeclaration, said: ProviderSheetTexts): readonly string[] {
  const [only, other] = withdrawal.families;
  if (only === undefined) return [said.cannotWithdraw];
  const isPartly = other === undefined && families.length > 1;
  return [
    ...(isPartly ? [said.withdraws(familyTexts[only])] : []),
    ...(withdrawal.needs === "nothing" ? [] : [said.withdrawsBeside]),
  ];
}

function rows(
  fields: Readonly<Record<string, Field>>,
  said: ProviderSheetTexts,
  language: Language,
): readonly SheetRow[] {
  return Object.entries(fields).map(([name, { choices, description, fallback, isRequired, whereToFind }]) => {
    const remarks = [
      ...(isRequired ? [said.required] : []),
      ...(choices === undefined ? [] : [said.choices(choices)]),
      ...(fallback === undefined ? [] : [said.fallback(String(fallback))]),
    ];
    const whole = `${description[language]}${remarks.length === 0 ? "" : said.remarks(remarks)}`;
    const sentences = whereToFind === undefined ? [whole] : [whole, whereToFind[language]];
    return { key: settingKey(name), text: said.sentences(sentences) };
  });
}
