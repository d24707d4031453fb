import { nearest } from "../config/nearest.ts";
import type { Language } from "../core/language.ts";
import { version } from "../core/version.ts";
import { printable } from "../text/printable.ts";
import type { CommandEntry, Flags } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";
import { commandHelp, commandList, program } from "./help.ts";
import { parseArguments, type UsageProblem } from "./parse-arguments.ts";
import { helpTexts, usageProblemText } from "./usage.text.ts";

/** Finds the command that a command line names, and runs it. */

/** Flags that every command takes. */
const commonFlags = {
  help: {
    kind: "switch",
    short: "h",
    description: { en: helpTexts.en.helpFlag, "zh-CN": helpTexts["zh-CN"].helpFlag },
  },
  language: {
    kind: "text",
    choices: ["en", "zh-CN"],
    description: { en: helpTexts.en.languageFlag, "zh-CN": helpTexts["zh-CN"].languageFlag },
  },
} as const satisfies Flags;

/**
 * Runs one command line, without the program's own name.
 *
 * Help and versions go to standard output and count as done; a command line that cannot be understood is explained on
 * standard error and ends with status 2.
 */
export async function runCommandLine(
  argv: readonly string[],
  context: CommandContext,
  table: readonly CommandEntry[],
): Promise<ExitStatus> {
  const asked = languageOf(argv);
  const language = asked?.language ?? context.language;
  const spoken: CommandContext = { ...context, language, isLanguageAsked: asked?.language !== undefined };
  const given = asked?.index === 0 ? without(argv, asked) : argv;
  if (given[0] === "--version" || given[0] === "-V") {
    context.stdout(`${program} ${version}\n`);
    return exitStatus.done;
  }
  // `holdfast help zone add` is how many programs spell `holdfast zone add --help`.
  const words = given[0] === "help" ? [...given.slice(1), "--help"] : given;
  const entry = findEntry(table, words);
  if (asked?.problem !== undefined) {
    return usage(asked.problem, [program, ...(entry?.words ?? [])].join(" "), spoken);
  }
  if (entry === undefined || (entry.words.length === 0 && isAboutNothing(words))) {
    const again = languageOf(words);
    return withoutCommand(table, again === undefined ? words : without(words, again), spoken);
  }
  const command = await entry.load();
  const rest = words.slice(entry.words.length);
  if (asksForHelp(rest)) {
    context.stdout(commandHelp(entry, command, language));
    return exitStatus.done;
  }
  const args = parseArguments({ ...command, flags: { ...command.flags, ...commonFlags } }, rest);
  if (!args.ok) return usage(args, [program, ...entry.words].join(" "), spoken);
  return command.run(spoken, args.value);
}

/** The entry whose words the command line begins with; the longest wins. */
function findEntry(table: readonly CommandEntry[], words: readonly string[]): CommandEntry | undefined {
  return table
    .filter((entry) => entry.words.every((word, index) => words[index] === word))
    .toSorted((a, b) => b.words.length - a.words.length)[0];
}

/** True when what stands where a command belongs is a word, so that `holdfast` alone cannot be meant. */
function isAboutNothing(words: readonly string[]): boolean {
  return words[0] !== undefined && (!words[0].startsWith("-") || asksForHelp(words));
}

function withoutCommand(table: readonly CommandEntry[], words: readonly string[], context: CommandContext): ExitStatus {
  const typed = words.filter((word) => !word.startsWith("-"));
  const isGroup = (path: readonly string[]): boolean =>
    table.some((entry) => entry.words.length > path.length && path.every((word, index) => entry.words[index] === word));
  let depth = 0;
  while (depth < typed.length && isGroup(typed.slice(0, depth + 1))) depth += 1;
  const group = typed.slice(0, depth);
  const unknown = typed[depth];
  if (unknown === undefined) {
    const list = commandList(table, group, context.language);
    if (asksForHelp(words)) {
      context.stdout(list);
      return exitStatus.done;
    }
    context.stderr(list);
    return exitStatus.usage;
  }
  const siblings = table
    .filter((entry) => entry.isInternal !== true && group.every((word, index) => entry.words[index] === word))
    .flatMap((entry) => entry.words[depth] ?? []);
  const meant = nearest(unknown, [...new Set(siblings)]);
  const problem: UsageProblem = {
    code: "unknown-command",
    word: unknown,
    nearest: meant === undefined ? undefined : [program, ...group, meant].join(" "),
  };
  return usage(problem, [program, ...group].join(" "), context);
}

function usage(problem: UsageProblem, command: string, context: CommandContext): ExitStatus {
  const text = printable(usageProblemText(problem, context.language));
  context.stderr(`${program}: ${text}\n${helpTexts[context.language].more(command)}\n`);
  return exitStatus.usage;
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return words.slice(0, end < 0 ? undefined : end).some((word) => word === "--help" || word === "-h");
}

/** What the command line says about the language; the flag may stand anywhere, also before the command. */
interface AskedLanguage {
  readonly language: Language | undefined;
  readonly problem: UsageProblem | undefined;
  /** Where the flag is, and how many words it takes. */
  readonly index: number;
  readonly count: number;
}

const languageFlag = "--language";

/** The language counts for everything that is said, so it is looked for before anything else can be wrong. */
function languageOf(argv: readonly string[]): AskedLanguage | undefined {
  const end = argv.indexOf("--");
  const words = argv.slice(0, end < 0 ? undefined : end);
  const index = words.findIndex((word) => word === languageFlag || word.startsWith(`${languageFlag}=`));
  const word = words[index];
  if (word === undefined) return undefined;
  const isInline = word !== languageFlag;
  const text = isInline ? word.slice(languageFlag.length + 1) : words[index + 1];
  if (text === "en" || text === "zh-CN") return { language: text, problem: undefined, index, count: isInline ? 1 : 2 };
  const isMissing = text === undefined || text === "" || (!isInline && text.startsWith("-"));
  const problem: UsageProblem = isMissing
    ? { code: "value-missing", flag: languageFlag, value: "VALUE" }
    : { code: "value-not-allowed", flag: languageFlag, allowed: commonFlags.language.choices };
  return { language: undefined, problem, index, count: isInline || isMissing ? 1 : 2 };
}

function without(words: readonly string[], { index, count }: AskedLanguage): readonly string[] {
  return words.toSpliced(index, count);
}
