import { bilingual } from "../core/language.ts";
import { filePlace } from "../roles/file-problem.ts";
import { readZoneFile } from "../roles/zone-file.ts";
import { printableJson } from "../text/printable.ts";
import { counted } from "../text/plural.ts";
import { administer } from "./administer.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import { notServedYet } from "./not-served-yet.text.ts";
import { exitStatus } from "./exit-status.ts";

/** `holdfast zone import`: reads a master file into the server, whole or not at all. */

const texts = bilingual({
  en: {
    unread: (path: string, detail: string) => `${path} could not be read: ${detail}.\n`,
    imported: (isServed: boolean, apex: string, records: number, names: number) =>
      `${isServed ? "Serving" : "Imported"} ${apex} with ${counted(records, "record")} of ${counted(names, "name")}`,
    serial: (serial: number, inFile: number | null) =>
      inFile === null || inFile === serial
        ? `, serial ${serial}.`
        : `, serial ${serial}: the file has ${inFile}, and an import counts as a change.`,
    unchanged: (apex: string, serial: number) => `${apex} was so already; its serial stays ${serial}.\n`,
    warning: "warning",
  },
  "zh-CN": {
    unread: (path: string, detail: string) => `无法读取 ${path}：${detail}。\n`,
    imported: (isServed: boolean, apex: string, records: number, names: number) =>
      `${isServed ? "正在提供" : "已导入"} ${apex}：${names} 个名称，${records} 条解析记录`,
    serial: (serial: number, inFile: number | null) =>
      inFile === null || inFile === serial
        ? `，序列号 ${serial}。`
        : `，序列号 ${serial}：文件中为 ${inFile}，导入算作一次更改。`,
    unchanged: (apex: string, serial: number) => `${apex} 内容已是如此，序列号仍为 ${serial}。\n`,
    warning: "警告",
  },
});

export const zoneImport: Command = defineCommand({
  description: {
    en: "Nothing is imported when the file has an error. Hosts need no entry here to be served; tokens are given with host add.",
    "zh-CN": "文件有错误时不导入任何内容。文件中的主机无需另行登记即可提供解析；令牌用 host add 签发。",
  },
  operands: [
    { name: "FILE", description: { en: "master file (RFC 1035)", "zh-CN": "区域文件（RFC 1035）" }, isRequired: true },
  ],
  flags: {
    apex: {
      kind: "text",
      value: "ZONE",
      description: {
        en: "name of the zone; without it the owner of the SOA",
        "zh-CN": "区域名称；省略时取 SOA 的所有者",
      },
    },
    replace: {
      kind: "switch",
      description: {
        en: "make a zone that exists equal to the file: what is not in it goes",
        "zh-CN": "使已存在的区域与文件一致：文件中没有的记录将被移除",
      },
    },
    ...stateFlag,
    ...jsonFlag,
  },
  examples: [
    {
      line: "zone import dyn.example.org.zone",
      purpose: { en: "move a zone here from another server", "zh-CN": "从其他服务器迁入一个区域" },
    },
  ],
  run: async (context, { flags, operands }) => {
    const path = operands[0] ?? "";
    const said = texts[context.language];
    const file = await readZoneFile(path, context.files);
    if (!file.ok) {
      context.stderr(said.unread(path, file.detail));
      return exitStatus.failed;
    }
    return administer(
      context,
      flags.state,
      (administration) =>
        administration.importZone({
          file: file.value,
          apex: flags.apex,
          mode: flags.replace ? "replace" : "create",
        }),
      (imported, place) => {
        if (flags.json) {
          context.stdout(`${printableJson(imported)}\n`);
          return;
        }
        for (const warning of imported.warnings) {
          context.stderr(`${filePlace(path, warning)}: ${said.warning}: ${warning.text[context.language]}\n`);
        }
        const { apex, serial, ownerCount } = imported.zone;
        if (!imported.hasChanged) {
          context.stdout(said.unchanged(apex, serial));
          return;
        }
        const what = said.imported(place.isRunning, apex, imported.recordCount, ownerCount);
        const how = place.isRunning ? "" : notServedYet(place, context.language);
        context.stdout(`${what}${said.serial(serial, imported.fileSerial)}${how}\n`);
      },
      "create",
    );
  },
});
