import { Duration } from "../../core/duration.ts";
import { failed, rejected, unchanged, updated, wordsOfLine, type Meaning } from "./answers.ts";

/**
 * Dialects that answer with one word per line. A word counts only when it is whole: `good` hides in other texts, and
 * clients that search for substrings take `token revoked` for `ok`.
 */

/** Meanings by word, in lower case. */
export type WordTable = Readonly<Record<string, Meaning>>;

/** The words of the dyndns2 protocol (help.dyn.com, "Return Codes"; the last three are additions of its clones). */
export const dyndns2Words: WordTable = {
  good: updated,
  nochg: unchanged,
  badauth: rejected("credentials-rejected"),
  "!donator": rejected("paid-feature"),
  notfqdn: rejected("name-invalid"),
  nohost: rejected("name-not-found"),
  "!yours": rejected("not-authorized"),
  numhost: rejected("request-refused"),
  abuse: rejected("blocked-for-abuse"),
  badagent: rejected("client-refused"),
  badsys: rejected("request-refused"),
  "!active": rejected("zone-not-found"),
  dnserr: failed("server-error"),
  // Half an hour is what the original service and No-IP ask for after an outage.
  "911": failed("under-maintenance", { retryAfter: Duration.minutes(30) }),
  badip: rejected("value-invalid"),
  toomanyrequests: failed("rate-limited"),
  badrequest: rejected("request-refused"),
};

/** One line of an answer: its meaning, undefined for an unknown word, and the words after the first. */
export interface ReadLine {
  readonly word: string;
  readonly meaning: Meaning | undefined;
  readonly rest: readonly string[];
}

/** Reads every line that is not empty. */
export function readLines(text: string, table: WordTable): readonly ReadLine[] {
  const lines = text.split(/\r\n|\r|\n/).map(wordsOfLine);
  return lines.flatMap(([word, ...rest]) =>
    word === undefined ? [] : [{ word, meaning: meaningOfWord(word, table), rest }],
  );
}

function meaningOfWord(word: string, table: WordTable): Meaning | undefined {
  return Object.hasOwn(table, word) ? table[word] : waitWord(word);
}

const waitUnits: Readonly<Record<string, (count: number) => Duration>> = {
  s: Duration.seconds,
  m: Duration.minutes,
  h: Duration.hours,
};

/** `w30m` asks to wait so many hours, minutes or seconds; old servers send it and ddclient still reads it. */
function waitWord(word: string): Meaning | undefined {
  const [, count = "", unit = ""] = /^w(\d{1,3})([smh])$/.exec(word) ?? [];
  const length = waitUnits[unit];
  return length === undefined ? undefined : failed("rate-limited", { retryAfter: length(Number(count)) });
}
