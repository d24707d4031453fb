import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Address } from "../src/core/address.ts";
import { Instant } from "../src/core/clock.ts";
import type { Proposal } from "../src/core/journal.ts";
import { OwnerName } from "../src/core/name.ts";
import { ok, type Result } from "../src/core/result.ts";
import { serialOf } from "../src/core/serial.ts";
import { type Ttl, ttlOf } from "../src/core/ttl.ts";
import { encodeChanges, type ZoneChange } from "../src/core/zone-change.ts";
import { openStateDirectory, type ServerStore, type StateDirectory, type TakeLock } from "../src/store/open-store.ts";
import { startInline } from "../src/store/storage-inline.ts";
import { startThread } from "../src/store/storage-thread.ts";

/**
 * What the embedded store does on this machine: `bun bench/store.ts [question …]`, without a question all of them.
 * Directories are made where temporary files go; set TMPDIR to measure another disk.
 */

const unlocked: TakeLock<never> = async () => ok({ release: async () => undefined });
const apex = must(OwnerName.parse("dyn.example.org"));
const ttl: Ttl = must(ttlOf(60));
const at = Instant.ofMs(Date.UTC(2026, 10, 20));

const questions: Readonly<Record<string, () => Promise<void>>> = {
  /** Acknowledged appends of one address each, to 1000 hot names. */
  async appends() {
    for (const appenders of [1, 8, 64, 256]) {
      await withStore(async ({ journal }) => {
        must(await journal.append(proposal([{ kind: "zone-added", serialBase: serialOf(0) }])));
        const names = Array.from({ length: 1000 }, (_, index) => hostName(index));
        await report(`appends, ${appenders} at once`, appenders, 3000, async (turn) => {
          const owner = names[turn % names.length] ?? apex;
          must(await journal.append(hostProposal(owner, turn)));
        });
      });
    }
  },

  /** Look-ups of random tokens among 100 000. */
  async tokens() {
    await withStore(async ({ accounts }) => {
      const started = performance.now();
      const digest = new Uint8Array(32);
      for (let first = 0; first < 100_000; first += 500) {
        const adds = Array.from({ length: 500 }, (_, index) => {
          const name = hostName(first + index);
          const token = { id: tokenId(first + index), digest, host: name, createdAt: at };
          return accounts.addHost({ name, zone: apex, createdAt: at }, token);
        });
        for (const result of await Promise.all(adds)) must(result);
      }
      print("100 000 hosts added", `${Math.round(performance.now() - started)} ms`);
      for (const callers of [1, 64]) {
        await report(`token look-ups, ${callers} at once`, callers, 2000, async (turn) => {
          must(await accounts.token(tokenId((turn * 7919) % 100_000)));
        });
      }
    });
  },

  /** One entry of 200 000 changes, then its folding while single appends go on. */
  async import() {
    const changes = zoneOf(200_000);
    await withStore(async ({ journal }) => {
      const encoding = time(() => encodeChanges(changes).length);
      print("import of 200 000: encoding on the caller's thread", `${encoding.ms} ms, ${encoding.value} octets`);
      const lag = watchLag();
      const started = performance.now();
      must(await journal.append(proposal(changes)));
      print("import of 200 000: acknowledged after", `${Math.round(performance.now() - started)} ms`);
      const latencies: number[] = [];
      let isFolded = false;
      const folding = journal.snapshot().then(() => {
        isFolded = true;
        print("import of 200 000: folded after", `${Math.round(performance.now() - started)} ms`);
      });
      for (let turn = 0; !isFolded; turn += 1) {
        const begun = performance.now();
        must(await journal.append(hostProposal(hostName(turn), turn)));
        latencies.push(performance.now() - begun);
      }
      await folding;
      print("single appends while it is folded", quantiles(latencies));
      print("caller's thread blocked at most", `${Math.round(lag())} ms`);
    });
  },

  /** Replay of a folded journal, as a server does at its start; another process has filled it. */
  async replay() {
    for (const count of [100_000, 1_000_000]) {
      await withDirectory(async (directory) => {
        const filled = spawnSync(process.execPath, [process.argv[1] ?? "", "fill", directory, String(count)]);
        if (filled.status !== 0) throw new Error(String(filled.stderr));
        print(`${count} RRsets: folding`, String(filled.stdout));
        print(
          `${count} RRsets: file`,
          `${Math.round((await stat(join(directory, "journal.db"))).size / 1024 / 1024)} MiB`,
        );
        const before = memory();
        const opening = performance.now();
        const { state, store } = await open(directory);
        print(`${count} RRsets: open`, `${Math.round(performance.now() - opening)} ms`);
        const lag = watchLag();
        const replaying = performance.now();
        let seen = 0;
        for await (const piece of store.journal.replay()) {
          for (const item of must(piece)) seen += item.kind === "state" ? item.changes.length : 1;
        }
        print(`${count} RRsets: replay of ${seen}`, `${Math.round(performance.now() - replaying)} ms`);
        print(`${count} RRsets: thread blocked at most`, `${Math.round(lag())} ms`);
        print(`${count} RRsets: resident (anonymous) before, after`, `${before} ${memory()}`);
        await state.close();
      });
    }
  },

  /** Resident memory with only the agent's journal open. */
  async memory() {
    for (const [label, place] of [
      ["inline", startInline],
      ["in a thread", startThread],
    ] as const) {
      await withDirectory(async (directory) => {
        const before = memory();
        const state = must(await openStateDirectory(directory, unlocked, place));
        const journal = must(await state.openAgent());
        must(await journal.record({ kind: "started", at, version: "0" }));
        print(`agent.db ${label}: resident (anonymous) before, after`, `${before} ${memory()}`);
        await state.close();
      });
    }
  },
};

async function report(
  label: string,
  callers: number,
  durationMs: number,
  act: (turn: number) => Promise<void>,
): Promise<void> {
  const latencies: number[] = [];
  const started = performance.now();
  const cpu = process.cpuUsage();
  let turn = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - started < durationMs) {
      const begun = performance.now();
      turn += 1;
      await act(turn);
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  const perCall = ((used.user + used.system) / latencies.length).toFixed(1);
  print(label, `${Math.round(latencies.length / seconds)}/s, ${quantiles(latencies)}, CPU ${perCall} µs each`);
}

function quantiles(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((a, b) => a - b);
  const quantile = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(2);
  return `p50 ${quantile(0.5)} p99 ${quantile(0.99)} max ${quantile(1)} ms`;
}

/** The longest the event loop was away since the call. */
function watchLag(): () => number {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }, 1);
  return () => {
    clearInterval(timer);
    return Math.max(longest, performance.now() - last - 1);
  };
}

function memory(): string {
  const status = readFileSync("/proc/self/status", "utf8");
  const mib = (key: string): string =>
    (Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024).toFixed(1);
  return `${mib("VmRSS")} (${mib("RssAnon")}) MiB`;
}

async function withDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function withStore(use: (store: ServerStore) => Promise<void>): Promise<void> {
  await withDirectory(async (directory) => {
    const { state, store } = await open(directory);
    await use(store);
    await state.close();
  });
}

async function open(directory: string): Promise<{ readonly state: StateDirectory; readonly store: ServerStore }> {
  const state = must(await openStateDirectory(directory, unlocked));
  return { state, store: must(await state.openServer()) };
}

function hostName(index: number): OwnerName {
  return must(apex.child(`host-${index}`));
}

function hostProposal(owner: OwnerName, turn: number): Proposal {
  const rdata = [Uint8Array.of(198, 51, (turn >> 8) & 255, turn & 255)];
  return {
    at,
    zone: apex,
    actor: { kind: "token", tokenId: "aB3dE6gH9j", host: owner },
    transport: "dyndns2",
    peer: must(Address.parse("198.51.100.7")),
    changes: [{ kind: "rrset-replaced", owner, type: "A", ttl, rdata }],
  };
}

function proposal(changes: readonly ZoneChange[]): Proposal {
  return { at, zone: apex, actor: { kind: "administrator" }, transport: "offline", peer: undefined, changes };
}

function zoneOf(count: number, first = 0): readonly ZoneChange[] {
  const hosts = Array.from({ length: count }, (_, index): ZoneChange => {
    const rdata = [Uint8Array.of(10, (index >> 16) & 255, (index >> 8) & 255, index & 255)];
    return { kind: "rrset-replaced", owner: hostName(first + index), type: "A", ttl, rdata };
  });
  return [{ kind: "zone-added", serialBase: serialOf(0) }, ...hosts];
}

function tokenId(index: number): string {
  return `t${index.toString(36).padStart(9, "0")}`;
}

function time<T>(work: () => T): { readonly value: T; readonly ms: number } {
  const started = performance.now();
  return { value: work(), ms: Math.round(performance.now() - started) };
}

function must<T, F extends object>(result: Result<T, F>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result));
}

function print(what: string, result: string): void {
  process.stdout.write(`${what.padEnd(52)} ${result}\n`);
}

/** Fills a directory and prints how long its folding took. */
async function fill(directory: string, count: number): Promise<void> {
  const { state, store } = await open(directory);
  for (let first = 0; first < count; first += 50_000) must(await store.journal.append(proposal(zoneOf(50_000, first))));
  const folding = performance.now();
  must(await store.journal.snapshot());
  process.stdout.write(`${Math.round(performance.now() - folding)} ms`);
  await state.close();
}

const asked = process.argv.slice(2);
const [first, directory = "", count] = asked;
if (first === "fill") await fill(directory, Number(count));
else await ask();

async function ask(): Promise<void> {
  for (const [name, question] of Object.entries(questions)) {
    if (asked.length === 0 || asked.includes(name)) await question();
  }
}
