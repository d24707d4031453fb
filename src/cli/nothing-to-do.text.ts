import { type Bilingual, bilingual } from "../core/language.ts";

/** Said of a configuration that has neither names nor ports nor a server. */
export const nothingToDo: Bilingual<string> = bilingual({
  en: 'The configuration asks for nothing: no names or ports under agent, no server. "holdfast demo" shows what both do.',
  "zh-CN": "配置中没有任何任务：agent 下没有名称或端口，也没有 server。“holdfast demo”演示两者的作用。",
});
