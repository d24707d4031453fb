import type { Accounts, TokenRecord } from "../core/accounts.ts";
import { OwnerName } from "../core/name.ts";
import { type Failure, failure, ok, type Result } from "../core/result.ts";
import { HostKeys } from "./host-keys.ts";
import type { RefusalReason } from "./refusal.ts";
import { digestToken, sameDigest, tokenIdOf } from "./token.ts";

/** First step of the one door: who asks? Knows tokens and the keys made from them, not what they may do. */

/** What a client showed. */
export interface Credentials {
  /** User of HTTP Basic; undefined where the dialect has none. */
  readonly user: string | undefined;
  readonly secret: string;
}

/** Somebody who proved to hold a token. */
export interface Principal {
  readonly tokenId: string;
  readonly host: OwnerName;
}

/** What can be wrong with a token or with how it was given. */
type TokenRefusal = Extract<
  RefusalReason,
  "credentials-unreadable" | "token-malformed" | "token-unknown" | "user-unfit"
>;

/** Why nobody was recognised. Not knowing is not the same as wrong: a router that reads `badauth` stops for good. */
export type AuthenticationFailure =
  | { readonly code: "accounts-unavailable" }
  | {
      readonly code: "credentials-rejected";
      /** For the operator; who asks is not told. */
      readonly reason: TokenRefusal;
      /** The host whose token it is, with a user that does not fit. */
      readonly host: OwnerName | undefined;
    };

/** Tokens kept in memory, so that a router that reports every few minutes costs no look-up. */
const cachedTokens = 16_384;

/** Compared with when no token was found, so that an unknown id takes as long as a wrong secret. */
const absentDigest = new Uint8Array(32);

export class Authenticator {
  /** For messages that are signed. */
  readonly keys: HostKeys;
  readonly #accounts: Accounts;
  readonly #cache = new Map<string, TokenRecord>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
    this.keys = new HostKeys(accounts);
  }

  /** The principal behind the credentials. Failures leave nothing behind. */
  async authenticate(credentials: Credentials | undefined): Promise<Result<Principal, AuthenticationFailure>> {
    if (credentials === undefined) return rejected("credentials-unreadable");
    const id = tokenIdOf(credentials.secret);
    const digest = digestToken(credentials.secret);
    const cached = id === undefined ? undefined : this.#cache.get(id);
    const found = cached === undefined && id !== undefined ? await this.#accounts.token(id) : ok(cached);
    if (!found.ok) return failure({ code: found.code });
    const isRight = sameDigest(digest, found.value?.digest ?? absentDigest);
    if (found.value === undefined || !isRight) return rejected(id === undefined ? "token-malformed" : "token-unknown");
    if (!userFits(credentials.user, found.value)) return rejected("user-unfit", found.value.host);
    if (cached === undefined) this.#keep(found.value);
    return ok({ tokenId: found.value.id, host: found.value.host });
  }

  /** Forgets what is known of the tokens of hosts; to be called when some come or go. */
  forget(hosts: readonly OwnerName[]): void {
    for (const host of hosts) this.keys.forget(host);
    const keys = new Set(hosts.map((host) => host.key));
    for (const [id, record] of this.#cache) {
      if (keys.has(record.host.key)) this.#cache.delete(id);
    }
  }

  #keep(record: TokenRecord): void {
    this.#cache.set(record.id, record);
    if (this.#cache.size <= cachedTokens) return;
    const oldest = this.#cache.keys().next();
    if (oldest.done !== true) this.#cache.delete(oldest.value);
  }
}

function rejected(
  reason: Extract<AuthenticationFailure, { code: "credentials-rejected" }>["reason"],
  host?: OwnerName,
): Failure<AuthenticationFailure> {
  return failure({ code: "credentials-rejected", reason, host });
}

/** The user is the host's full name in any of its spellings, or the word `token`; Bearer has none. */
function userFits(user: string | undefined, record: TokenRecord): boolean {
  if (user === undefined || user === "token") return true;
  const name = OwnerName.parse(user);
  return name.ok && name.value.equals(record.host);
}
