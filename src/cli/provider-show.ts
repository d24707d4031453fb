import { nearest } from "../config/nearest.ts";
import { bilingual } from "../core/language.ts";
import { providerCalled } from "../core/provider-search.ts";
import { printable, printableJson } from "../text/printable.ts";
import { type Command, defineCommand } from "./command.ts";
import { declaredProviders } from "./declared-providers.ts";
import { exitStatus } from "./exit-status.ts";
import { providerPage } from "./provider-page.ts";
import { jsonFlag } from "./shared-flags.ts";

/** `holdfast provider show`: what one DNS service needs and can do. */

const texts = bilingual({
  en: (asked: string, hint: string | undefined) =>
    `There is no provider ${asked}.${hint === undefined ? "" : ` Did you mean ${hint}?`} "holdfast provider list" shows all.\n`,
  "zh-CN": (asked: string, hint: string | undefined) =>
    `没有名为 ${asked} 的服务商。${hint === undefined ? "" : `是否想写 ${hint}？`}“holdfast provider list”可列出全部。\n`,
});

export const providerShow: Command = defineCommand({
  operands: [{ name: "TYPE", description: { en: "the provider's type", "zh-CN": "服务商的类型" }, isRequired: true }],
  flags: { ...jsonFlag },
  examples: [
    {
      line: "provider show cloudflare",
      purpose: { en: "see what to write into the configuration", "zh-CN": "查看配置中应填写的内容" },
    },
  ],
  run: async ({ catalogue, language, stdout, stderr }, { flags, operands }) => {
    const asked = operands[0] ?? "";
    const declaration = await catalogue.load(asked);
    if (declaration === undefined) {
      const meant = providerCalled(asked, await declaredProviders(catalogue))?.id;
      stderr(texts[language](printable(asked), meant ?? nearest(asked, catalogue.ids)));
      return exitStatus.usage;
    }
    if (flags.json) {
      const { connect: _connect, ...facts } = declaration;
      stdout(`${printableJson(facts)}\n`);
    } else stdout(providerPage(declaration, language));
    return exitStatus.done;
  },
});
