import type { Homeland } from "./source.ts";

/** Guesses from a host's settings which echoes are near. Nothing is asked, and what echoes then do corrects it. */

/** Zones of mainland China in the time zone database (`zone.tab`, `backward`). */
const chineseZones: ReadonlySet<string> = new Set([
  "Asia/Shanghai",
  "Asia/Urumqi",
  "PRC",
  "Asia/Chongqing",
  "Asia/Chungking",
  "Asia/Harbin",
  "Asia/Kashgar",
]);

/** What a host's settings say of the place it is at. */
export interface HostSettings {
  /** Name in the time zone database; undefined when it cannot be told. */
  readonly timeZone: string | undefined;
  /** As in LANG, for instance `zh_CN.UTF-8`. */
  readonly locale: string | undefined;
}

/**
 * The time zone tells where a clock on the wall would be right; servers that run on UTC tell it by their language, if at
 * all. Hong Kong, Macao and Taiwan reach the world's echoes well.
 */
export function homelandOf({ timeZone, locale }: HostSettings): Homeland | undefined {
  const isPlace = timeZone !== undefined && /^[A-Z][A-Za-z_-]+\//.test(timeZone) && !timeZone.startsWith("Etc/");
  if (timeZone !== undefined && chineseZones.has(timeZone)) return "china";
  if (isPlace) return "world";
  return /^zh([_-]Hans)?[_-]CN\b/.test((locale ?? "").replace(/\..*/, "")) ? "china" : undefined;
}
