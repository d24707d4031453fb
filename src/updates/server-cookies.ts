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

  /** Judges the cookie of a request, and gives the server's part for the answer. */
  examine(pair: CookiePair, address: Address, now: Instant): ExaminedCookie {
    const { present, previous } = this.secrets;
    const check = checkServerCookie(present, pair, address, now);
    // The one that came is kept while it is young enough. RFC 9018 §4.3
    if (check === "right" && pair.server !== undefined) return { isRight: true, server: pair.server };
    const isRight =
      check !== "wrong" || (previous !== undefined && checkServerCookie(previous, pair, address, now) !== "wrong");
    return { isRight, server: makeServerCookie(present, pair.client, address, now) };
  }
}

export interface ExaminedCookie {
  /** The client has shown that it receives what is sent to this address. */
  readonly isRight: boolean;
  readonly server: Uint8Array;
}
