import { type Bilingual, bilingual } from "../core/language.ts";

/** Said by commands of the agent when there is nothing for it to keep. */
export const noNames: Bilingual<string> = bilingual({
  en: "The configuration names nothing to keep: add an entry under agent.names.\n",
  "zh-CN": "配置中没有需要维护的名称：请在 agent.names 下添加条目。\n",
});
