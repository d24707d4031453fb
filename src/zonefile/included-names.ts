/** Finds what a master file includes, before it is read. RFC 1035 §5.1 */

/** A directive that includes a file, its name in quotes or not. */
const include = /^\$INCLUDE[ \t]+(?:"(?<quoted>[^"\n]+)"|(?<bare>[^\s;"()]+))/gim;

/** The words after each `$INCLUDE` of a text, each once. One that only looks like a directive does no harm. */
export function includedNames(text: string): readonly string[] {
  const names = new Set<string>();
  for (const { groups: { quoted, bare } = {} } of text.matchAll(include)) names.add(quoted ?? bare ?? "");
  return [...names];
}
