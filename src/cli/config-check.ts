import { explain } from "../config/explain.ts";
import { hasErrors, type Problem, type Severity, severityOf } from "../config/problem.ts";
import { type Bilingual, bilingual } from "../core/language.ts";
import { counted } from "../text/plural.ts";
import { printableJson } from "../text/printable.ts";
import { renderTable } from "../text/table.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags, documentRequest } from "./config-flags.ts";
import { exitStatus } from "./exit-status.ts";
import { type LoadedConfig, loadConfig, tellProblems } from "./load-config.ts";
import { originText, problemRecord } from "./render-problem.ts";

/** `holdfast config check`: says what is wrong with the configuration, or that nothing is. */

export const configCheck: Command = defineCommand({
  description: {
    en: "Secrets are looked up as well, so that a missing variable is found now and not at night. Nothing is changed.",
    "zh-CN": "密钥也会一并查找，以便现在就发现缺失的变量。不会做任何修改。",
  },
  operands: [],
  flags: {
    ...configFlags,
    explain: {
      kind: "switch",
      description: { en: "list every value in effect and where it comes from", "zh-CN": "列出每个生效的值及其来源" },
    },
    json: { kind: "switch", description: { en: "print JSON", "zh-CN": "输出 JSON" } },
  },
  examples: [
    {
      line: "config check --config ./holdfast.yaml",
      purpose: { en: "check a file before it is used", "zh-CN": "在使用前检查文件" },
    },
    {
      line: "config check --explain",
      purpose: { en: "see which layer each value comes from", "zh-CN": "查看每个值来自哪一层" },
    },
  ],
  run: async (context, { flags }) => {
    const loaded = await loadConfig(documentRequest(flags), context);
    const { language, stdout } = context;
    const texts = checkTexts[language];
    if (flags.json) {
      const problems = loaded.problems.map((problem) => problemRecord(problem, language));
      const values = explain(loaded.document).map((value) => ({ ...value, origin: originText(value.origin) }));
      stdout(`${printableJson({ files: fileNames(loaded), problems, ...(flags.explain ? { values } : {}) })}\n`);
    } else {
      tellProblems(loaded, context);
      if (flags.explain) {
        const rows = explain(loaded.document).map(({ key, shown, origin }) => [
          key,
          shown,
          originText(origin) || texts.builtIn,
        ]);
        stdout(`${renderTable(texts.columns, rows)}\n`);
      }
      stdout(`${subjectsOf(loaded).join(", ") || texts.noFile}: ${texts.summary(countBySeverity(loaded.problems))}\n`);
    }
    return hasErrors(loaded.problems) ? exitStatus.failed : exitStatus.done;
  },
});

interface CheckTexts {
  readonly noFile: string;
  readonly builtIn: string;
  readonly columns: readonly { readonly title: string }[];
  readonly summary: (counts: Readonly<Record<Severity, number>>) => string;
}

const checkTexts: Bilingual<CheckTexts> = bilingual<CheckTexts>({
  en: {
    noFile: "no file",
    builtIn: "default",
    columns: [{ title: "KEY" }, { title: "VALUE" }, { title: "FROM" }],
    summary: ({ error, warning, hint }) => {
      const parts = [
        error > 0 ? counted(error, "error") : "",
        warning > 0 ? counted(warning, "warning") : "",
        hint > 0 ? counted(hint, "hint") : "",
      ].filter((part) => part !== "");
      return parts.length === 0 ? "no problems" : parts.join(", ");
    },
  },
  "zh-CN": {
    noFile: "无文件",
    builtIn: "默认",
    columns: [{ title: "键" }, { title: "值" }, { title: "来源" }],
    summary: ({ error, warning, hint }) => {
      const parts = [
        error > 0 ? `${error} 个错误` : "",
        warning > 0 ? `${warning} 个警告` : "",
        hint > 0 ? `${hint} 个提示` : "",
      ].filter((part) => part !== "");
      return parts.length === 0 ? "没有问题" : parts.join("，");
    },
  },
});

function fileNames({ document }: LoadedConfig): readonly string[] {
  return document.files.map((file) => file.path);
}

/** What was checked; where no file could be read, those that should have been. */
function subjectsOf(loaded: LoadedConfig): readonly string[] {
  const read = fileNames(loaded);
  if (read.length > 0) return read;
  return [...new Set(loaded.problems.flatMap(({ at }) => ("file" in at ? [at.file] : [])))];
}

function countBySeverity(problems: readonly Problem[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, hint: 0 };
  for (const problem of problems) counts[severityOf(problem)] += 1;
  return counts;
}
