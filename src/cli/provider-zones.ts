import { bilingual } from "../core/language.ts";
import type { OwnerName } from "../core/name.ts";
import { codeRow } from "../core/outcome.ts";
import type { ProviderZone } from "../core/provider.ts";
import { zoneHolding } from "../reconcile/account-survey.ts";
import { outcomeCodeTexts } from "../text/outcome-codes.ts";
import { printable, printableJson } from "../text/printable.ts";
import { renderTable } from "../text/table.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitStatus } from "./exit-status.ts";
import { type Account, findAccount } from "./provider-account.ts";
import { accountOperand, limitOf, surveyFlags } from "./survey-flags.ts";
import { zonesOf } from "./survey-of.ts";

/** `holdfast provider zones`: the zones that credentials see, and which configured names fall into each. */

const texts = bilingual({
  en: {
    columns: ["ZONE", "NAMES"],
    none: "These credentials see no zone.\n",
    outside: (names: readonly string[]) => `In none of these zones: ${names.join(", ")}.\n`,
    noList: (label: string) =>
      `${label} has no list of zones. "holdfast provider test" looks for single names where the service can be asked.\n`,
    troubled: (why: string, detail: string) => `${why} (${detail})\n`,
  },
  "zh-CN": {
    columns: ["区域", "名称"],
    none: "这组凭据看不到任何区域。\n",
    outside: (names: readonly string[]) => `不属于以上任何区域：${names.join("、")}。\n`,
    noList: (label: string) => `${label} 没有区域列表。若服务商可供查询，“holdfast provider test”会查找单个名称。\n`,
    troubled: (why: string, detail: string) => `${why}（${detail}）\n`,
  },
});

export const providerZones: Command = defineCommand({
  description: {
    en: "All pages are read. The exit status is 1 where the service has no such list, 3 when it refuses, 4 when it cannot be asked now.",
    "zh-CN": "会读取全部分页。服务商没有该列表时退出状态为 1，被拒绝时为 3，暂时无法查询时为 4。",
  },
  operands: [accountOperand],
  flags: surveyFlags,
  examples: [
    { line: "provider zones cf", purpose: { en: "see what the credentials see", "zh-CN": "查看凭据可见的区域" } },
  ],
  run: async (asking, { flags, operands }) => {
    const limit = limitOf(flags.limit, asking);
    if (limit === undefined) return exitStatus.usage;
    const found = await findAccount(operands[0] ?? "", flags, asking);
    if (!found.ok) return found.exitStatus;
    const { declaration, context } = found.value;
    const said = texts[context.language];
    const zones = await zonesOf(found.value, limit);
    if (zones === undefined || (!zones.ok && zones.outcome.code === "unsupported")) {
      context.stderr(said.noList(declaration.label));
      return exitStatus.failed;
    }
    if (!zones.ok) {
      const { code, detail } = zones.outcome;
      context.stderr(printableLine(said.troubled(outcomeCodeTexts[context.language][code], detail)));
      return codeRow(code).exitStatus;
    }
    if (flags.json) context.stdout(`${printableJson(record(found.value, zones.value))}\n`);
    else tell(found.value, zones.value);
    return exitStatus.done;
  },
});

function printableLine(text: string): string {
  return `${printable(text.trimEnd())}\n`;
}

function tell({ names, context }: Account, zones: readonly ProviderZone[]): void {
  const said = texts[context.language];
  const owners = names.map(({ owner }) => owner);
  if (zones.length === 0) context.stdout(said.none);
  else {
    const rows = zones.map((zone) => [zone.apex.hostname, namesIn(zone, owners, zones).join(" ")]);
    context.stdout(
      `${renderTable(
        said.columns.map((title) => ({ title })),
        rows,
      )}\n`,
    );
  }
  const outside = namesOutside(owners, zones);
  if (outside.length > 0) context.stderr(said.outside(outside));
}

function record({ declaration, key, names }: Account, zones: readonly ProviderZone[]): object {
  const owners = names.map(({ owner }) => owner);
  return {
    provider: key ?? null,
    type: declaration.id,
    zones: zones.map((zone) => ({
      apex: zone.apex.hostname,
      id: zone.id ?? null,
      names: namesIn(zone, owners, zones),
    })),
    outside: namesOutside(owners, zones),
  };
}

function namesIn(zone: ProviderZone, owners: readonly OwnerName[], zones: readonly ProviderZone[]): readonly string[] {
  return owners.filter((owner) => zoneHolding(owner, zones) === zone).map(({ hostname }) => hostname);
}

function namesOutside(owners: readonly OwnerName[], zones: readonly ProviderZone[]): readonly string[] {
  return owners.filter((owner) => zoneHolding(owner, zones) === undefined).map(({ hostname }) => hostname);
}
