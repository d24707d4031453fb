import { expect, test } from "bun:test";
import { ttl } from "../../test/support/values.ts";
import { acceptedTtl, type TtlLimits } from "./ttl.ts";

const range: TtlLimits = { min: 60, max: 86_400 };
const steps: TtlLimits = { min: 30, max: 3_600, choices: [30, 120, 300, 3_600] };

const rows: readonly (readonly [title: string, asked: number, limits: TtlLimits | undefined, accepted: number])[] = [
  ["no limits are known", 1, undefined, 1],
  ["below the limits", 1, range, 60],
  ["within", 61, range, 61],
  ["above", 86_401, range, 86_400],
  ["a choice", 120, steps, 120],
  ["between two choices: the longer", 121, steps, 300],
  ["below all choices", 0, steps, 30],
  ["above all choices", 7_200, steps, 3_600],
];

for (const [title, asked, limits, accepted] of rows) {
  test(title, () => expect(acceptedTtl(ttl(asked), limits)).toBe(ttl(accepted)));
}
