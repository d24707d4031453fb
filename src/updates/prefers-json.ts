/**
 * True when a caller would rather have JSON than plain text, by its `Accept` field. RFC 9110 §12.5.1
 *
 * A caller without a preference gets text, which is what a router's one-line script can use.
 */
export function prefersJson(accept: string | null): boolean {
  const ranges = (accept ?? "").split(",").map(rangeOf);
  const [json, text] = ["application/json", "text/plain"].map((type) => weigh(ranges, type));
  if (json === undefined || text === undefined || json.quality === 0) return false;
  if (json.quality !== text.quality) return json.quality > text.quality;
  // Equal weights leave the choice to us; the order of writing is the only hint there is.
  return json.isNamed && (!text.isNamed || json.index < text.index);
}

interface MediaRange {
  readonly name: string;
  readonly quality: number;
}

function rangeOf(text: string): MediaRange {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
  const quality = Number(weight);
  return { name, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The weight of a type: that of the most specific range it falls into. */
function weigh(
  ranges: readonly MediaRange[],
  type: string,
): { readonly quality: number; readonly isNamed: boolean; readonly index: number } {
  for (const name of [type, type.replace(/\/.*/, "/*"), "*/*"]) {
    const index = ranges.findIndex((range) => range.name === name);
    const range = ranges[index];
    if (range !== undefined) return { quality: range.quality, isNamed: name === type, index };
  }
  return { quality: 0, isNamed: false, index: -1 };
}
