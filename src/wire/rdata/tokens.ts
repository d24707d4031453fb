/** The words RDATA is written with. */

/** One word as written: escapes stay in, quotes do not. */
export interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** A quoted text up to its closing quote, or anything without blanks; a backslash takes the next character along. */
const word = /"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>(?:[^\s"\\]|\\.)+)|(?<other>\S)/gsu;

/**
 * The words of one line, as an interface of a DNS service gives RDATA. Comments and parentheses are for master files and
 * mean nothing here. Undefined when a quote is not closed or the line ends in a backslash.
 */
export function tokensOf(line: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (const { groups: { quoted, bare, other } = {} } of line.matchAll(word)) {
    if (other !== undefined) return undefined;
    tokens.push(quoted === undefined ? { text: bare ?? "", isQuoted: false } : { text: quoted, isQuoted: true });
  }
  return tokens;
}
