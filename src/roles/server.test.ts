import { afterEach, describe, expect, test } from "bun:test";
import { queryOf } from "../../test/support/answering-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { MemoryAccounts } from "../../test/support/memory-accounts.ts";
import { MemoryFiles } from "../../test/support/memory-files.ts";
import { MemoryJournal } from "../../test/support/memory-journal.ts";
import { pointed, proposal, zoneAdded } from "../../test/support/proposals.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { address } from "../../test/support/values.ts";
import type { QueryThreadCount } from "../config/config.ts";
import { Duration } from "../core/duration.ts";
import { silentLog } from "../core/log.ts";
import type { PacketSockets, PacketsRefused } from "../core/packet-sockets.ts";
import { failure, type Result } from "../core/result.ts";
import { systemClock } from "../platform/clock.ts";
import { createDatagramClient } from "../platform/datagram-client.ts";
import { createDatagramListener } from "../platform/datagram-listener.ts";
import { createFramedListener } from "../platform/framed-listener.ts";
import { createFramedTransferClient } from "../platform/framed-transfer-client.ts";
import { createHttpListener } from "../platform/http-listener.ts";
import { openPacketSockets } from "../platform/packets/packet-sockets.ts";
import { type RunningServer, startServer } from "./server.ts";

/** A whole server on loopback: who receives queries, what is counted, and when memory is given back. */

const folder = temporaryFolder();
const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

const refusing = (code: PacketsRefused["code"]) => async () => failure({ code, detail: "test" });

async function start(
  threads: QueryThreadCount,
  packets: () => Promise<Result<PacketSockets, PacketsRefused>>,
): Promise<{ server: RunningServer; clock: FakeClock; journal: MemoryJournal; gaveBack: () => number }> {
  const [clock, journal] = [new FakeClock(), new MemoryJournal()];
  const onBug = (bug: unknown): never => {
    throw bug;
  };
  expectOk(await journal.append(proposal("dyn.example", zoneAdded(), pointed("a.dyn.example", "192.0.2.1"))));
  let count = 0;
  const server = expectOk(
    await startServer(
      {
        keys: [],
        secondaries: [],
        catalog: undefined,
        zones: [],
        dns: {
          listen: [{ address: address("127.0.0.1"), port: 0 }],
          threads,
          answers: {
            identity: { hostname: undefined, version: undefined },
            hasExtendedErrors: false,
            rateLimit: undefined,
          },
          tls: undefined,
          isOverHttps: false,
        },
        http: { listen: [], trustedProxies: [] },
      },
      {
        accounts: new MemoryAccounts(),
        clock,
        journal,
        memory: {
          giveBack: () => {
            count += 1;
          },
        },
        pid: 1,
        random: new SeededRandom(),
        stateDirectory: folder(),
        files: new MemoryFiles({}),
        http: createHttpListener(clock, onBug),
        datagrams: createDatagramListener(onBug),
        exchanges: createDatagramClient(clock),
        transfers: createFramedTransferClient(clock),
        frames: createFramedListener(clock, onBug),
        packets,
        log: silentLog,
      },
    ),
  );
  running.push(server);
  return { server, clock, journal, gaveBack: () => count };
}

const real = async (): Promise<Result<PacketSockets, PacketsRefused>> => openPacketSockets();

const rows = [
  ["off by configuration", "off", real, { threads: 0, reason: "configured" }],
  ["refused by a sandbox", 2, refusing("packets-forbidden"), { threads: 0, reason: "packets-forbidden" }],
  ["not there", 1, refusing("packets-unavailable"), { threads: 0, reason: "packets-unavailable" }],
  ...(openPacketSockets().ok ? [["there", 2, real, { threads: 2, reason: null }] as const] : []),
] as const;

describe("queries are received, answered and counted where batches are", () => {
  for (const [label, threads, packets, udp] of rows) {
    test(label, async () => {
      const { server } = await start(threads, packets);
      expect(server.summary().udp).toEqual(udp);
      const endpoint = server.listeners.find(({ kind }) => kind === "dns-udp")?.endpoint;
      const peer = endpoint ?? { address: address("127.0.0.1"), port: 0 };
      const client = createDatagramClient(systemClock);
      for (const [question, rcode] of [
        ["dyn.example. SOA opcode=STATUS", 4],
        ["elsewhere.test. A", 5],
      ] as const) {
        const answer = expectOk(
          await client.exchange(peer, queryOf(question), () => true, { timeout: Duration.seconds(20) }),
        );
        expect((answer[3] ?? 0) & 15).toBe(rcode);
      }
      expect(server.summary().counters).toMatchObject({ queries: 2, refused: 1, dropped: 0 });
    });
  }
});

test("memory is given back once after the start, and not for small changes", async () => {
  const { server, clock, gaveBack } = await start("off", real);
  await clock.advance(Duration.seconds(9));
  expect(gaveBack()).toBe(0);
  await clock.advance(Duration.minutes(5));
  expect(gaveBack()).toBe(1);
  expectOk(await server.administration.addHost("b.dyn.example"));
  await clock.advance(Duration.minutes(5));
  expect(gaveBack()).toBe(1);
});

test("memory is given back after a large entry", async () => {
  const { server, clock, gaveBack } = await start("off", real);
  await clock.advance(Duration.minutes(1));
  const hosts = Array.from({ length: 600 }, (_, index) => `h${index} A 192.0.2.1`).join("\n");
  const text = `$ORIGIN new.example.\n$TTL 60\n@ SOA ns admin 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n${hosts}\n`;
  expectOk(
    await server.administration.importZone({
      file: { path: "z", text, includes: {} },
      apex: undefined,
      mode: "create",
    }),
  );
  expect(gaveBack()).toBe(1);
  await clock.advance(Duration.minutes(1));
  expect(gaveBack()).toBe(2);
});
