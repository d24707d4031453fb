import { expect } from "bun:test";
import type { Ddclient } from "./ddclient.ts";
import type { Inadyn } from "./inadyn.ts";
import type { Ran } from "./run-program.ts";

/**
 * What Debian's update clients make of each form an answer can have: ddclient 3.10.0, and inadyn 2.10.0 with a built-in
 * dyndns2 provider and with `custom`. Both are shown the same answers by a server that says nothing else.
 */

/** The host and the address that are always sent. */
export const formHost = "home.dyn.example";
export const formAddress = "192.0.2.1";

/** How ddclient ends. */
export type DdclientEnd =
  | "good"
  | "nochg"
  /** Tells the word with its meaning, status 1. */
  | "told"
  /** Tells the word as one it does not know, status 1. */
  | "told as unknown"
  /** Tells that the password is wrong, status 1. */
  | "told as wrong password"
  /** Says nothing and ends with 0; only its cache knows that nothing was updated. */
  | "silent";

/** How inadyn ends. */
export type InadynEnd =
  | "updated"
  /** "Fatal error", status 50. */
  | "ends as wrong password"
  /** "Fatal error", status 48. */
  | "ends"
  /** "Temporary error", tries again in ten minutes. */
  | "waits"
  /** "Fatal error", yet it ends with 0 and as a daemon goes on. */
  | "goes on";

export interface AnswerForm {
  readonly status: string;
  readonly body: string;
  /** True for forms that our server uses. */
  readonly isOurs: boolean;
  readonly ddclient: DdclientEnd;
  readonly provider: InadynEnd;
  readonly custom: InadynEnd;
}

type Columns = readonly [
  status: string,
  body: string,
  whose: "ours" | "other",
  ddclient: DdclientEnd,
  provider: InadynEnd,
  custom: InadynEnd,
];

/** In pairs where two statuses are thinkable. Ours are those with the better ends, for ddclient by its User-Agent. */
const table: readonly Columns[] = [
  ["200 OK", "good 192.0.2.1", "ours", "good", "updated", "updated"],
  ["200 OK", "good", "ours", "good", "updated", "updated"],
  ["200 OK", "nochg 192.0.2.1", "ours", "nochg", "updated", "updated"],
  ["401 Unauthorized", "badauth", "ours", "told as wrong password", "ends as wrong password", "ends as wrong password"],
  ["200 OK", "badauth", "other", "told", "ends as wrong password", "ends"],
  ["404 Not Found", "nohost", "ours", "silent", "ends", "ends"],
  ["200 OK", "nohost", "ours", "told", "goes on", "ends"],
  ["400 Bad Request", "notfqdn", "ours", "silent", "ends", "ends"],
  ["200 OK", "notfqdn", "ours", "told", "ends", "ends"],
  ["400 Bad Request", "numhost", "ours", "silent", "ends", "ends"],
  ["200 OK", "numhost", "ours", "told", "ends", "ends"],
  ["405 Method Not Allowed", "badagent", "ours", "silent", "ends", "ends"],
  ["200 OK", "badagent", "ours", "told as unknown", "ends", "ends"],
  ["503 Service Unavailable", "dnserr", "ours", "silent", "waits", "waits"],
  ["200 OK", "dnserr", "ours", "told", "waits", "ends"],
  ["503 Service Unavailable", "911", "ours", "silent", "waits", "waits"],
  ["200 OK", "911", "ours", "told as unknown", "waits", "ends"],
  // inadyn learned after 2.10 that this is temporary.
  ["200 OK", "abuse", "other", "told", "ends", "ends"],
  ["403 Forbidden", "abuse", "other", "silent", "ends as wrong password", "ends as wrong password"],
  ["429 Too Many Requests", "", "other", "silent", "ends", "ends"],
];

export const answerForms: readonly AnswerForm[] = table.map(([status, body, whose, ddclient, provider, custom]) => ({
  status,
  body,
  isOurs: whose === "ours",
  ddclient,
  provider,
  custom,
}));

/** The whole answer as it is on the wire. */
export function wireForm({ status, body }: AnswerForm): string {
  const fields = ["Content-Type: text/plain", `Content-Length: ${body.length}`, "Connection: close"];
  return `HTTP/1.1 ${status}\r\n${fields.join("\r\n")}\r\n\r\n${body}`;
}

/** Checks status, words and cache of a ddclient that was just run for the first time. */
export function expectDdclientEnd(end: DdclientEnd, form: AnswerForm, ran: Ran, ddclient: Ddclient): void {
  const [word = ""] = form.body.split(" ");
  const about = `updating ${formHost}`;
  const ends: Readonly<Record<DdclientEnd, readonly [status: number, words: string, remembered: string]>> = {
    good: [0, `SUCCESS:  ${about}: good: IP address set to ${formAddress}\n`, "good"],
    nochg: [0, `WARNING:  ${about}: nochg: No update required; `, "good"],
    told: [1, `FAILED:   ${about}: ${word}: `, word],
    "told as unknown": [1, `FAILED:   ${about}: unexpected status (${word})\n`, word],
    "told as wrong password": [1, `FAILED:   ${about}: authorization failed (HTTP/1.1 401 Unauthorized\n`, "noconnect"],
    silent: [0, `RECEIVE:  HTTP/1.1 ${form.status}`, "noconnect"],
  };
  const [status, words, remembered] = ends[end];
  expect(ran).toEqual({ status, output: expect.stringContaining(words) });
  if (end === "silent") expect(ran.output).not.toMatch(/^(SUCCESS|WARNING|FAILED|FATAL)/m);
  expect(ddclient.remembered(formHost)).toMatchObject({ status: remembered });
}

/** Checks status, words and cache of an inadyn that had another address in its cache. */
export function expectInadynEnd(end: InadynEnd, form: AnswerForm, ran: Ran, inadyn: Inadyn, earlier: string): void {
  const refusal = `]: [${form.status}] ${form.body}`;
  const fatal = "]: Fatal error in DDNS server response:\n";
  const ends: Readonly<Record<InadynEnd, readonly [status: number, ...words: string[]]>> = {
    updated: [0, `]: Successful alias table update for ${formHost} => new IP# ${formAddress}\n`],
    "ends as wrong password": [50, fatal, refusal, "]: Error code 50: Authentication failure\n"],
    ends: [48, fatal, refusal, "]: Error code 48: DDNS server response not OK\n"],
    waits: [0, "]: Temporary error in DDNS server response:\n", refusal, "]: Will retry again in 600 sec ...\n"],
    "goes on": [0, fatal, refusal],
  };
  const [status, ...words] = ends[end];
  expect(ran.status).toBe(status);
  for (const word of words) expect(ran.output).toContain(word);
  if (end === "goes on") expect(ran.output).not.toMatch(/exiting|Error code|retry/);
  expect(inadyn.remembered(formHost)).toBe(end === "updated" ? formAddress : earlier);
}
