import { exampleConfiguration } from "../src/cli/provider-example.ts";
import { providerSheet, type SheetRow } from "../src/cli/provider-sheet.ts";
import { providerSheetTexts } from "../src/cli/provider-sheet.text.ts";
import { type Bilingual, bilingual, type Language } from "../src/core/language.ts";
import type { ProviderDeclaration } from "../src/core/provider.ts";

/** Writes a page for each DNS service, in each language, from its declaration. */

/** File of a page, below `docs/providers/`. */
export function pagePath(id: string, language: Language): string {
  return language === "en" ? `${id}.md` : `${id}.${language}.md`;
}

interface Texts {
  readonly otherLanguage: string;
  readonly all: string;
  readonly overview: string;
  readonly type: string;
  readonly site: string;
  readonly manual: string;
  readonly alsoCalled: string;
  readonly limits: string;
  readonly credentials: string;
  readonly check: (type: string) => string;
  readonly checkPush: (type: string) => string;
  readonly settings: string;
  readonly options: string;
  readonly columns: readonly [string, string];
  readonly quirks: string;
  readonly unverified: string;
  readonly example: string;
  readonly written: string;
  readonly join: string;
  readonly colon: string;
  readonly stop: string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    otherLanguage: "中文",
    all: "all services",
    overview: "../providers.md",
    type: "type",
    site: "site",
    manual: "manual",
    alsoCalled: "also called",
    limits: "What it can do",
    credentials: "Credentials",
    check: (type) =>
      `\`holdfast provider test ${type}\` checks them without writing anything, and warns when they can do too much.`,
    checkPush: (type) =>
      `The service has no call that changes nothing: \`holdfast provider test ${type}\` warns when they can do too much, and whether they are accepted shows with the first update.`,
    settings: "Settings",
    options: "Options of a name",
    columns: ["key", "meaning"],
    quirks: "Good to know",
    unverified: "Not verified",
    example: "Example",
    written: "Written by `npm run generate` from the declaration ",
    join: ", ",
    colon: ": ",
    stop: ".",
  },
  "zh-CN": {
    otherLanguage: "English",
    all: "全部服务",
    overview: "../providers.zh-CN.md",
    type: "类型",
    site: "网站",
    manual: "官方文档",
    alsoCalled: "又名",
    limits: "能力与限制",
    credentials: "凭据",
    check: (type) => `\`holdfast provider test ${type}\` 可检查凭据而不写入任何内容，并在权限过大时给出警告。`,
    checkPush: (type) =>
      `该服务没有不作更改的接口：\`holdfast provider test ${type}\` 会在权限过大时给出警告，而凭据是否被接受要到首次更新时才能得知。`,
    settings: "设置",
    options: "名称选项",
    columns: ["键", "含义"],
    quirks: "注意事项",
    unverified: "未经验证",
    example: "示例",
    written: "本页由 `npm run generate` 根据声明生成：",
    join: "、",
    colon: "：",
    stop: "。",
  },
});

/** Markdown that ends with a line break. */
export function providerPage(declaration: ProviderDeclaration, language: Language): string {
  const said = texts[language];
  const { id, kind, site, manual, label, names } = declaration;
  const { facts, access, quirks, unverified, settings, ways, options, ...sheet } = providerSheet(declaration, language);
  const other = language === "en" ? "zh-CN" : "en";
  const called = [label, names?.["zh-CN"] ?? label, ...(names?.aliases ?? [])];
  const aliases = [...new Set(called)].filter((name) => name !== sheet.label && name !== id);
  const heads = [
    `${said.type}${said.colon}\`${id}\``,
    `${said.site}${said.colon}${linked(site)}`,
    ...(manual === site ? [] : [`${said.manual}${said.colon}${linked(manual)}`]),
    ...(aliases.length === 0 ? [] : [`${said.alsoCalled}${said.colon}${aliases.join(said.join)}`]),
  ];
  const way = providerSheetTexts[language].signIn(ways);
  const sections = [
    [`# ${sheet.label}`],
    [`[${said.otherLanguage}](${pagePath(id, other)}) · [${said.all}](${said.overview})`],
    heads.map((line) => `- ${line}`),
    [`## ${said.limits}`, "", ...facts.map((line) => `- ${line}`)],
    [
      `## ${said.credentials}`,
      "",
      ...access.map((line) => `- ${line}`),
      `- ${(kind === "push" ? said.checkPush : said.check)(id)}`,
    ],
    [`## ${said.settings}`, "", ...(ways.length === 0 ? [] : [way, ""]), ...table(settings, said)],
    options.length === 0 ? [] : [`## ${said.options}`, "", ...table(options, said)],
    list(said.quirks, quirks),
    list(said.unverified, unverified),
    [`## ${said.example}`, "", "```yaml", ...exampleConfiguration(declaration), "```"],
    [`${said.written}[src/providers/${id}.ts](../../src/providers/${id}.ts)${said.stop}`],
  ];
  const whole = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${whole.join("\n\n")}\n`;
}

function list(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${heading}`, "", ...lines.map((line) => `- ${line}`)];
}

function table(rows: readonly SheetRow[], { columns }: Texts): readonly string[] {
  const lines = rows.map(({ key, text }) => `| \`${key}\` | ${text.replaceAll("|", "\\|")} |`);
  return [`| ${columns.join(" | ")} |`, "|---|---|", ...lines];
}

/** Pages of ours are linked from where the page stands. */
function linked(place: string): string {
  return place.startsWith("docs/") ? `[${place}](../${place.replace(/^docs\//, "")})` : `<${place}>`;
}
