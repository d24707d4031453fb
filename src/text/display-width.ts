/** How many columns text takes on a terminal with a fixed-width font. */

/**
 * Characters that take two columns: classes W and F of UAX #11, blocks joined across unassigned gaps; every emoji that is
 * shown as a picture is among them.
 */
const wide: RegExp =
  /^[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u;

/** Marks that sit on the character before them, and invisible format characters. */
const zeroWidth: RegExp = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Columns of a text that holds no control characters; joined emoji are counted by their parts. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** Blanks that take as many columns as the text, so that something below it lines up; tabs stay tabs. */
export function blankLike(text: string): string {
  let blanks = "";
  for (const character of text) blanks += character === "\t" ? "\t" : " ".repeat(widthOf(character));
  return blanks;
}

function widthOf(character: string): 0 | 1 | 2 {
  if (character < "\u0300") return 1;
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
