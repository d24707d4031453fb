import { hasErrors } from "../config/problem.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags, documentRequest } from "./config-flags.ts";
import { exitStatus } from "./exit-status.ts";
import { loadConfig, tellProblems } from "./load-config.ts";

/** `holdfast config export`: the configuration in effect, as one file. */

export const configExport: Command = defineCommand({
  description: {
    en: "All layers and defaults merged. Secrets are dots; references such as env:NAME stay.",
    "zh-CN": "合并所有层和默认值。密钥显示为圆点；env:NAME 之类的引用保持不变。",
  },
  operands: [],
  flags: configFlags,
  examples: [
    {
      line: "config export --profile travel",
      purpose: { en: "see what a profile amounts to", "zh-CN": "查看某个配置档的最终效果" },
    },
  ],
  run: async (context, { flags }) => {
    const loaded = await loadConfig(documentRequest(flags), context);
    tellProblems(loaded, context);
    if (hasErrors(loaded.problems)) return exitStatus.failed;
    const { toYaml } = await import("../config/to-yaml.ts");
    context.stdout(toYaml(loaded.document));
    return exitStatus.done;
  },
});
