import type { Origin } from "./node.ts";
import { hidesSecret } from "./secret-text.ts";

/**
 * Which parts of a file an excerpt must not show. What is not known to be harmless is hidden: besides secrets that is every
 * comment, the value of a repeated key, anchors, tags, and whatever the parser could not make sense of.
 */

/** A run of characters on one line; columns count from 1, the end is exclusive. */
export interface HiddenRun {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** A comment up to the end of the line: it is left out without a trace. */
  readonly isComment: boolean;
}

/** Everything but the given places and the punctuation between them. */
export function hiddenRuns(text: string, file: string, shown: readonly Origin[]): readonly HiddenRun[] {
  const lines = text.split("\n");
  const isShown = lines.map((line) => new Uint8Array(line.length));
  for (const place of shown) {
    if (place.kind !== "file" || place.file !== file) continue;
    for (let line = place.line; line <= place.endLine; line += 1) {
      const start = line === place.line ? place.column - 1 : 0;
      const end = line === place.endLine ? place.endColumn - 1 : undefined;
      isShown[line - 1]?.fill(1, start, end);
    }
  }
  return lines.flatMap((content, index) =>
    gaps(isShown[index] ?? new Uint8Array()).flatMap(([start, end]) => {
      const gap = content.slice(start, end);
      const lead = /^(\s|[:?,-](?=\s|$)|[[{\]}])*/.exec(gap)?.[0].length ?? 0;
      const trail = outerPunctuation(gap.slice(lead));
      const isComment = end === content.length && gap[lead] === "#";
      const endColumn = (isComment ? end : end - trail) + 1;
      const run = { file, line: index + 1, column: start + lead + 1, endColumn, isComment };
      return run.column < run.endColumn ? [run] : [];
    }),
  );
}

/** How many characters at the end close what was opened before the gap, or separate it from what follows. */
function outerPunctuation(gap: string): number {
  let start = gap.length;
  while (start > 0 && /[\s,\]}]/.test(gap.charAt(start - 1))) start -= 1;
  const tail = gap.slice(start);
  const unclosed = gap.split(/[[{]/).length - gap.slice(0, start).split(/[\]}]/).length;
  let own = 0;
  for (let left = unclosed; left > 0 && own < tail.length; own += 1) if (/[\]}]/.test(tail.charAt(own))) left -= 1;
  return tail.length - own;
}

/** Stretches of characters that no place covers. */
function gaps(isShown: Uint8Array): readonly (readonly [start: number, end: number])[] {
  const found: [number, number][] = [];
  let start: number | undefined;
  for (let index = 0; index <= isShown.length; index += 1) {
    const isGap = index < isShown.length && isShown[index] === 0;
    if (isGap) start ??= index;
    else if (start !== undefined) {
      found.push([start, index]);
      start = undefined;
    }
  }
  return found;
}

/** Sections of the file whose values are harmless; what follows another key at the margin is not known to be. */
const harmlessSection = /^["']?(language|log|agent|server)["']?\s*(:|$)/;
const providersOrOptions = /(^|[\s{,"'])(providers|options)["']?\s*:/;
const leadingKey = /^(\s*(?:-\s+)*["']?)([A-Za-z0-9_-]+)["']?\s*:(?=\s|$)/;

/** Keys that are shown in a file that is not YAML. */
export interface KnownKeys {
  /** Whose values are shown as well, in harmless sections. */
  readonly harmless: ReadonlySet<string>;
  /** All of them. */
  readonly all: ReadonlySet<string>;
}

/** Places that may be shown of a file that is not YAML, judged line by line; none when no keys are known. */
export function shownPlacesOfBroken(text: string, file: string, known: KnownKeys | undefined): readonly Origin[] {
  if (known === undefined) return [];
  let isHarmless = false;
  return text.split("\n").flatMap((content, index) => {
    if (/^[^\s#-]/.test(content)) isHarmless = harmlessSection.test(content);
    if (providersOrOptions.test(content)) isHarmless = false;
    const [, before = "", key] = leadingKey.exec(content) ?? [];
    const line = index + 1;
    const place = (column: number, endColumn: number): Origin => ({
      kind: "file",
      file,
      line,
      column,
      endLine: line,
      endColumn,
    });
    if (isHarmless && (key === undefined || known.harmless.has(key)) && !hidesSecret(content)) {
      const comment = /(^|\s)#/.exec(content)?.index ?? content.length;
      return [place(1, comment + 1)];
    }
    if (key === undefined || !known.all.has(key)) return [];
    return [place(before.length + 1, before.length + 1 + key.length)];
  });
}
