import { assert } from "../core/assert.ts";
import type { Instant } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";

/** Points and lengths of time as people read them. The machine forms are `Instant.format` and `Duration.format`. */

/** How far local time is ahead of UTC at an instant, in minutes; passed in because it belongs to the host. */
export type UtcOffset = (instant: Instant) => number;

/** RFC 3339 in local time with milliseconds, for instance `2026-11-20T17:27:02.043+08:00`. */
export function formatLocal(instant: Instant, offset: UtcOffset): string {
  const minutes = offset(instant);
  assert(Number.isInteger(minutes) && Math.abs(minutes) < 24 * 60, "an offset from UTC is whole minutes within a day");
  const local = new Date(instant + minutes * 60_000).toISOString().slice(0, -1);
  const two = (count: number): string => String(count).padStart(2, "0");
  const away = Math.abs(minutes);
  return `${local}${minutes < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
}

/** Largest unit first; a length shows its two largest parts. */
const units: readonly {
  readonly ms: number;
  readonly one: Bilingual<string>;
  readonly many: Bilingual<string>;
}[] = [
  { ms: 86_400_000, one: bilingual({ en: "day", "zh-CN": "天" }), many: bilingual({ en: "days", "zh-CN": "天" }) },
  { ms: 3_600_000, one: bilingual({ en: "hour", "zh-CN": "小时" }), many: bilingual({ en: "hours", "zh-CN": "小时" }) },
  {
    ms: 60_000,
    one: bilingual({ en: "minute", "zh-CN": "分钟" }),
    many: bilingual({ en: "minutes", "zh-CN": "分钟" }),
  },
  { ms: 1_000, one: bilingual({ en: "second", "zh-CN": "秒" }), many: bilingual({ en: "seconds", "zh-CN": "秒" }) },
];

/**
 * A length for people: `2 hours 5 minutes`, `250 ms`, `1.5 seconds`.
 *
 * Below ten seconds one decimal is kept; above, what follows the two largest units is dropped.
 */
export function describeDuration(duration: Duration, language: Language): string {
  if (duration < 1_000) return language === "en" ? `${duration} ms` : `${duration} 毫秒`;
  if (duration < 10_000) {
    const seconds = Math.floor(duration / 100) / 10;
    if (language === "en") return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
    return `${seconds} 秒`;
  }
  const parts: string[] = [];
  let rest: number = duration;
  for (const unit of units) {
    const count = Math.floor(rest / unit.ms);
    rest %= unit.ms;
    if (count > 0) parts.push(`${count} ${(count === 1 ? unit.one : unit.many)[language]}`);
    // Two neighbouring units say enough; `1 day 3 seconds` would feign a precision nobody asked for.
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

/** Local time as a table or sentence shows it, for instance `2026-11-20 17:27:02`. */
export function formatClock(instant: Instant, offset: UtcOffset): string {
  return formatLocal(instant, offset).slice(0, 19).replace("T", " ");
}
