import { bilingual } from "../core/language.ts";
import { administer } from "./administer.ts";
import { stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast host remove`: ends a host's tokens and withdraws its addresses. */

const texts = bilingual({
  en: (name: string) => `${name} is gone: its tokens have ended and its addresses are withdrawn.\n`,
  "zh-CN": (name: string) => `已移除 ${name}：其令牌已失效，地址已撤下。\n`,
});

export const hostRemove: Command = defineCommand({
  operands: [
    { name: "NAME", description: { en: "full name of the host", "zh-CN": "主机的完整名称" }, isRequired: true },
  ],
  flags: stateFlag,
  examples: [],
  run: (context, { flags, operands }) =>
    administer(
      context,
      flags.state,
      (administration) => administration.removeHost(operands[0] ?? ""),
      () => context.stdout(texts[context.language](operands[0] ?? "")),
    ),
});
