import { bilingual } from "../core/language.ts";
import { printableJson } from "../text/printable.ts";
import { administer } from "./administer.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import { zoneTable } from "./zone-table.ts";

/** `holdfast zone list`: the zones that are served. */

const texts = bilingual({
  en: { none: 'There are no zones; "holdfast zone add ZONE" adds one.\n' },
  "zh-CN": { none: "还没有区域；“holdfast zone add ZONE”可添加区域。\n" },
});

export const zoneList: Command = defineCommand({
  operands: [],
  flags: { ...stateFlag, ...jsonFlag },
  examples: [],
  run: (context, { flags }) =>
    administer(
      context,
      flags.state,
      (administration) => administration.zones(),
      (zones) => {
        const { none } = texts[context.language];
        if (flags.json) context.stdout(`${printableJson(zones)}\n`);
        else if (zones.length === 0) context.stdout(none);
        else context.stdout(`${zoneTable(zones, context)}\n`);
      },
    ),
});
