import { bilingual } from "../core/language.ts";
import { printableJson } from "../text/printable.ts";
import { administer } from "./administer.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast host add`: a name that clients may update, and the token for it. */

const texts = bilingual({
  en: (name: string, token: string) =>
    `${name} may now be updated with this token, which is shown only once:\n\n  ${token}\n\n` +
    `User ${name} (or "token"), password the token, for any dyndns2 client.`,
  "zh-CN": (name: string, token: string) =>
    `现在可以用以下令牌更新 ${name}（令牌只显示这一次）：\n\n  ${token}\n\n` +
    `在任何 dyndns2 客户端中，用户名填 ${name}（或“token”），密码填该令牌。`,
});

export const hostAdd: Command = defineCommand({
  operands: [
    { name: "NAME", description: { en: "full name of the host", "zh-CN": "主机的完整名称" }, isRequired: true },
  ],
  flags: { ...stateFlag, ...jsonFlag },
  examples: [
    {
      line: "host add home.dyn.example.org",
      purpose: { en: "let a router keep this name", "zh-CN": "让路由器维护这个名称" },
    },
  ],
  run: (context, { flags, operands }) =>
    administer(
      context,
      flags.state,
      (administration) => administration.addHost(operands[0] ?? ""),
      ({ name, token }) =>
        context.stdout(
          flags.json ? `${printableJson({ name, token })}\n` : `${texts[context.language](name, token)}\n`,
        ),
    ),
});
