import { isCollection, isPair, isScalar, type Node, type YAMLError } from "yaml";
import type { YamlReason } from "./yaml-reason.ts";

/** Reads the parser's complaints: what they come down to, and where the mistake is rather than where it was noticed. */

/**
 * Where the quote or bracket was opened that is not closed. The parser notices at the end of the file or of the block, where
 * nobody would look for it.
 */
export function opensAt(
  reason: YamlReason,
  contents: Node | null,
  text: string,
  noticedAt: number,
): number | undefined {
  if (reason !== "quote-not-closed" && reason !== "bracket-not-closed") return undefined;
  const closers: Readonly<Record<string, string>> = { '"': '"', "'": "'", "[": "]", "{": "}" };
  let opening: number | undefined;
  // A list of what is left to look at: a hostile file nests deeper than the stack does.
  const left: unknown[] = [contents];
  for (let node = left.pop(); node !== undefined || left.length > 0; node = left.pop()) {
    if (isPair(node)) left.push(node.key, node.value);
    if (!isScalar(node) && !isCollection(node)) continue;
    // Not spread: engines limit the arguments of one call.
    if (isCollection(node)) for (const item of node.items) left.push(item);
    const [start, end] = node.range ?? [noticedAt, noticedAt];
    const closer = closers[text.charAt(start)];
    const isOpen = closer !== undefined && (end - start < 2 || text.charAt(end - 1) !== closer);
    const isMeant = isScalar(node) === (reason === "quote-not-closed");
    if (isMeant && isOpen && start < noticedAt) opening = Math.max(opening ?? 0, start);
  }
  return opening;
}

/** Our names for the library's complaints: by its code and, where one code covers several mistakes, its words. */
const reasons: readonly (readonly [code: string, words: RegExp, reason: YamlReason])[] = [
  ["ALIAS_PROPS", /./, "alias-with-properties"],
  ["BAD_ALIAS", /./, "alias-unknown"],
  ["BAD_DIRECTIVE", /./, "directive"],
  ["BAD_DQ_ESCAPE", /./, "bad-escape"],
  ["BAD_INDENT", /end with a/, "bracket-not-closed"],
  ["BAD_INDENT", /./, "bad-indentation"],
  ["BAD_PROP_ORDER", /./, "properties-out-of-order"],
  ["BAD_SCALAR_START", /./, "bad-scalar-start"],
  ["BLOCK_AS_IMPLICIT_KEY", /sequence/, "bad-indentation"],
  ["BLOCK_AS_IMPLICIT_KEY", /./, "nested-on-one-line"],
  ["BLOCK_IN_FLOW", /./, "block-inside-flow"],
  ["KEY_OVER_1024_CHARS", /./, "key-too-long"],
  ["MISSING_CHAR", /quote/, "quote-not-closed"],
  ["MISSING_CHAR", /end with|Expected.*\bend/, "bracket-not-closed"],
  ["MISSING_CHAR", /Missing ,/, "comma-missing"],
  ["MISSING_CHAR", /followed by map values|Missing space after/, "colon-missing"],
  ["MISSING_CHAR", /- indicator/, "bad-indentation"],
  ["MISSING_CHAR", /directives-end/, "directive"],
  ["MULTILINE_IMPLICIT_KEY", /./, "colon-missing"],
  ["MULTIPLE_ANCHORS", /./, "anchor-repeated"],
  ["MULTIPLE_DOCS", /./, "several-documents"],
  ["MULTIPLE_TAGS", /./, "tag"],
  ["NON_STRING_KEY", /./, "key-not-scalar"],
  ["RESOURCE_EXHAUSTION", /./, "too-nested"],
  ["TAB_AS_INDENT", /./, "tab-indentation"],
  ["TAG_RESOLVE_FAILED", /./, "tag"],
  ["BAD_COLLECTION_TYPE", /./, "tag"],
];

/** The reason for one complaint. */
export function reasonOf(error: YAMLError): YamlReason {
  const row = reasons.find(([code, words]) => code === error.code && words.test(error.message));
  return row?.[2] ?? "unexpected-character";
}
