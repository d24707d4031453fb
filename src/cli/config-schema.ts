import { type Command, defineCommand } from "./command.ts";
import { declaredProviders } from "./declared-providers.ts";
import { exitStatus } from "./exit-status.ts";

/** `holdfast config schema`: the JSON Schema of the configuration file, for editors. */

export const configSchema: Command = defineCommand({
  description: {
    en: "Editors complete and check holdfast.yaml with it.",
    "zh-CN": "编辑器可据此补全并检查 holdfast.yaml。",
  },
  operands: [],
  flags: {},
  examples: [
    {
      line: "config schema > holdfast.schema.json",
      purpose: {
        en: "then start holdfast.yaml with: # yaml-language-server: $schema=holdfast.schema.json",
        "zh-CN": "然后在 holdfast.yaml 首行写：# yaml-language-server: $schema=holdfast.schema.json",
      },
    },
  ],
  run: async ({ catalogue, stdout }) => {
    const { fileJsonSchema } = await import("../config/schema.ts");
    const declarations = await declaredProviders(catalogue);
    stdout(`${JSON.stringify(fileJsonSchema(declarations), null, 2)}\n`);
    return exitStatus.done;
  },
});
