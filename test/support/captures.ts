import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hex } from "./hex.ts";

/** Recorded DNS conversations, kept as text in `src/wire/fixtures`. */

export interface Capture {
  readonly label: string;
  /** Seconds since 1970 at which it was recorded. */
  readonly at: number;
  readonly query: Uint8Array;
  readonly answer: Uint8Array;
}

const fixtures = join(import.meta.dir, "../../src/wire/fixtures");

/** The exchanges of one file, for instance `bind-9.18`. */
export function captures(name: string): readonly Capture[] {
  const text = readFileSync(join(fixtures, `${name}.hex`), "utf8");
  const exchanges = text.matchAll(/^# (?<at>\d+) (?<label>.+)\n> (?<query>[^<]+)< (?<answer>[^#]+)/gm);
  return [...exchanges].map(({ groups: { at = "", label = "", query = "", answer = "" } = {} }) => ({
    label,
    at: Number(at),
    query: hex(query),
    answer: hex(answer),
  }));
}

/** One exchange by its label. */
export function capture(name: string, label: string): Capture {
  const found = captures(name).find((exchange) => exchange.label === label);
  if (found === undefined) throw new Error(`${name} has no exchange ${label}`);
  return found;
}
