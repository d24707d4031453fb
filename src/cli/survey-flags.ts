import { Duration } from "../core/duration.ts";
import { bilingual, type Language } from "../core/language.ts";
import type { Flag, Operand } from "./command.ts";
import { configFlags } from "./config-flags.ts";
import { jsonFlag } from "./shared-flags.ts";

/** What the commands that look at an account are told. Credentials are not among it. */

export const accountOperand: Operand = {
  name: "NAME",
  description: {
    en: "an entry of providers in the configuration; or a type, whose credentials are then taken from environment variables or asked for",
    "zh-CN": "配置中 providers 下的条目；或服务商类型，此时从环境变量读取凭据，缺少时询问",
  },
  isRequired: true,
};

export const surveyFlags: typeof configFlags &
  typeof jsonFlag & {
    readonly name: Flag & { readonly kind: "text"; readonly isRepeatable: true };
    readonly limit: Flag & { readonly kind: "text" };
  } = {
  ...configFlags,
  name: {
    kind: "text",
    value: "OWNER",
    isRepeatable: true,
    description: {
      en: "look for this name as well as for those of the configuration",
      "zh-CN": "除配置中的名称外，同时查找此名称",
    },
  },
  limit: {
    kind: "text",
    value: "DURATION",
    description: { en: "give up after this time; default 2m", "zh-CN": "超过此时长即放弃；默认 2m" },
  },
  ...jsonFlag,
};

const texts = bilingual({
  en: "The limit is a length of time such as 30s or 2m.\n",
  "zh-CN": "时限应为时长，例如 30s 或 2m。\n",
});

/** Undefined, and said, when it is no length of time. */
export function limitOf(
  text: string | undefined,
  context: { readonly language: Language; readonly stderr: (text: string) => void },
): Duration | undefined {
  const limit = Duration.parse(text ?? "2m");
  if (limit.ok) return limit.value;
  context.stderr(texts[context.language]);
  return undefined;
}
