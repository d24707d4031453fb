import { bilingual } from "../core/language.ts";
import { findProviders } from "../core/provider-search.ts";
import { familyTexts } from "../detect/verdict.text.ts";
import { printable, printableJson } from "../text/printable.ts";
import { renderTable } from "../text/table.ts";
import { type Command, defineCommand } from "./command.ts";
import { declaredProviders } from "./declared-providers.ts";
import { exitStatus } from "./exit-status.ts";
import { jsonFlag } from "./shared-flags.ts";

/** `holdfast provider list`: the DNS services there are. */

const texts = bilingual({
  en: {
    columns: ["TYPE", "SERVICE", "ADDRESSES", "SITE"],
    none: (word: string) =>
      `No provider is called "${word}". Any HTTP interface can be described with the type custom, any dyndns2 server with dyndns2.\n`,
  },
  "zh-CN": {
    columns: ["类型", "服务", "地址", "网站"],
    none: (word: string) =>
      `没有叫做“${word}”的服务商。任意 HTTP 接口可用 custom 类型描述，任意 dyndns2 服务器可用 dyndns2 类型。\n`,
  },
});

export const providerList: Command = defineCommand({
  description: {
    en: "The type is what a provider's entry in the configuration names.",
    "zh-CN": "“类型”即配置中服务商条目的 type。",
  },
  operands: [
    {
      name: "WORD",
      description: {
        en: "part of what the service is called: in English or Chinese, formerly, or by another client",
        "zh-CN": "服务名称的一部分：中英文名称、曾用名或其他客户端中的名称均可",
      },
      isRequired: false,
      takesRest: true,
    },
  ],
  flags: { ...jsonFlag },
  examples: [
    { line: "provider list cloud", purpose: { en: "find one by name", "zh-CN": "按名称查找" } },
    {
      line: "provider list peanut hull",
      purpose: { en: "or by any other name it has, as here Oray's", "zh-CN": "也可使用中文名称或其他别名" },
    },
  ],
  run: async ({ catalogue, language, stdout, stderr }, { flags, operands }) => {
    const words = operands.flatMap((word) => word ?? []);
    const found = findProviders(words, await declaredProviders(catalogue));
    const { columns, none } = texts[language];
    if (flags.json) {
      stdout(`${printableJson(found.map(({ id, label, site, families }) => ({ type: id, label, site, families })))}\n`);
      return exitStatus.done;
    }
    if (found.length === 0) {
      stderr(none(printable(words.join(" "))));
      return exitStatus.failed;
    }
    const rows = found.map(({ id, label, names, site, families }) => [
      id,
      (language === "zh-CN" ? names?.["zh-CN"] : undefined) ?? label,
      families.map((family) => familyTexts[family]).join(" "),
      site,
    ]);
    stdout(
      `${renderTable(
        columns.map((title) => ({ title })),
        rows,
      )}\n`,
    );
    return exitStatus.done;
  },
});
