import { type Bilingual, bilingual, type Language } from "../src/core/language.ts";
import type { AccessFacts, Field, ProviderDeclaration } from "../src/core/provider.ts";
import { settingKey } from "../src/core/setting-key.ts";
import { secondOpinions } from "../test/interop/second-opinions.ts";
import { pagePath } from "./provider-pages.ts";

/** Writes the table of all DNS services with what they need, in each language, from the declarations themselves. */

interface Texts {
  readonly title: string;
  readonly intro: (count: number) => string;
  readonly columns: readonly string[];
  readonly reach: Readonly<Record<AccessFacts["reach"], string>>;
  readonly yes: string;
  readonly no: string;
  readonly undeclared: string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    title: "DNS services",
    intro: (count) => `[中文](providers.zh-CN.md)

Read this to see whether your DNS service is among the ${count} that Holdfast knows, and what it needs. The type leads to its page:
where the credentials come from, the smallest right that suffices, limits, and an example. \`holdfast provider show TYPE\` shows the
same in the terminal; \`holdfast provider list WORDS\` searches, also by Chinese names and by what other clients call a service.
Written by \`npm run generate\` from the declarations in \`src/providers/\`; not edited by hand.

Each is held to an emulator that enforces what is known of the service, and to one suite of behaviour. None of the commercial
services has been tried with an account: BIND, Knot and PowerDNS are the real ones. The last column says whose program or
library agrees besides: real servers, vendors' SDKs that sign our requests again, and clients that were written against
the service and that its emulator has to serve as well. Where a limit (values per RRset, TTL, pace) is
documented nowhere we found, the declaration has a careful assumption. A service that does not read records back is told
only what changed, and what it published is looked for in DNS.

What credentials reach is said of the smallest that the service makes: one name, chosen zones, all DNS of the account, or more
than DNS. Settings in bold are required.`,
    columns: [
      "type",
      "service",
      "addresses",
      "credentials reach",
      "settings",
      "options of a name",
      "reads records",
      "tried with",
    ],
    reach: { name: "a name", zones: "zones", dns: "all DNS", account: "more than DNS", unknown: "" },
    yes: "yes",
    no: "no",
    undeclared: "Not among them",
  },
  "zh-CN": {
    title: "DNS 服务商",
    intro: (count) => `[English](providers.md)

在此查看您的 DNS 服务商是否在 Holdfast 支持的 ${count} 个之中，以及它需要什么。点击类型可打开其页面：凭据的获取位置、所需的最小权限、
各项限制与示例。\`holdfast provider show 类型\` 在终端中显示同样的内容；\`holdfast provider list 关键词\` 可按中英文名称及其他客户端
中的名称查找。本页由 \`npm run generate\` 根据 \`src/providers/\` 中的声明生成，请勿手工编辑。

每个服务都以一个按已知规则严格应答的模拟服务，以及同一套行为测试来检验。商业服务均未使用真实账户试验过；BIND、Knot 与 PowerDNS
是真实的服务器。最后一列列出另有哪些程序或库与之一致：真实的服务器、对我们的请求重新签名的厂商 SDK，以及针对该服务编写、模拟服务也必须
能应答的客户端。凡未找到文档的限制（每组记录的数量、TTL、请求频率），声明中取谨慎的假设。无法读取解析记录的服务只会收到变更，
发布的结果则通过 DNS 核对。

“凭据可及”指该服务所能提供的最小凭据：一个名称、所选区域、账户的全部 DNS，或超出 DNS。粗体的设置为必填。`,
    columns: ["类型", "服务", "地址", "凭据可及", "设置", "名称选项", "可读取记录", "对照验证"],
    reach: { name: "一个名称", zones: "所选区域", dns: "全部 DNS", account: "超出 DNS", unknown: "" },
    yes: "是",
    no: "否",
    undeclared: "未收录",
  },
});

/** Services that people look for and cannot have, and why. */
const undeclared: readonly (readonly [service: string, reason: Bilingual<string>])[] = [
  [
    "UpCloud",
    {
      en: "has no public interface for zones. Its API sets the reverse name of an address and nothing else of DNS; its own SDK and its Terraform provider have no zones or records either (looked at in November 2026). Use the service that serves the zone.",
      "zh-CN":
        "没有公开的区域接口。其 API 只能设置地址的反向名称；官方 SDK 与 Terraform 插件同样没有区域或记录（2026 年 11 月查看）。请使用实际托管该区域的服务。",
    },
  ],
];

/** Markdown that ends with a line break. */
export function providerTable(declarations: readonly ProviderDeclaration[], language: Language): string {
  const said = texts[language];
  const rows = declarations.map((declaration) => {
    const { id, label, names, site, families, credentials, options, kind, access } = declaration;
    const called = (language === "zh-CN" ? names?.["zh-CN"] : undefined) ?? label;
    return [
      `[\`${id}\`](providers/${pagePath(id, language)})`,
      `[${called}](${site.replace(/^docs\//, "")})`,
      families.map((family) => (family === "ipv4" ? "IPv4" : "IPv6")).join(", "),
      said.reach[access.reach],
      keys(credentials),
      keys(options),
      kind === "zone-api" ? said.yes : said.no,
      secondOpinions
        .filter((opinion) => opinion.id === id)
        .map(({ by }) => by)
        .join(", "),
    ];
  });
  return `# ${said.title}

${said.intro(declarations.length)}

| ${said.columns.join(" | ")} |
|${said.columns.map(() => "---|").join("")}
${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}

## ${said.undeclared}

${undeclared.map(([service, reason]) => `- **${service}** ${reason[language]}`).join("\n")}
`;
}

function keys(fields: Readonly<Record<string, Field>>): string {
  return Object.entries(fields)
    .map(([name, { isRequired }]) => (isRequired ? `**\`${settingKey(name)}\`**` : `\`${settingKey(name)}\``))
    .join(", ");
}
