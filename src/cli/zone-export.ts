import { administer } from "./administer.ts";
import { stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";

/** `holdfast zone export`: a zone as a master file on standard output. */

export const zoneExport: Command = defineCommand({
  operands: [{ name: "ZONE", description: { en: "name of the zone", "zh-CN": "区域名称" }, isRequired: true }],
  flags: stateFlag,
  examples: [
    {
      line: "zone export dyn.example.org > dyn.example.org.zone",
      purpose: { en: "keep a copy that any DNS server reads", "zh-CN": "保存任何 DNS 服务器都能读取的副本" },
    },
  ],
  run: (context, { flags, operands }) =>
    administer(
      context,
      flags.state,
      (administration) => administration.exportZone(operands[0] ?? ""),
      (text) => context.stdout(text),
    ),
});
