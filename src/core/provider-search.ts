import type { ProviderDeclaration } from "./provider.ts";

/** Finds services by whatever users call them: in English or Chinese, by a former name, or by another client's. */

type Named = Pick<ProviderDeclaration, "id" | "label" | "site" | "names">;

/**
 * Services that every word is about, or all words written as one; all of them when there is no word. The order is kept.
 *
 * Case, width, accents, blanks and punctuation do not count: `Go Daddy`, `go-daddy` and `godaddy` are one. Of names such as
 * inadyn's `default@duckdns.org` the part before the sign is a variant of the client's own and does not count either.
 */
export function findProviders<P extends Named>(words: readonly string[], all: readonly P[]): readonly P[] {
  const wanted = words.map((word) => essence(word.replace(/^\w+@/, ""))).filter((word) => word !== "");
  const whole = wanted.join("");
  return all.filter((service) => {
    const called = callings(service).map(essence);
    const isIn = (word: string): boolean => called.some((name) => name.includes(word));
    return isIn(whole) || wanted.every(isIn);
  });
}

/** The one service that is called exactly so, besides its id; undefined when there is none, or several. */
export function providerCalled<P extends Named>(name: string, all: readonly P[]): P | undefined {
  const wanted = essence(name.replace(/^\w+@/, ""));
  const [first, ...others] = all.filter((service) => callings(service).map(essence).includes(wanted));
  return others.length === 0 ? first : undefined;
}

function callings({ id, label, site, names = {} }: Named): readonly string[] {
  const address = site.replace(/^https:\/\/(www\.)?/, "");
  return [id, label, address, ...(names["zh-CN"] === undefined ? [] : [names["zh-CN"]]), ...(names.aliases ?? [])];
}

/** Letters and digits alone, in one form. */
function essence(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}
