const usualSeed = 7;
const isLong = process.env["HOLDFAST_PROOF"] === "long";
const seed = Number(process.env["HOLDFAST_PROOF_SEED"] ?? usualSeed);

/**
 * How much the tests that generate their cases do. `npm test` does little, the same each time; `HOLDFAST_PROOF=long`
 * does much, and `HOLDFAST_PROOF_SEED` makes it other cases. What fails says the seed.
 */
export const proofScale: {
  readonly isLong: boolean;
  readonly seed: number;
  readonly isUsual: boolean;
} = { isLong, seed, isUsual: !isLong && seed === usualSeed };
