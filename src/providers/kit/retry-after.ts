import type { Instant } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";

/** Reads how long an answer asks to wait. RFC 9110 §10.2.3 */

/** A longer wait is a broken clock or a broken server, and would silence a name for good. */
const longest: Duration = Duration.days(1);

/**
 * The pause that `Retry-After` asks for, at most a day; undefined when the field is absent or unreadable.
 *
 * A date counts from the answer's own `Date` where it has one, since our clock may be wrong.
 */
export function retryAfterOf(headers: Readonly<Record<string, string>>, now: Instant): Duration | undefined {
  const field = headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,12}$/.test(field)) return capped(Number(field) * 1_000);
  const until = parseHttpDate(field);
  if (until === undefined) return undefined;
  return capped(until - (parseHttpDate(headers["date"] ?? "") ?? now));
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The three forms of HTTP dates, all of which recipients must read. RFC 9110 §5.6.7 */
const forms: readonly RegExp[] = [
  /^\w{3}, (?<day>\d{2}) (?<month>\w{3}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/,
  /^\w{6,9}, (?<day>\d{2})-(?<month>\w{3})-(?<year>\d{2}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/,
  /^\w{3} (?<month>\w{3}) (?<day>[ \d]\d) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) (?<year>\d{4})$/,
];

/** Milliseconds since the epoch; undefined for anything that is not an HTTP date. */
export function parseHttpDate(text: string): number | undefined {
  const parts = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  const month = months.indexOf(parts?.["month"] ?? "");
  if (parts === undefined || month < 0) return undefined;
  const year = Number(parts["year"]);
  const fullYear = year < 100 ? 2000 + year : year;
  return Date.UTC(
    fullYear,
    month,
    Number(parts["day"]),
    Number(parts["hour"]),
    Number(parts["minute"]),
    Number(parts["second"]),
  );
}

function capped(ms: number): Duration {
  return Duration.milliseconds(Math.min(ms, longest));
}
