/** Finds the word somebody most likely meant. */

/**
 * The closest candidate, or undefined when none is close: at most one slip per three letters, at least one.
 *
 * Case, hyphens and underscores count for nothing. Of equally close candidates the first wins.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = fold(word);
  // A whole sentence is no slip of the pen, and comparing it would take quadratic time.
  if (wanted.length > longestCompared) return undefined;
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const target = fold(candidate);
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, target.length) / 3));
    if (Math.abs(target.length - wanted.length) > allowed) continue;
    const distance = slips(wanted, target);
    if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { candidate, distance };
  }
  return best?.candidate;
}

const longestCompared = 64;

/** How keys are compared where their spelling does not matter, as in names of environment variables. */
export function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, "");
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment; Damerau 1964
 * found these four behind most spelling errors).
 */
function slips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
