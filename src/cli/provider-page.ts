import type { Language } from "../core/language.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { exampleEntry } from "./provider-example.ts";
import { providerSheet, type SheetRow } from "./provider-sheet.ts";
import { providerSheetTexts } from "./provider-sheet.text.ts";

/** One DNS service in the terminal: what to fill in, what it can do, and an entry to copy. */

/** Ends with a line break. */
export function providerPage(declaration: ProviderDeclaration, language: Language): string {
  const said = providerSheetTexts[language];
  const { id, site, manual } = declaration;
  const { label, facts, access, quirks, unverified, settings, ways, options } = providerSheet(declaration, language);
  const sections = [
    [`${label} (${id})`, site, ...(manual === site ? [] : [said.manual(manual)])],
    facts,
    headed(said.access, access),
    [said.settings, ...(ways.length === 0 ? [] : [`  ${said.signIn(ways)}`]), ...rowLines(settings)],
    headed(said.options, rowLines(options), ""),
    headed(said.quirks, quirks),
    headed(said.unverified, unverified),
    headed(said.example, exampleEntry(declaration)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function headed(heading: string, lines: readonly string[], indent: string = "  "): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines.map((line) => indent + line)];
}

function rowLines(rows: readonly SheetRow[]): readonly string[] {
  const width = Math.max(0, ...rows.map(({ key }) => key.length));
  return rows.map(({ key, text }) => `  ${key.padEnd(width)}  ${text}`);
}
