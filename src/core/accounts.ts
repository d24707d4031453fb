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

/** What is kept of a token: enough to recognise it, not enough to use it. */
export interface TokenRecord {
  /** The first characters of the token, by which it is found; not secret. */
  readonly id: string;
  /** SHA-256 of the whole token, 32 octets. Tokens have 178 random bits, so a slow hash would add nothing. */
  readonly digest: Uint8Array;
  readonly host: OwnerName;
  readonly createdAt: Instant;
}

export interface AccountFailure {
  readonly code: "host-exists" | "host-unknown" | "token-unknown" | "accounts-unavailable";
  readonly detail: string;
}

export interface Accounts {
  /** Adds a host with its first token. */
  addHost(host: Host, token: TokenRecord): Promise<Result<void, AccountFailure>>;
  /** Removes a host and every token of it. Its records are the journal's business. */
  removeHost(name: OwnerName): Promise<Result<void, AccountFailure>>;
  host(name: OwnerName): Promise<Host | undefined>;
  /** Hosts in canonical order of their names' text, after `after`, at most `limit`. */
  hosts(after: OwnerName | undefined, limit: number): Promise<readonly Host[]>;
  token(id: string): Promise<TokenRecord | undefined>;
  tokensOf(host: OwnerName): Promise<readonly TokenRecord[]>;
  /** Adds a token; with `replacing` the host's earlier tokens end in the same step. */
  addToken(token: TokenRecord, mode: "replacing" | "beside"): Promise<Result<void, AccountFailure>>;
  revokeToken(id: string): Promise<Result<void, AccountFailure>>;
}
