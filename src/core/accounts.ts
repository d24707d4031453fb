import type { Instant } from "./clock.ts";
import type { OwnerName } from "./name.ts";
import type { Result } from "./result.ts";

/** Hosts the server knows and the tokens that may update them. */

/** A name that clients may update, whether or not it has records yet. */
export interface Host {
  readonly name: OwnerName;
  readonly zone: OwnerName;
  readonly createdAt: Instant;
}

/** What is kept of a token: enough to recognise it and to check beacons, not enough to make other updates with. */
export interface TokenRecord {
  /** The first characters of the token, by which it is found; not secret. */
  readonly id: string;
  /** SHA-256 of the whole token, 32 octets. Tokens have 178 random bits, so a slow hash would add nothing. */
  readonly digest: Uint8Array;
  readonly host: OwnerName;
  readonly createdAt: Instant;
}

/** The accounts cannot be read or written now. It says nothing about whether a host or token exists. */
export interface AccountsUnavailable {
  readonly code: "accounts-unavailable";
  readonly detail: string;
}

/** Why a change of accounts was not made. */
export interface AccountFailure {
  /** `token-exists`: another token has that id; draw again. */
  readonly code: "host-exists" | "host-unknown" | "token-exists" | "token-unknown" | AccountsUnavailable["code"];
  readonly detail: string;
}

export interface Accounts {
  /** Adds a host with its first token. */
  addHost(host: Host, token: TokenRecord): Promise<Result<void, AccountFailure>>;
  /** Removes a host and every token of it. Its records are the journal's business. */
  removeHost(name: OwnerName): Promise<Result<void, AccountFailure>>;
  host(name: OwnerName): Promise<Result<Host | undefined, AccountsUnavailable>>;
  /** Hosts in the order of their names' keys, octet by octet, after `after`, at most `limit` (1 to 1000). */
  hosts(after: OwnerName | undefined, limit: number): Promise<Result<readonly Host[], AccountsUnavailable>>;
  token(id: string): Promise<Result<TokenRecord | undefined, AccountsUnavailable>>;
  /** Oldest first; none for a host that does not exist. */
  tokensOf(host: OwnerName): Promise<Result<readonly TokenRecord[], AccountsUnavailable>>;
  /** Adds a token; with `replacing` the host's earlier tokens end in the same step. */
  addToken(token: TokenRecord, mode: "replacing" | "beside"): Promise<Result<void, AccountFailure>>;
  revokeToken(id: string): Promise<Result<void, AccountFailure>>;
}
