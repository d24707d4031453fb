import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { address } from "../../test/support/values.ts";
import { canBeReached, isSettled, tally, type Voice } from "./tally.ts";

const addresses = [address("44.128.10.7"), address("44.128.10.8"), undefined] as const;
const anyVoice: fc.Arbitrary<Voice> = fc.record({
  operator: fc.constantFrom("a", "b", "c", "d", "e"),
  address: fc.constantFrom(...addresses),
});
/** Operators that have not spoken yet, each with one word. */
const furtherVoices = (count: number): fc.Arbitrary<readonly Voice[]> =>
  fc
    .array(fc.constantFrom(...addresses), { minLength: count, maxLength: count })
    .map((words) => words.map((word, index) => ({ operator: `late-${index}`, address: word })));

describe("what further voices can do", () => {
  const scene = fc
    .nat(3)
    .chain((count) => fc.tuple(fc.array(anyVoice, { maxLength: 6 }), furtherVoices(count), fc.constantFrom(1, 2, 3)));

  test("a settled agreement stays whatever they say", () => {
    fc.assert(
      fc.property(scene, ([voices, further, quorum]) => {
        if (!isSettled(voices, quorum, further.length)) return;
        expect(tally([...voices, ...further], quorum)).toEqual(tally(voices, quorum));
      }),
      { numRuns: 3_000 },
    );
  });

  test("what cannot be reached is not reached", () => {
    fc.assert(
      fc.property(scene, ([voices, further, quorum]) => {
        if (canBeReached(voices, quorum, further.length)) return;
        expect(tally([...voices, ...further], quorum).kind).not.toBe("agreed");
      }),
      { numRuns: 3_000 },
    );
  });

  test("nobody has settled anything before speaking", () => {
    expect(isSettled([], 1, 0)).toBe(false);
    expect(canBeReached([], 2, 1)).toBe(false);
    expect(canBeReached([], 2, 2)).toBe(true);
  });
});
