import type { AccountFailure, Accounts, AccountsUnavailable, Host, TokenRecord } from "../../src/core/accounts.ts";
import type { OwnerName } from "../../src/core/name.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";

/** Accounts that live in memory and pass the contract suite. A test may make every call fail. */
export class MemoryAccounts implements Accounts {
  readonly #hosts = new Map<string, Host>();
  readonly #tokens = new Map<string, TokenRecord>();
  /** While set, every call fails so and nothing changes. */
  outage: AccountsUnavailable | undefined;

  async addHost(host: Host, token: TokenRecord): Promise<Result<void, AccountFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    if (this.#hosts.has(host.name.key)) return failure({ code: "host-exists", detail: host.name.hostname });
    if (this.#tokens.has(token.id)) return failure({ code: "token-exists", detail: token.id });
    this.#hosts.set(host.name.key, host);
    this.#tokens.set(token.id, token);
    return ok(undefined);
  }

  async removeHost(name: OwnerName): Promise<Result<void, AccountFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    if (!this.#hosts.delete(name.key)) return failure({ code: "host-unknown", detail: name.hostname });
    this.#endTokensOf(name);
    return ok(undefined);
  }

  async host(name: OwnerName): Promise<Result<Host | undefined, AccountsUnavailable>> {
    return this.outage === undefined ? ok(this.#hosts.get(name.key)) : failure(this.outage);
  }

  async hosts(after: OwnerName | undefined, limit: number): Promise<Result<readonly Host[], AccountsUnavailable>> {
    if (this.outage !== undefined) return failure(this.outage);
    const keys = [...this.#hosts.keys()].toSorted().filter((key) => after === undefined || key > after.key);
    return ok(keys.slice(0, limit).flatMap((key) => this.#hosts.get(key) ?? []));
  }

  async token(id: string): Promise<Result<TokenRecord | undefined, AccountsUnavailable>> {
    return this.outage === undefined ? ok(this.#tokens.get(id)) : failure(this.outage);
  }

  async tokensOf(host: OwnerName): Promise<Result<readonly TokenRecord[], AccountsUnavailable>> {
    if (this.outage !== undefined) return failure(this.outage);
    return ok([...this.#tokens.values()].filter((token) => token.host.equals(host)));
  }

  async addToken(token: TokenRecord, mode: "replacing" | "beside"): Promise<Result<void, AccountFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    if (!this.#hosts.has(token.host.key)) return failure({ code: "host-unknown", detail: token.host.hostname });
    if (this.#tokens.has(token.id)) return failure({ code: "token-exists", detail: token.id });
    if (mode === "replacing") this.#endTokensOf(token.host);
    this.#tokens.set(token.id, token);
    return ok(undefined);
  }

  async revokeToken(id: string): Promise<Result<void, AccountFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    return this.#tokens.delete(id) ? ok(undefined) : failure({ code: "token-unknown", detail: id });
  }

  #endTokensOf(host: OwnerName): void {
    for (const [id, token] of this.#tokens) {
      if (token.host.equals(host)) this.#tokens.delete(id);
    }
  }
}
