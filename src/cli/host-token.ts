import { bilingual } from "../core/language.ts";
import { printableJson } from "../text/printable.ts";
import { administer } from "./administer.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast host token`: a new token for a host. */

const texts = bilingual({
  en: {
    replaced: (name: string, token: string) => `${name} has a new token; the earlier ones have ended:\n\n  ${token}\n`,
    beside: (name: string, token: string) => `${name} has another token beside the earlier ones:\n\n  ${token}\n`,
  },
  "zh-CN": {
    replaced: (name: string, token: string) => `${name} 已有新令牌，先前的令牌已失效：\n\n  ${token}\n`,
    beside: (name: string, token: string) => `${name} 新增了一个令牌，先前的令牌仍然有效：\n\n  ${token}\n`,
  },
});

export const hostToken: Command = defineCommand({
  description: {
    en: "A token is shown once and cannot be looked up later. The earlier tokens end unless they are kept.",
    "zh-CN": "令牌只显示一次，之后无法查询。除非选择保留，先前的令牌会失效。",
  },
  operands: [
    { name: "NAME", description: { en: "full name of the host", "zh-CN": "主机的完整名称" }, isRequired: true },
  ],
  flags: {
    keep: {
      kind: "switch",
      description: {
        en: "keep the earlier tokens, for instance until a router is changed over",
        "zh-CN": "保留先前的令牌，例如在路由器改用新令牌之前",
      },
    },
    ...stateFlag,
    ...jsonFlag,
  },
  examples: [
    {
      line: "host token home.dyn.example.org",
      purpose: { en: "replace a lost or leaked token", "zh-CN": "更换丢失或泄露的令牌" },
    },
  ],
  run: (context, { flags, operands }) =>
    administer(
      context,
      flags.state,
      (administration) => administration.renewToken(operands[0] ?? "", flags.keep),
      ({ name, token }) => {
        const { replaced, beside } = texts[context.language];
        context.stdout(
          flags.json ? `${printableJson({ name, token })}\n` : (flags.keep ? beside : replaced)(name, token),
        );
      },
    ),
});
