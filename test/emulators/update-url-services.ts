import { isIPv6 } from "node:net";
import type { UpdateUrlRules } from "./update-url.ts";

/** Rules of services that are held to them twice: by the tests of our providers, and by somebody else's client. */

/** Namecheap, one domain with its password. */
export function namecheapRules(password: string): UpdateUrlRules {
  return {
    hosts: ["dynamicdns.park-your-domain.com"],
    path: "/update",
    required: ["host", "domain", "password", "ip"],
    isProven: (parameters) => parameters["password"] === password,
    name: ({ host, domain }) => (host === "@" ? domain : `${host}.${domain}`),
    addresses: ({ ip = "" }) => [ip],
    holds: "ipv4",
    says: {
      updated: ({ sent }) => namecheapDone(sent.join()),
      unproven: namecheapRefused(316_153, "Passwords is not match"),
      unknownName: namecheapRefused(380_091, "No Records updated. A record not Found"),
    },
  };
}

/** What Namecheap says when it is done. */
export function namecheapDone(address: string): string {
  return namecheapAnswer(`<IP>${address}</IP><ErrCount>0</ErrCount><errors/><responses/>`);
}

/** What Namecheap says when it refuses. */
export function namecheapRefused(number: number, words: string): string {
  return namecheapAnswer(
    `<ErrCount>1</ErrCount><errors><Err1>${words}</Err1></errors><ResponseCount>1</ResponseCount><responses><response>` +
      `<ResponseNumber>${number}</ResponseNumber><ResponseString>${words}</ResponseString></response></responses>`,
  );
}

function namecheapAnswer(content: string): string {
  // The service says UTF-16 and sends UTF-8.
  const prolog = '<?xml version="1.0" encoding="utf-16"?>';
  return `${prolog}<interface-response><Command>SETDNSHOST</Command>${content}<Done>true</Done></interface-response>`;
}

/** Njalla, one dynamic record with its key. */
export function njallaRules(key: string): UpdateUrlRules {
  return {
    hosts: ["njal.la"],
    path: "/update/",
    required: ["h", "k"],
    optional: ["a", "aaaa"],
    isProven: ({ k }) => k === key,
    name: ({ h }) => h,
    addresses: ({ a, aaaa }) => [a, aaaa].flatMap((address) => address ?? []),
    says: { updated: ({ sent }) => njallaDone(sent), unproven: { status: 401, body: njallaRefused } },
  };
}

export const njallaRefused: string = JSON.stringify({ status: 401, message: "invalid host or key" });

/** What Njalla says when it is done. */
export function njallaDone(sent: readonly string[]): string {
  const value = Object.fromEntries(sent.map((address) => [isIPv6(address) ? "AAAA" : "A", address]));
  return JSON.stringify({ status: 200, message: "record updated", value });
}

/** FreeDNS of 1984 Hosting, one account with its key. */
export function rulesOf1984(key: string): UpdateUrlRules {
  return {
    hosts: ["api.1984.is"],
    path: "/1.0/freedns/",
    required: ["apikey", "domain", "ip"],
    isProven: ({ apikey }) => apikey === key,
    name: ({ domain }) => domain,
    addresses: ({ ip = "" }) => [ip],
    holds: "ipv4",
    says: {
      updated: ({ sent }) => answerOf1984(true, "updated", sent.join()),
      unchanged: ({ sent }) => answerOf1984(true, "unaltered", sent.join()),
      unproven: answerOf1984(false, "invalid key", ""),
      unknownName: answerOf1984(false, "no such entry", ""),
    },
  };
}

/** An answer of 1984 Hosting. */
export function answerOf1984(ok: boolean, msg: string, ip: string): string {
  return JSON.stringify({ ok, msg, ip });
}
