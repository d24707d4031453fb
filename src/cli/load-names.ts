import type { Config } from "../config/config.ts";
import { type Bilingual, bilingual } from "../core/language.ts";
import type { ConfiguredSource } from "../roles/parse-source.ts";
import type { FlagValues } from "./command.ts";
import { type configFlags, documentRequest } from "./config-flags.ts";
import type { CommandContext } from "./context.ts";
import { loadConfig, tellProblems } from "./load-config.ts";

/** The configuration for commands of the agent, which have nothing to do without names. */

export interface LoadedNames {
  readonly config: Config<ConfiguredSource>;
  /** Speaks the language of the configuration. */
  readonly context: CommandContext;
}

const noNames: Bilingual<string> = bilingual({
  en: "The configuration names nothing to keep: add an entry under agent.names.\n",
  "zh-CN": "配置中没有需要维护的名称：请在 agent.names 下添加条目。\n",
});

/** Undefined, and said, when there is an error or no name. */
export async function loadNames(
  flags: FlagValues<typeof configFlags>,
  asking: CommandContext,
): Promise<LoadedNames | undefined> {
  const loaded = await loadConfig(documentRequest(flags), asking);
  const { config, language } = loaded;
  const context = { ...asking, language };
  tellProblems(loaded, context);
  if (config === undefined) return undefined;
  if (config.agent.names.length > 0) return { config, context };
  context.stderr(noNames[language]);
  return undefined;
}
