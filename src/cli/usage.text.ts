import { assertNever } from "../core/assert.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { UsageProblem } from "./parse-arguments.ts";

/** What is said about a command line, and the headings of help. */

export interface HelpTexts {
  readonly usage: (line: string) => string;
  /** Stand for what the user chooses. */
  readonly command: string;
  readonly options: string;
  readonly commands: string;
  readonly operands: string;
  readonly flags: string;
  readonly examples: string;
  readonly helpFlag: string;
  readonly versionFlag: string;
  readonly languageFlag: string;
  readonly about: string;
  /** Where to read more, after a usage problem or a list of commands. */
  readonly more: (command: string) => string;
}

export const helpTexts: Bilingual<HelpTexts> = bilingual({
  en: {
    usage: (line: string) => `Usage: ${line}`,
    command: "COMMAND",
    options: "OPTIONS",
    commands: "Commands:",
    operands: "Operands:",
    flags: "Options:",
    examples: "Examples:",
    helpFlag: "show this help",
    versionFlag: "show the version",
    languageFlag: "language of everything that is printed",
    about: "Keeps a name in place while the address behind it moves.",
    more: (command: string) => `See \`${command} --help\`.`,
  },
  "zh-CN": {
    usage: (line: string) => `用法：${line}`,
    command: "命令",
    options: "选项",
    commands: "命令：",
    operands: "参数：",
    flags: "选项：",
    examples: "示例：",
    helpFlag: "显示此帮助",
    versionFlag: "显示版本",
    languageFlag: "输出所用的语言",
    about: "地址在变，名称不动。",
    more: (command: string) => `参见 \`${command} --help\`。`,
  },
});

/** One sentence that says what is wrong with the command line. */
export function usageProblemText(problem: UsageProblem, language: Language): string {
  const isEnglish = language === "en";
  const hint = (nearest: string | undefined): string => {
    if (nearest === undefined) return "";
    return isEnglish ? `; did you mean ${nearest}?` : `；是否应为 ${nearest}？`;
  };
  switch (problem.code) {
    case "unknown-command":
      return (isEnglish ? `unknown command ${problem.word}` : `未知的命令 ${problem.word}`) + hint(problem.nearest);
    case "command-missing":
      return isEnglish ? "a command is missing" : "缺少命令";
    case "unknown-flag":
      return (isEnglish ? `unknown option ${problem.flag}` : `未知的选项 ${problem.flag}`) + hint(problem.nearest);
    case "value-missing":
      return isEnglish
        ? `${problem.flag} needs a value: ${problem.flag} ${problem.value}`
        : `${problem.flag} 需要一个值：${problem.flag} ${problem.value}`;
    case "value-unexpected":
      return isEnglish ? `${problem.flag} takes no value` : `${problem.flag} 不接受值`;
    case "value-not-allowed": {
      const allowed = new Intl.ListFormat(language, { type: "disjunction" }).format(problem.allowed);
      return isEnglish ? `${problem.flag} takes ${allowed}` : `${problem.flag} 可用的值：${allowed}`;
    }
    case "flag-repeated":
      return isEnglish ? `${problem.flag} is given twice` : `${problem.flag} 重复出现`;
    case "operand-missing":
      return isEnglish ? `${problem.operand} is missing` : `缺少 ${problem.operand}`;
    case "operand-unexpected":
      return isEnglish ? `unexpected word ${problem.operand}` : `多余的内容 ${problem.operand}`;
    default:
      return assertNever(problem);
  }
}
