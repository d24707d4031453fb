import type { Address } from "../core/address.ts";
import type { Instant } from "../core/clock.ts";
import { type CookiePair, checkServerCookie, makeServerCookie } from "../wire/dns-cookie.ts";

/** The cookies of this server, and the secrets behind them. Where those are kept is the caller's. */

/** What cookies are made with, 16 octets each; those of the secret before are taken for as long as they last. */
export interface CookieSecrets {
  readonly present: Uint8Array;
  readonly previous: Uint8Array | undefined;
}

export class ServerCookies {
  /** Replaced when a new secret is drawn. RFC 9018 §5 */
  secrets: CookieSecrets;

  constructor(secrets: CookieSecrets) {
    this.secrets = secrets;
  }

  /** Whether the client has shown that it receives what is sent to this address. */
  isRight(pair: CookiePair, address: Address, now: Instant): boolean {
    return this.#check(pair, address, now) !== "wrong";
  }

  /** The server cookie for an answer: the one that came while it is young enough, else a new one. RFC 9018 §4.3 */
  cookieFor(pair: CookiePair, address: Address, now: Instant): Uint8Array {
    const { present } = this.secrets;
    const isKept = checkServerCookie(present, pair, address, now) === "right";
    if (isKept && pair.server !== undefined) return pair.server;
    return makeServerCookie(present, pair.client, address, now);
  }

  #check(pair: CookiePair, address: Address, now: Instant): ReturnType<typeof checkServerCookie> {
    const { present, previous } = this.secrets;
    const check = checkServerCookie(present, pair, address, now);
    return check === "wrong" && previous !== undefined ? checkServerCookie(previous, pair, address, now) : check;
  }
}
