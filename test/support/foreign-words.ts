/**
 * English words left in a Chinese text: in Latin letters, mostly lower case, and neither part of a name, path, number or
 * flag nor quoted. `known` are words that stay as they are, such as keys of the configuration.
 */
export function foreignWords(text: string, known: readonly string[] = []): readonly string[] {
  const prose = text
    .replaceAll(/“[^”]*”|"[^"]*"|`[^`]*`/g, " ")
    .replaceAll(/[\w@=‹]*[./:@=‹][^\s，。；：（）、]*/g, " ")
    .replaceAll(/(?<!\w)--?[\w-]+/g, " ");
  const words = prose.match(/[A-Za-z][A-Za-z-]*/g) ?? [];
  return words.filter((word) => /[a-z]{2}/.test(word) && !usual.has(word) && !known.includes(word));
}

const usual: ReadonlySet<string> = new Set([
  "Holdfast",
  "holdfast",
  "IPv4",
  "IPv",
  "dyndns2",
  "dyndns",
  "Ctrl",
  "root",
  "agent",
  "server",
]);
