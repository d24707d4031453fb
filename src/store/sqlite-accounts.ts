import type { AccountFailure, Accounts, AccountsUnavailable, Host, TokenRecord } from "../core/accounts.ts";
import { Instant } from "../core/clock.ts";
import { OwnerName } from "../core/name.ts";
import { fromHex, toHex } from "../core/octets.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { HostLine, JournalCalls, TokenLine } from "./protocol.ts";
import type { StorageFailure } from "./storage-failure.ts";
import type { StoreLine } from "./storage-client.ts";

/**
 * The accounts in the journal's database, seen from the thread that uses them. They end with the journal: closing that
 * makes every call fail.
 */
export class SqliteAccounts implements Accounts {
  readonly #line: StoreLine<JournalCalls>;

  constructor(line: StoreLine<JournalCalls>) {
    this.#line = line;
  }

  async addHost(host: Host, token: TokenRecord): Promise<Result<void, AccountFailure>> {
    const { answer } = await this.#line.call("add-host", { host: hostLineOf(host), token: tokenLineOf(token) });
    return answer.ok ? ok(undefined) : accountFailure(answer, host.name);
  }

  async removeHost(name: OwnerName): Promise<Result<void, AccountFailure>> {
    const { answer } = await this.#line.call("remove-host", name.key);
    return answer.ok ? ok(undefined) : accountFailure(answer, name);
  }

  async host(name: OwnerName): Promise<Result<Host | undefined, AccountsUnavailable>> {
    const { answer } = await this.#line.call("host", name.key);
    if (!answer.ok) return unavailable(answer.detail);
    return answer.value === null ? ok(undefined) : readHost(answer.value);
  }

  async hosts(after: OwnerName | undefined, limit: number): Promise<Result<readonly Host[], AccountsUnavailable>> {
    const { answer } = await this.#line.call("hosts", { after: after?.key ?? "", limit });
    return answer.ok ? readAll(answer.value, readHost) : unavailable(answer.detail);
  }

  async token(id: string): Promise<Result<TokenRecord | undefined, AccountsUnavailable>> {
    const { answer } = await this.#line.call("token", id);
    if (!answer.ok) return unavailable(answer.detail);
    return answer.value === null ? ok(undefined) : readToken(answer.value);
  }

  async tokensOf(host: OwnerName): Promise<Result<readonly TokenRecord[], AccountsUnavailable>> {
    const { answer } = await this.#line.call("tokens-of", host.key);
    return answer.ok ? readAll(answer.value, readToken) : unavailable(answer.detail);
  }

  async addToken(token: TokenRecord, mode: "replacing" | "beside"): Promise<Result<void, AccountFailure>> {
    const ask = { token: tokenLineOf(token), isReplacing: mode === "replacing" };
    const { answer } = await this.#line.call("add-token", ask);
    return answer.ok ? ok(undefined) : accountFailure(answer, token.host);
  }

  async revokeToken(id: string): Promise<Result<void, AccountFailure>> {
    const { answer } = await this.#line.call("revoke-token", id);
    return answer.ok ? ok(undefined) : accountFailure(answer);
  }
}

function hostLineOf({ name, zone, createdAt }: Host): HostLine {
  return { name: name.toString(), zone: zone.toString(), createdAt };
}

function tokenLineOf({ id, digest, host, createdAt }: TokenRecord): TokenLine {
  return { id, digest: toHex(digest), host: host.key, createdAt };
}

function readHost(line: HostLine): Result<Host, AccountsUnavailable> {
  const name = OwnerName.parse(line.name);
  const zone = OwnerName.parse(line.zone);
  if (!name.ok || !zone.ok) return unavailable(`the host ${line.name} cannot be read back`);
  return ok({ name: name.value, zone: zone.value, createdAt: Instant.ofMs(line.createdAt) });
}

function readToken({ id, digest, host, createdAt }: TokenLine): Result<TokenRecord, AccountsUnavailable> {
  const name = OwnerName.parse(host);
  const octets = fromHex(digest);
  if (!name.ok || octets === undefined) return unavailable(`the token ${id} cannot be read back`);
  return ok({ id, digest: octets, host: name.value, createdAt: Instant.ofMs(createdAt) });
}

function readAll<L, T>(
  lines: readonly L[],
  read: (line: L) => Result<T, AccountsUnavailable>,
): Result<readonly T[], AccountsUnavailable> {
  const values: T[] = [];
  for (const line of lines) {
    const value = read(line);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}

type Refusal = Exclude<AccountFailure["code"], AccountsUnavailable["code"]>;

/** Hosts are named as people write them, not by the key they are kept under. */
function accountFailure(
  { code, detail }: { readonly code: Refusal | StorageFailure["code"]; readonly detail: string },
  host?: OwnerName,
): Result<never, AccountFailure> {
  if (code === "full" || code === "corrupt" || code === "unavailable") return unavailable(detail);
  const isAboutHost = code === "host-exists" || code === "host-unknown";
  return failure({ code, detail: isAboutHost && host !== undefined ? host.hostname : detail });
}

function unavailable(detail: string): Result<never, AccountsUnavailable> {
  return failure({ code: "accounts-unavailable", detail });
}
