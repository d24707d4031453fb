import type { Accounts, AccountsUnavailable } from "../core/accounts.ts";
import type { OwnerName } from "../core/name.ts";
import { ok, type Result } from "../core/result.ts";
import type { Instant } from "../core/clock.ts";
import { hostKey } from "../wire/host-key.ts";
import { type Verification, verifyMessage } from "../wire/tsig.ts";
import type { TsigKey } from "../wire/tsig-key.ts";

/** The TSIG keys that hosts sign with: one for each token of a host, all under the host's name. */

export interface HostKey {
  readonly tokenId: string;
  readonly key: TsigKey;
}

/** Hosts whose keys are kept in memory, so that a beacon every few seconds costs no look-up. */
const cachedHosts = 16_384;

/** A signature is tried with at most so many keys of a host, the newest first. */
const mostKeys = 8;

export class HostKeys {
  readonly #accounts: Accounts;
  readonly #cache = new Map<string, readonly HostKey[]>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** The keys of a host that are in memory already. */
  cached(host: OwnerName): readonly HostKey[] | undefined {
    return this.#cache.get(host.key);
  }

  /** The keys of a host, the newest first; none for a host that does not exist, of which nothing is kept. */
  async of(host: OwnerName): Promise<Result<readonly HostKey[], AccountsUnavailable>> {
    const cached = this.#cache.get(host.key);
    if (cached !== undefined) return ok(cached);
    const tokens = await this.#accounts.tokensOf(host);
    if (!tokens.ok) return tokens;
    const newest = tokens.value.toReversed().slice(0, mostKeys);
    const keys = newest.map(({ id, digest, host: holder }) => ({ tokenId: id, key: hostKey(holder, digest) }));
    if (keys.length > 0) this.#keep(host, keys);
    return ok(keys);
  }

  /** To be called when tokens of a host come or go. */
  forget(host: OwnerName): void {
    this.#cache.delete(host.key);
  }

  #keep(host: OwnerName, keys: readonly HostKey[]): void {
    this.#cache.set(host.key, keys);
    if (this.#cache.size <= cachedHosts) return;
    const oldest = this.#cache.keys().next();
    if (oldest.done !== true) this.#cache.delete(oldest.value);
  }
}

/** Tries the host's keys one after the other; a host has one, and two while it is changed over. */
export function verifyByHost(
  octets: Uint8Array,
  keys: readonly HostKey[],
  now: Instant,
): { readonly verification: Verification; readonly tokenId: string } {
  let last = { verification: verifyMessage(octets, () => keys[0]?.key, { now }), tokenId: keys[0]?.tokenId ?? "" };
  for (const { key, tokenId } of keys.slice(1)) {
    const isOther = last.verification.kind === "refused" && last.verification.error === "BADSIG";
    if (!isOther) return last;
    last = { verification: verifyMessage(octets, () => key, { now }), tokenId };
  }
  return last;
}
