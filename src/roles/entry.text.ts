import type { HistoryEntry } from "../core/administration.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import { counted } from "../text/plural.ts";
import { originText } from "./origin.text.ts";

/** A change of the served zones in one line, as the history and the log tell it. */

interface Texts {
  readonly set: (owner: string, type: string, values: string) => string;
  readonly removed: (owner: string, type: string) => string;
  readonly zoneAdded: (zone: string, sets: number) => string;
  readonly zoneRemoved: (zone: string) => string;
  readonly serial: (zone: string, serial: string) => string;
  readonly more: (count: number) => string;
  readonly changed: (changes: readonly string[], origin: string) => string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    set: (owner, type, values) => `${owner} ${type} = ${values}`,
    removed: (owner, type) => `${owner} ${type} removed`,
    zoneAdded: (zone, sets) => `zone ${zone} added with ${counted(sets, "RRset")}`,
    zoneRemoved: (zone) => `zone ${zone} removed`,
    serial: (zone, serial) => `zone ${zone} at serial ${serial}`,
    more: (count) => `and ${count} more`,
    changed: (changes, origin) => `${changes.join("; ")} ${origin}`,
  },
  "zh-CN": {
    set: (owner, type, values) => `${owner} ${type} = ${values}`,
    removed: (owner, type) => `${owner} ${type} 已移除`,
    zoneAdded: (zone, sets) => `区域 ${zone} 已添加，含 ${sets} 个解析记录集`,
    zoneRemoved: (zone) => `区域 ${zone} 已移除`,
    serial: (zone, serial) => `区域 ${zone} 序列号为 ${serial}`,
    more: (count) => `另有 ${count} 项`,
    changed: (changes, origin) => `${changes.join("；")}（${origin}）`,
  },
});

/** Changes of one entry that fit a line. */
const mostChangesTold = 3;

/** `home.dyn.example A = 192.0.2.1 by token Ab12 through dyndns2 from 192.0.2.7`. */
export function entryText(entry: HistoryEntry, language: Language): string {
  const said = texts[language];
  const origin = originText(entry, language);
  // The content of a new zone would fill the line, and says nothing of what happened.
  if (entry.changes[0]?.type === "zone-added") {
    return said.changed([said.zoneAdded(entry.zone, entry.changeCount - 1)], origin);
  }
  const told = entry.changes.slice(0, mostChangesTold).map(({ owner, type, values }) => {
    if (type === "zone-removed") return said.zoneRemoved(entry.zone);
    if (type === "serial-set") return said.serial(entry.zone, values.join(""));
    return values.length === 0 ? said.removed(owner, type) : said.set(owner, type, values.join(", "));
  });
  const rest = entry.changeCount - told.length;
  return said.changed([...told, ...(rest > 0 ? [said.more(rest)] : [])], origin);
}
