import { bilingual } from "../core/language.ts";
import { printableJson } from "../text/printable.ts";
import { renderTable } from "../text/table.ts";
import { administer } from "./administer.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast zone list`: the zones that are served. */

const texts = bilingual({
  en: { columns: ["ZONE", "SERIAL", "NAMES"], none: 'There are no zones; "holdfast zone add ZONE" adds one.\n' },
  "zh-CN": { columns: ["区域", "序列号", "名称数"], none: "还没有区域；“holdfast zone add ZONE”可添加区域。\n" },
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
        const { columns, none } = texts[context.language];
        if (flags.json) context.stdout(`${printableJson(zones)}\n`);
        else if (zones.length === 0) context.stdout(none);
        else {
          const rows = zones.map(({ apex, serial, ownerCount }) => [apex, String(serial), String(ownerCount)]);
          context.stdout(
            `${renderTable(
              columns.map((title) => ({ title })),
              rows,
            )}\n`,
          );
        }
      },
    ),
});
