/** Lengths of time as master files write them: seconds, or numbers with the units of BIND. */

const unitSeconds: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * Reads `3600`, `1h30m` or `2W`: seconds without a unit, or any number of amounts with one. Undefined for anything else;
 * the sum may be larger than a TTL.
 */
export function parseSeconds(text: string): number | undefined {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  if (!/^(?:\d{1,10}[wdhms]){1,8}$/i.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit = ""] of text.matchAll(/(\d+)([a-z])/gi)) {
    seconds += Number(amount) * (unitSeconds[unit.toLowerCase()] ?? 0);
  }
  return seconds;
}
