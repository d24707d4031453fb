import { afterEach, describe, expect, test } from "bun:test";
import { createSocket, type Socket } from "node:dgram";
import { AnsweringZones, linesOf, queryOf } from "../../test/support/answering-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { address } from "../../test/support/values.ts";
import { datagramHandler } from "../authority/udp.ts";
import { Duration } from "../core/duration.ts";
import type { DatagramHandler } from "../core/listen.ts";
import type { LogFields } from "../core/log.ts";
import type { Endpoint } from "../core/net.ts";
import { createDatagramListener } from "../platform/datagram-listener.ts";
import { openPacketSockets } from "../platform/packets/packet-sockets.ts";
import { decodeMessage } from "../wire/message.ts";
import { QueryThreads } from "./query-threads.ts";
import { mostHandedOver } from "./worker/query-thread.ts";

/** What becomes of threads that end, of floods, and of answers while zones change. Plain service: `udp-plane.test.ts`. */

const packets = openPacketSockets();

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const run of cleanUp.splice(0).toReversed()) await run();
});

const zone = `
  $ORIGIN example.
  @   3600 SOA ns admin 1 3600 600 86400 300
  @   3600 NS  ns
  ns  3600 A   192.0.2.53
`;

class Scene {
  readonly clock = new FakeClock();
  readonly logged: string[] = [];
  readonly zones = new AnsweringZones([zone]);
  readonly client: Socket = createSocket("udp4");
  readonly threads: QueryThreads;
  endpoint: Endpoint = { address: address("127.0.0.1"), port: 0 };
  #waiting: ((answer: Uint8Array) => void)[] = [];
  #hear: () => void = () => undefined;

  constructor(count: number, workerFile?: URL) {
    const sockets = expectOk(packets);
    this.threads = new QueryThreads({ memory: this.zones.table.memory }, count, {
      sockets,
      wake: expectOk(sockets.createWakeEvent()),
      portable: createDatagramListener((bug) => this.logged.push(String(bug))),
      clock: this.clock,
      log: {
        write: ({ code }, fields: LogFields) => {
          this.logged.push(`${code} ${String(fields["error"])}`);
          this.#hear();
        },
      },
      ...(workerFile !== undefined && { workerFile }),
    });
  }

  async begin(handler: DatagramHandler = datagramHandler(this.zones)): Promise<void> {
    const listening = expectOk(await this.threads.listen(this.endpoint, handler));
    this.endpoint = listening.endpoint;
    this.threads.begin();
    await new Promise<void>((resolve) => this.client.bind(0, "127.0.0.1", resolve));
    this.client.on("message", (answer) => this.#waiting.shift()?.(answer));
    cleanUp.push(async () => {
      await this.threads.stop();
      await new Promise<void>((resolve) => this.client.close(() => resolve()));
    });
  }

  tell(octets: Uint8Array): void {
    this.client.send(octets, this.endpoint.port, "127.0.0.1");
  }

  ask(octets: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.tell(octets);
    });
  }

  async lines(question: string): Promise<readonly string[]> {
    return linesOf(expectOk(decodeMessage(await this.ask(queryOf(question)))));
  }

  async untilLogged(count: number): Promise<readonly string[]> {
    while (this.logged.length < count) {
      await new Promise<void>((resolve) => {
        this.#hear = resolve;
      });
    }
    return this.logged;
  }
}

const crashingWorker = new URL("../../test/support/crashing-query-worker.ts", import.meta.url);
const crash = queryOf("crash.example. A opcode=NOTIFY");
const right = ["NOERROR aa", "answer ns.example. 3600 A 192.0.2.53"];

describe.skipIf(!packets.ok)("a thread that ends by itself", () => {
  test("is started again; what was asked behind its end is answered, and counters go on", async () => {
    const scene = new Scene(1, crashingWorker);
    await scene.begin();
    expect(await scene.lines("ns.example. A")).toEqual(right);
    scene.tell(crash);
    await scene.untilLogged(1);
    expect(await scene.lines("ns.example. A")).toEqual(right);
    expect(scene.logged).toEqual(["server.query-thread-ended RangeError: crash"]);
    expect(scene.threads.counters.map(({ requests }) => requests)).toEqual([2]);
    expect(scene.threads.count).toBe(1);
  });

  test("now and then is started again without end", async () => {
    const scene = new Scene(1, crashingWorker);
    await scene.begin();
    for (let count = 1; count <= 8; count += 1) {
      scene.tell(crash);
      await scene.untilLogged(count);
      await scene.clock.advance(Duration.seconds(20));
    }
    expect(scene.logged).toEqual(Array(8).fill("server.query-thread-ended RangeError: crash"));
    expect(await scene.lines("ns.example. A")).toEqual(right);
  });

  test("five times in a minute: the portable socket takes over the port, also for two threads", async () => {
    const scene = new Scene(2, crashingWorker);
    await scene.begin();
    for (let count = 1; count <= 5; count += 1) {
      scene.tell(crash);
      await scene.untilLogged(count);
    }
    expect(scene.logged.at(-1)).toBe("server.query-threads-given-up RangeError: crash");
    expect(scene.threads.count).toBe(0);
    expect(await scene.lines("ns.example. A")).toEqual(right);
    expect(await scene.lines("crash.example. A opcode=NOTIFY")).toEqual(["NOTIMP"]);
  });

  test("because there is no such file: the portable socket takes over", async () => {
    const scene = new Scene(1, new URL("file:///nowhere/worker.ts"));
    await scene.begin();
    await scene.untilLogged(5);
    expect(scene.logged.at(-1)).toStartWith("server.query-threads-given-up ");
    expect(await scene.lines("ns.example. A")).toEqual(right);
  });
});

describe.skipIf(!packets.ok)("a flood of updates", () => {
  test("is dropped beyond what may wait; queries are answered meanwhile, and updates again afterwards", async () => {
    const gate = Promise.withResolvers<undefined>();
    let taken = 0;
    const scene = new Scene(1);
    await scene.begin(() => {
      taken += 1;
      return gate.promise;
    });
    const update = queryOf("example. SOA opcode=UPDATE");
    // In parts that the queue of the system holds: the answer to the query behind them says that they were received.
    for (let sent = 0; sent < mostHandedOver + 1_000; sent += 100) {
      for (let index = 0; index < 100; index += 1) scene.tell(update);
      expect(await scene.lines("ns.example. A")).toEqual(right);
    }
    expect(scene.threads.drops).toEqual({ queue: 0, handover: 1_000 });
    expect(taken).toBe(mostHandedOver);
    gate.resolve(undefined);
    await gate.promise;
    for (const before = taken; taken === before; ) {
      scene.tell(update);
      expect(await scene.lines("ns.example. A")).toEqual(right);
    }
  });
});

describe.skipIf(!packets.ok)("while zones change all the time", () => {
  test("no answer is torn, and none is older than one before", async () => {
    const scene = new Scene(2);
    await scene.begin();
    const { zones } = scene;
    /** Alias, its target and both TTLs name the generation; the target changes with it. */
    const turn = (generation: number): void => {
      const target = `t${generation % 3}.example.`;
      const low = `${generation >>> 8}.${generation & 255}`;
      zones.change(
        "example.",
        `t${(generation + 2) % 3}.example. 0 A`,
        `${target} ${generation} A 10.0.${low}`,
        `alias.example. ${generation} CNAME ${target}`,
        ...Array.from({ length: 8 }, (_, index) => `h${(generation * 7 + index) % 500}.example. 60 A 192.0.2.${index}`),
      );
    };
    turn(1);
    const query = queryOf("alias.example. A");
    let last = 0;
    const torn: string[] = [];
    for (let generation = 2; generation < 3_000; generation += 1) {
      // The question is on its way when the change is made.
      const asked = scene.ask(query);
      turn(generation);
      const answer = await asked;
      const view = new DataView(answer.buffer, answer.byteOffset, answer.length);
      const first = view.getUint32(query.length + 6);
      const record = query.length + 12 + view.getUint16(query.length + 10);
      const second = view.getUint32(record + 6);
      const number = view.getUint16(record + 14);
      if (view.getUint16(6) !== 2 || first !== second || second !== number || first < last) {
        torn.push(Buffer.from(answer).toString("hex"));
      }
      last = first;
    }
    expect(torn).toEqual([]);
    expect(last).toBeGreaterThan(2_900);
  });
});
