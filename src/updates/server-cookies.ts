import type { Address } from "../core/address.ts";
import type { Instant } from "../core/clock.ts";
import { CookieSecretMemory, type CookieSecrets } from "../wire/cookie-secrets.ts";
import { type CookiePair, checkServerCookie, makeServerCookie } from "../wire/dns-cookie.ts";

/** The cookies of this server, and the secrets behind them. Where those are kept is the caller's. */

export class ServerCookies {
  /** Where other threads find the secrets. */
  readonly memory: CookieSecretMemory = new CookieSecretMemory();
  #secrets: CookieSecrets;

  constructor(secrets: CookieSecrets) {
    this.#secrets = secrets;
    this.memory.write(secrets);
  }

  get secrets(): CookieSecrets {
    return this.#secrets;
  }

  /** Replaced when a new secret is drawn. RFC 9018 §5 */
  set secrets(secrets: CookieSecrets) {
    this.#secrets = secrets;
    this.memory.write(secrets);
  }

  /** Judges the cookie of a request, and gives the server's part for the answer. */
  examine(pair: CookiePair, address: Address, now: Instant): ExaminedCookie {
    const { present, previous } = this.#secrets;
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
