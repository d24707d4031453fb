import type { ZoneSummary } from "../core/administration.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import { Instant } from "../core/clock.ts";
import { followFailureText } from "../roles/copies.text.ts";
import { renderTable } from "../text/table.ts";
import { formatClock } from "../text/time.ts";
import type { CommandContext } from "./context.ts";

/** Zones as a table; those that are copied tell how fresh they are. */

interface Texts {
  readonly columns: readonly string[];
  readonly copyColumns: readonly string[];
  readonly primary: string;
  readonly secondary: string;
  readonly expired: (since: string) => string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    columns: ["ZONE", "SERIAL", "NAMES"],
    copyColumns: ["ROLE", "PRIMARY", "CHECKED", "NEXT CHECK", "EXPIRES", "PROBLEM"],
    primary: "primary",
    secondary: "secondary",
    expired: (since) => `expired ${since}`,
  },
  "zh-CN": {
    columns: ["区域", "序列号", "名称数"],
    copyColumns: ["角色", "主服务器", "上次检查", "下次检查", "过期时间", "问题"],
    primary: "主",
    secondary: "辅",
    expired: (since) => `已于 ${since} 过期`,
  },
});

/** The columns about copies are there only where a zone is one. */
export function zoneTable(
  zones: readonly ZoneSummary[],
  { language, offset }: Pick<CommandContext, "language" | "offset">,
): string {
  const { columns, copyColumns } = texts[language];
  const hasCopies = zones.some(({ copy }) => copy !== undefined);
  const time = (at: string | null): string => (at === null ? "" : formatClock(Instant.ofMs(Date.parse(at)), offset));
  const rows = zones.map((zone) => [
    ...[zone.apex, String(zone.serial), String(zone.ownerCount)],
    ...(hasCopies ? copyCells(zone, time, language) : []),
  ]);
  const titles = hasCopies ? [...columns, ...copyColumns] : columns;
  return renderTable(
    titles.map((title) => ({ title })),
    rows,
  );
}

function copyCells({ copy }: ZoneSummary, time: (at: string | null) => string, language: Language): readonly string[] {
  const said = texts[language];
  if (copy === undefined) return [said.primary, "", "", "", "", ""];
  const { primaries, primary, checkedAt, nextCheckAt, expiresAt, hasExpired, failure } = copy;
  return [
    said.secondary,
    primary ?? primaries.join(" "),
    time(checkedAt),
    time(nextCheckAt),
    hasExpired ? said.expired(time(expiresAt)) : time(expiresAt),
    failure === null ? "" : followFailureText(failure.code, language),
  ];
}
