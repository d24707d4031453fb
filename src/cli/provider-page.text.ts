import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { Field, ProviderDeclaration } from "../core/provider.ts";
import { credentialVariable } from "../core/credential-variable.ts";
import { settingKey } from "../core/setting-key.ts";
import { familyTexts } from "../detect/verdict.text.ts";
import { describeDuration } from "../text/time.ts";

/** One DNS service on a page for people: what to fill in, what it can do, and an entry to copy. */

interface Texts {
  readonly manual: (url: string) => string;
  readonly addresses: (families: string, most: number) => string;
  readonly readsBack: string;
  readonly cannotRead: string;
  readonly notInDns: string;
  readonly cannotWithdraw: string;
  readonly withdraws: (family: string) => string;
  readonly withdrawsBeside: string;
  readonly ttl: (min: number, max: number) => string;
  readonly noTtl: string;
  readonly pace: (perMinute: number) => string;
  readonly refresh: (every: string) => string;
  readonly settings: string;
  readonly options: string;
  readonly signIn: (ways: readonly string[]) => string;
  readonly required: string;
  readonly fallback: (value: string) => string;
  readonly choices: (values: readonly string[]) => string;
  readonly example: string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    manual: (url) => `Manual: ${url}`,
    addresses: (families, most) =>
      `Publishes ${families}, ${most === 1 ? "one address" : `up to ${most} addresses`} per family and name.`,
    readsBack: "Records are read before they are written; what is right already is not written.",
    cannotRead: "Cannot be asked for its records; what was sent is compared with DNS.",
    notInDns: "Changes no DNS record, so the name is yours to choose, and what was sent cannot be compared.",
    cannotWithdraw: "A family cannot be withdrawn.",
    withdraws: (family) => `Only ${family} can be withdrawn.`,
    withdrawsBeside: "A family is withdrawn only while what becomes of the other one is known.",
    ttl: (min, max) => `TTL from ${min} to ${max} seconds.`,
    noTtl: "The service chooses the TTL.",
    pace: (perMinute) => `At most ${perMinute} requests a minute.`,
    refresh: (every) => `Names expire when nothing is sent; they are sent again every ${every}.`,
    settings: "Settings of the provider:",
    options: "Options of a name:",
    signIn: (ways) => `Fill in one of: ${ways.join("; or ")}`,
    required: "required",
    fallback: (value) => `default ${value}`,
    choices: (values) => `one of ${values.join(", ")}`,
    example: "To copy:",
  },
  "zh-CN": {
    manual: (url) => `官方文档：${url}`,
    addresses: (families, most) =>
      `可发布 ${families}，每个名称每个协议族${most === 1 ? "一个地址" : `最多 ${most} 个地址`}。`,
    readsBack: "写入前会先读取解析记录；已经正确的不再写入。",
    cannotRead: "无法查询其解析记录；发送的内容会与 DNS 比对。",
    notInDns: "不改变任何 DNS 解析记录：名称可自行选取，发送的内容也无从比对。",
    cannotWithdraw: "无法单独撤下某个协议族。",
    withdraws: (family) => `只能撤下 ${family}。`,
    withdrawsBeside: "须在另一协议族的去向已知时才能撤下某个协议族。",
    ttl: (min, max) => `TTL 范围为 ${min} 至 ${max} 秒。`,
    noTtl: "TTL 由服务商决定。",
    pace: (perMinute) => `每分钟最多 ${perMinute} 次请求。`,
    refresh: (every) => `长期不更新的名称会失效，因此每 ${every}重新发送一次。`,
    settings: "服务商设置：",
    options: "名称选项：",
    signIn: (ways) => `以下任选一种填写：${ways.join("；或 ")}`,
    required: "必填",
    fallback: (value) => `默认 ${value}`,
    choices: (values) => `可选 ${values.join("、")}`,
    example: "可复制的示例：",
  },
});

/** Ends with a line break. */
export function providerPage(declaration: ProviderDeclaration, language: Language): string {
  const said = texts[language];
  const { id, label, site, manual, credentials, options, signIn } = declaration;
  const ways = (signIn ?? []).map((way) => way.map(settingKey).join(" + "));
  const sections = [
    [`${label} (${id})`, site, ...(manual === site ? [] : [said.manual(manual)])],
    facts(declaration, language),
    [said.settings, ...(ways.length === 0 ? [] : [`  ${said.signIn(ways)}`]), ...fieldLines(credentials, language)],
    Object.keys(options).length === 0 ? [] : [said.options, ...fieldLines(options, language)],
    [said.example, ...exampleEntry(declaration).map((line) => `  ${line}`)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function facts(declaration: ProviderDeclaration, language: Language): readonly string[] {
  const said = texts[language];
  const { families, largestRRset, kind, isInDns, ttl, pace, refreshEvery } = declaration;
  return [
    said.addresses(
      families.map((family) => familyTexts[family]).join(language === "en" ? " and " : "、"),
      largestRRset,
    ),
    kind === "zone-api" ? said.readsBack : isInDns ? said.cannotRead : said.notInDns,
    ...withdrawalFacts(declaration, said),
    ttl === undefined ? said.noTtl : said.ttl(ttl.min, ttl.max),
    ...(pace === undefined ? [] : [said.pace(pace.requestsPerMinute)]),
    ...(refreshEvery === undefined ? [] : [said.refresh(describeDuration(refreshEvery, language))]),
  ];
}

function withdrawalFacts({ withdrawal, families }: ProviderDeclaration, said: Texts): readonly string[] {
  const [only, other] = withdrawal.families;
  if (only === undefined) return [said.cannotWithdraw];
  const isPartly = other === undefined && families.length > 1;
  return [
    ...(isPartly ? [said.withdraws(familyTexts[only])] : []),
    ...(withdrawal.needs === "nothing" ? [] : [said.withdrawsBeside]),
  ];
}

function fieldLines(fields: Readonly<Record<string, Field>>, language: Language): readonly string[] {
  const said = texts[language];
  const width = Math.max(0, ...Object.keys(fields).map((name) => settingKey(name).length));
  return Object.entries(fields).map(([name, field]) => {
    const { choices, description, fallback, isRequired, whereToFind } = field;
    const remarks = [
      ...(isRequired ? [said.required] : []),
      ...(choices === undefined ? [] : [said.choices(choices)]),
      ...(fallback === undefined ? [] : [said.fallback(String(fallback))]),
    ];
    const shown =
      remarks.length === 0 ? "" : language === "en" ? ` (${remarks.join("; ")})` : `（${remarks.join("；")}）`;
    const where =
      whereToFind === undefined ? "" : language === "en" ? `. ${whereToFind.en}` : `。${whereToFind["zh-CN"]}`;
    return `  ${settingKey(name).padEnd(width)}  ${description[language]}${shown}${where}`;
  });
}

/** An entry of `providers` with what has to be filled in, as YAML. */
export function exampleEntry({ id, credentials, signIn }: ProviderDeclaration): readonly string[] {
  const [firstWay = []] = signIn ?? [];
  const needed = Object.entries(credentials).filter(([name, { isRequired }]) => isRequired || firstWay.includes(name));
  return ["providers:", "  mine:", `    type: ${JSON.stringify(id) === `"${Number(id)}"` ? `"${id}"` : id}`].concat(
    needed.map(([name, field]) => `    ${settingKey(name)}: ${exampleValue(id, name, field)}`),
  );
}

function exampleValue(id: string, name: string, { kind, choices, fallback, min }: Field): string {
  switch (kind) {
    case "secret":
      return `env:${credentialVariable(id, name)}`;
    case "url":
      return "https://dns.example.net";
    case "integer":
      return String(fallback ?? min ?? 1);
    case "boolean":
      return String(fallback ?? true);
    case "list":
      return "[…]";
    default:
      return String(choices?.[0] ?? fallback ?? "…");
  }
}
