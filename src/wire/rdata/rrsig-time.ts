import type { Fields } from "./fields.ts";

/** Times of signatures: seconds since 1970 modulo 2^32, written as `YYYYMMDDHHmmSS` in UTC or as seconds. RFC 4034 §3.1.5, §3.2 */

export function scanRrsigTime(fields: Fields): number {
  const text = fields.ahead() ?? "";
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (parts === null) return fields.uint32();
  fields.word();
  const iso = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}.000Z`;
  const time = Date.parse(iso);
  // Some runtimes carry a 31 June over to July instead of refusing it.
  if (Number.isNaN(time) || new Date(time).toISOString() !== iso) fields.fail("not-a-time");
  return Number.isNaN(time) ? 0 : modulo(time / 1_000);
}

/** The years 1970 to 2106, whichever were meant. */
export function printRrsigTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replaceAll(/[-:T]|\.000Z/g, "");
}

function modulo(seconds: number): number {
  return ((seconds % 2 ** 32) + 2 ** 32) % 2 ** 32;
}
