import type { StatementSync } from "node:sqlite";
import { fromHex, toHex } from "../../core/octets.ts";
import { failure, ok } from "../../core/result.ts";
import { assert } from "../../core/assert.ts";
import type { Answer, HostLine, JournalCalls, TokenLine } from "../protocol.ts";
import { blob, integer, type Row, text } from "./columns.ts";
import type { Database } from "./database.ts";

/**
 * Hosts and tokens. Every method runs inside a transaction or a read of its caller's; a refusal leaves nothing behind,
 * so it does not spoil what shares its transaction.
 */
export class AccountTables {
  readonly #host: StatementSync;
  readonly #hosts: StatementSync;
  readonly #addHost: StatementSync;
  readonly #removeHost: StatementSync;
  readonly #token: StatementSync;
  readonly #tokensOf: StatementSync;
  readonly #addToken: StatementSync;
  readonly #endTokensOf: StatementSync;
  readonly #revokeToken: StatementSync;

  constructor(database: Database) {
    this.#host = database.prepare("SELECT name, zone, created_at FROM host WHERE key = ?");
    this.#hosts = database.prepare("SELECT name, zone, created_at FROM host WHERE key > ? ORDER BY key LIMIT ?");
    this.#addHost = database.prepare("INSERT INTO host VALUES (?, ?, ?, ?)");
    // Its tokens go with it, by the foreign key.
    this.#removeHost = database.prepare("DELETE FROM host WHERE key = ?");
    this.#token = database.prepare("SELECT id, digest, host, created_at FROM token WHERE id = ?");
    this.#tokensOf = database.prepare(
      "SELECT id, digest, host, created_at FROM token WHERE host = ? ORDER BY sequence",
    );
    this.#addToken = database.prepare("INSERT INTO token (id, digest, host, created_at) VALUES (?, ?, ?, ?)");
    this.#endTokensOf = database.prepare("DELETE FROM token WHERE host = ?");
    this.#revokeToken = database.prepare("DELETE FROM token WHERE id = ?");
  }

  addHost(host: HostLine, token: TokenLine): Answer<JournalCalls["add-host"]> {
    const key = host.name.toLowerCase();
    if (this.#host.get(key) !== undefined) return failure({ code: "host-exists", detail: host.name });
    if (this.#token.get(token.id) !== undefined) return failure({ code: "token-exists", detail: token.id });
    this.#addHost.run(key, host.name, host.zone, host.createdAt);
    this.#putToken(token);
    return ok(null);
  }

  removeHost(key: string): Answer<JournalCalls["remove-host"]> {
    return this.#removeHost.run(key).changes === 0 ? failure({ code: "host-unknown", detail: key }) : ok(null);
  }

  addToken(token: TokenLine, isReplacing: boolean): Answer<JournalCalls["add-token"]> {
    if (this.#host.get(token.host) === undefined) return failure({ code: "host-unknown", detail: token.host });
    if (this.#token.get(token.id) !== undefined) return failure({ code: "token-exists", detail: token.id });
    if (isReplacing) this.#endTokensOf.run(token.host);
    this.#putToken(token);
    return ok(null);
  }

  revokeToken(id: string): Answer<JournalCalls["revoke-token"]> {
    return this.#revokeToken.run(id).changes === 0 ? failure({ code: "token-unknown", detail: id }) : ok(null);
  }

  host(key: string): HostLine | null {
    const row = this.#host.get(key);
    return row === undefined ? null : hostLine(row);
  }

  hosts(after: string, limit: number): readonly HostLine[] {
    return this.#hosts.all(after, limit).map(hostLine);
  }

  token(id: string): TokenLine | null {
    const row = this.#token.get(id);
    return row === undefined ? null : tokenLine(row);
  }

  tokensOf(hostKey: string): readonly TokenLine[] {
    return this.#tokensOf.all(hostKey).map(tokenLine);
  }

  #putToken(token: TokenLine): void {
    const digest = fromHex(token.digest);
    assert(digest !== undefined, "a digest travels as hexadecimal");
    this.#addToken.run(token.id, digest, token.host, token.createdAt);
  }
}

function hostLine(row: Row): HostLine {
  return { name: text(row, "name"), zone: text(row, "zone"), createdAt: integer(row, "created_at") };
}

function tokenLine(row: Row): TokenLine {
  return {
    id: text(row, "id"),
    digest: toHex(blob(row, "digest")),
    host: text(row, "host"),
    createdAt: integer(row, "created_at"),
  };
}
