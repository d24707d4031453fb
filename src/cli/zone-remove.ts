import { bilingual } from "../core/language.ts";
import { administer } from "./administer.ts";
import { stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast zone remove`: stops serving a zone. Its history stays. */

const texts = bilingual({
  en: (apex: string) => `The zone ${apex} is not served any more; its history is kept.\n`,
  "zh-CN": (apex: string) => `已停止提供区域 ${apex}；其历史记录仍然保留。\n`,
});

export const zoneRemove: Command = defineCommand({
  operands: [{ name: "ZONE", description: { en: "name of the zone", "zh-CN": "区域名称" }, isRequired: true }],
  flags: {
    "with-hosts": {
      kind: "switch",
      description: { en: "also remove the hosts registered in it", "zh-CN": "同时移除其中登记的主机" },
    },
    ...stateFlag,
  },
  examples: [],
  run: (context, { flags, operands }) =>
    administer(
      context,
      flags.state,
      (administration) => administration.removeZone(operands[0] ?? "", flags["with-hosts"]),
      () => context.stdout(texts[context.language](operands[0] ?? "")),
    ),
});
