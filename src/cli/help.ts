import type { Language } from "../core/language.ts";
import { displayWidth } from "../text/display-width.ts";
import type { Command, CommandEntry, Flag, Flags } from "./command.ts";
import { helpTexts } from "./usage.text.ts";

/** Help as text, made from what commands declare. */

export const program = "holdfast";

/** Help of one command. */
export function commandHelp(entry: CommandEntry, command: Command, language: Language): string {
  const texts = helpTexts[language];
  const name = [program, ...entry.words].join(" ");
  const operands = command.operands.map(({ name: operand, isRequired, takesRest }) => {
    const shown = takesRest === true ? `${operand} …` : operand;
    return isRequired ? shown : `[${shown}]`;
  });
  const sections = [
    texts.usage([name, ...operands, `[${texts.options}]`].join(" ")),
    [sentence(entry.summary[language], language), command.description?.[language]].join("\n").trimEnd(),
    section(
      texts.operands,
      command.operands.map((operand) => [operand.name, operand.description[language]]),
    ),
    section(texts.flags, [...flagRows(command.flags, language), ...commonRows(language)]),
    examples(command, language),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

/** What can follow the given words: the commands below them. */
export function commandList(table: readonly CommandEntry[], words: readonly string[], language: Language): string {
  const texts = helpTexts[language];
  const name = [program, ...words].join(" ");
  const below = table.filter(
    (entry) =>
      entry.isInternal !== true && entry.words.length > 0 && words.every((word, index) => entry.words[index] === word),
  );
  const sections = [
    texts.usage(`${name} ${texts.command} …`),
    words.length === 0 ? texts.about : "",
    section(
      texts.commands,
      below.map((entry) => [entry.words.join(" "), entry.summary[language]]),
    ),
    section(
      texts.flags,
      words.length === 0 ? [...commonRows(language), ["--version", texts.versionFlag]] : commonRows(language),
    ),
    texts.more(`${name} ${texts.command}`),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

/** Summaries are phrases for lists; alone they begin and end like a sentence. */
function sentence(phrase: string, language: Language): string {
  return language === "en" ? `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.` : `${phrase}。`;
}

type Row = readonly [term: string, explanation: string];

function flagRows(flags: Flags, language: Language): readonly Row[] {
  return Object.entries(flags).map(([name, flag]) => {
    const short = flag.short === undefined ? "" : `-${flag.short}, `;
    return [short + spelling(name, flag), flag.description[language]];
  });
}

function commonRows(language: Language): readonly Row[] {
  const texts = helpTexts[language];
  return [
    ["--language en|zh-CN", texts.languageFlag],
    ["-h, --help", texts.helpFlag],
  ];
}

function spelling(name: string, flag: Flag): string {
  if (flag.kind === "switch") return `--${name}`;
  const value = flag.choices === undefined ? (flag.value ?? "VALUE") : flag.choices.join("|");
  return `--${name} ${value}${flag.isRepeatable === true ? " …" : ""}`;
}

/** Rows in two columns below a heading. */
function section(heading: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const widest = rows.reduce((width, [term]) => Math.max(width, displayWidth(term)), 0);
  const lines = rows.map(([term, explanation]) => {
    const padding = " ".repeat(widest - displayWidth(term));
    return `  ${term}${padding}  ${explanation}`;
  });
  return [heading, ...lines].join("\n");
}

function examples(command: Command, language: Language): string {
  const lines = command.examples.flatMap(({ line, purpose }) => [`  ${program} ${line}`, `      ${purpose[language]}`]);
  return lines.length === 0 ? "" : [helpTexts[language].examples, ...lines].join("\n");
}
