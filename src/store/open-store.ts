import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Accounts } from "../core/accounts.ts";
import type { AgentJournal } from "../core/agent-journal.ts";
import type { Journal, Revision } from "../core/journal.ts";
import { failure, ok, type Failure, type Result } from "../core/result.ts";
import type { AgentOptions, JournalOptions } from "./protocol.ts";
import { SqliteAccounts } from "./sqlite-accounts.ts";
import { SqliteAgentJournal } from "./sqlite-agent-journal.ts";
import { SqliteJournal } from "./sqlite-journal.ts";
import { fileFailureCodeOf, type OpenFailure, type OpenFailureCode, type StorageFailure } from "./storage-failure.ts";
import { StorageClient } from "./storage-client.ts";
import type { StartPlace } from "./storage-place.ts";
import { startThread } from "./storage-thread.ts";

/**
 * Opens what lies in a state directory: the server's journal with its accounts, the agent's journal, or both, in one
 * place that starts with the first of them. Used by the roles and by commands that work without a server.
 */

/** What makes a state directory ours alone; who holds it otherwise is the lock's own failure. */
export type TakeLock<F extends object> = (directory: string) => MaybeLater<Result<StateLock, F>>;

export interface StateLock {
  release(): MaybeLater<void>;
}

type MaybeLater<T> = T | Promise<T>;

/** What a server keeps. Closing the journal closes the accounts. */
export interface ServerStore {
  readonly journal: Journal;
  readonly accounts: Accounts;
}

/** A state directory that is ours alone until it is closed. */
export interface StateDirectory {
  /** Whether the store is there already; opening one that is not creates it. */
  has(store: "server" | "agent"): boolean;
  /** Opens or creates `journal.db`. */
  openServer(options?: Partial<JournalOptions>): Promise<Result<ServerStore, OpenFailure>>;
  /** Opens or creates `agent.db`. */
  openAgent(options?: Partial<AgentOptions>): Promise<Result<AgentJournal, OpenFailure>>;
  /**
   * Resolves when storage is gone, after which every call fails: on close, or because its thread met a bug. Only a new
   * process helps then.
   */
  readonly storageEnded: Promise<StorageFailure>;
  /** Closes the stores, ends storage and gives the directory free. */
  close(): Promise<void>;
}

/** A fold of so many entries takes some 30 ms in all, and a replay of as many is not felt. */
const journalDefaults: JournalOptions = { foldAfterEntries: 4_096, foldAfterOctets: 4 * 1024 * 1024 };

/** About 20 MB; a name that changes once an hour fills it in eleven years. */
const agentDefaults: AgentOptions = { largestEventCount: 100_000 };

/**
 * Creates the directory, readable for its owner alone, and takes its lock. Opens no store yet.
 *
 * @param startPlace `startThread`, or `startInline` in a process that is an agent and nothing else.
 */
export async function openStateDirectory<F extends object>(
  directory: string,
  takeLock: TakeLock<F>,
  startPlace: StartPlace = startThread,
): Promise<Result<StateDirectory, OpenFailure | F>> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = fileFailureCodeOf(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    return failure({ code, path: directory, detail: error.message });
  }
  const lock = await takeLock(directory);
  return lock.ok ? ok(new LockedDirectory(directory, lock.value, new StorageClient(startPlace))) : lock;
}

class LockedDirectory implements StateDirectory {
  readonly #directory: string;
  readonly #lock: StateLock;
  readonly #storage: StorageClient;
  readonly #open: { close(): Promise<void> }[] = [];
  #closing: Promise<void> | undefined;

  constructor(directory: string, lock: StateLock, storage: StorageClient) {
    this.#directory = directory;
    this.#lock = lock;
    this.#storage = storage;
  }

  has(store: "server" | "agent"): boolean {
    return existsSync(this.#pathOf(store));
  }

  get storageEnded(): Promise<StorageFailure> {
    return this.#storage.ended;
  }

  async openServer(options: Partial<JournalOptions> = {}): Promise<Result<ServerStore, OpenFailure>> {
    const path = this.#pathOf("server");
    const opened = await this.#storage.openJournal(path, { ...journalDefaults, ...options });
    if (!opened.ok) return openFailure(path, opened);
    const { line, revision } = opened.value;
    const journal = new SqliteJournal(line, revision as Revision);
    this.#open.push(journal);
    return ok({ journal, accounts: new SqliteAccounts(line) });
  }

  async openAgent(options: Partial<AgentOptions> = {}): Promise<Result<AgentJournal, OpenFailure>> {
    const path = this.#pathOf("agent");
    const opened = await this.#storage.openAgent(path, { ...agentDefaults, ...options });
    if (!opened.ok) return openFailure(path, opened);
    const journal = new SqliteAgentJournal(opened.value.line);
    this.#open.push(journal);
    return ok(journal);
  }

  #pathOf(store: "server" | "agent"): string {
    return storePath(this.#directory, store);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all(this.#open.map((store) => store.close()));
    this.#storage.stop();
    await this.#lock.release();
  }
}

function openFailure(
  path: string,
  { code, detail }: { readonly code: OpenFailureCode | StorageFailure["code"]; readonly detail: string },
): Failure<OpenFailure> {
  const isOfThread = code === "full" || code === "corrupt" || code === "unavailable";
  return failure({ code: isOfThread ? "storage-thread-failed" : code, path, detail });
}

/** Where a store lies in a state directory. */
export function storePath(directory: string, store: "server" | "agent"): string {
  return join(directory, store === "server" ? "journal.db" : "agent.db");
}
