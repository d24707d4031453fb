import type { Verdict } from "./dyndns2.ts";
import { plain } from "./dyndns2.ts";
import type { EmulatedAnswer } from "./http-emulator.ts";

/** How some dyndns2 services say what became of a name, other than in words of the protocol. */

/** ChangeIP: status codes as words (its "Update History" page, and clients). */
export function changeipSays({ word }: Verdict): EmulatedAnswer {
  const told: Words = { nohost: "422 Invalid Hostname", badauth: "401 Unauthorized" };
  return plain(word === "badauth" ? 401 : 200, told[word] ?? "200 Successful Update");
}

/** easyDNS: a page with a word, a rule and a line for people (ddclient issues 354 and 582, inadyn issue 373). */
export function easydnsSays({ word, sent }: Verdict): EmulatedAnswer {
  const told: Words = { nohost: "NOACCESS", badauth: "NO_AUTH" };
  return plain(
    200,
    easydnsPage(told[word] ?? "OK", `${word === "nochg" ? "no update required for x" : "x"} to ${sent}`),
  );
}

/** A page of easyDNS as people showed it. */
export function easydnsPage(word: string, line: string): string {
  return `<HTML><BODY><FONT FACE="sans-serif" SIZE="-1">${word}<br />\n<hr noshade size="1">\n${line}<br />\n</FONT></BODY></HTML>`;
}

/** ZoneEdit: tags that are never closed (its "Changes to Dynamic DNS" page, and clients). */
export function zoneeditSays({ word, sent }: Verdict): EmulatedAnswer {
  const told: Words = {
    nochg: '<SUCCESS CODE="201" TEXT="No records need updating." ZONE="example.net">',
    nohost: '<ERROR CODE="701" TEXT="Zone is not set up in this account." ZONE="example.net">',
    badauth: '<ERROR CODE="708" TEXT="Failed Login: user" ZONE="example.net">',
  };
  return plain(200, told[word] ?? `<SUCCESS CODE="200" TEXT="Update succeeded." ZONE="example.net" IP="${sent}">`);
}

type Words = Readonly<Partial<Record<string, string>>>;
