import { bilingual } from "../core/language.ts";
import { familyTexts } from "../detect/verdict.text.ts";
import { printableJson } from "../text/printable.ts";
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
      `No provider has "${word}" in its name. Any HTTP interface can be described with the type custom, any dyndns2 server with dyndns2.\n`,
  },
  "zh-CN": {
    columns: ["类型", "服务", "地址", "网站"],
    none: (word: string) =>
      `没有名称中含有“${word}”的服务商。任意 HTTP 接口可用 custom 类型描述，任意 dyndns2 服务器可用 dyndns2 类型。\n`,
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
      description: { en: "part of a type, service or site", "zh-CN": "类型、服务或网站名称的一部分" },
      isRequired: false,
    },
  ],
  flags: { ...jsonFlag },
  examples: [{ line: "provider list cloud", purpose: { en: "find one by name", "zh-CN": "按名称查找" } }],
  run: async ({ catalogue, language, stdout, stderr }, { flags, operands }) => {
    const word = (operands[0] ?? "").toLowerCase();
    const all = await declaredProviders(catalogue);
    const found = all.filter(({ id, label, site }) => `${id} ${label} ${site}`.toLowerCase().includes(word));
    const { columns, none } = texts[language];
    if (flags.json) {
      stdout(`${printableJson(found.map(({ id, label, site, families }) => ({ type: id, label, site, families })))}\n`);
      return exitStatus.done;
    }
    if (found.length === 0) {
      stderr(none(word));
      return exitStatus.failed;
    }
    const rows = found.map(({ id, label, site, families }) => [
      id,
      label,
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
