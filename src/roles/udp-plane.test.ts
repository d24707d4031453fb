import { afterEach, describe, expect, test } from "bun:test";
import { createSocket, type Socket } from "node:dgram";
import fc from "fast-check";
import { AnsweringZones, queryOf } from "../../test/support/answering-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { queryPlanes } from "../../test/support/query-planes.ts";
import { address } from "../../test/support/values.ts";
import { exampleZone } from "../../test/interop/awkward-zones.ts";
import { datagramHandler } from "../authority/udp.ts";
import type { DatagramHandler } from "../core/listen.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import type { UdpPlane } from "./udp-plane.ts";

/** One conformance run over all ways of receiving queries: the same octets come back, whoever receives the question. */

const identity = { version: "1", hostname: "here" };
const reflecting = ["whoami.example."];

const cleanUp: (() => Promise<unknown>)[] = [];
const bugs: unknown[] = [];
afterEach(async () => {
  for (const run of cleanUp.splice(0).toReversed()) await run();
  expect(bugs.splice(0)).toEqual([]);
});

/** A client that has one question open. */
class Client {
  readonly #socket: Socket;
  #receive: (answer: Uint8Array) => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => undefined);
    socket.on("message", (answer) => this.#receive(answer));
  }

  static async open(host: string): Promise<Client> {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    await new Promise<void>((resolve) => socket.bind(0, host, resolve));
    cleanUp.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
    return new Client(socket);
  }

  get endpoint(): string {
    const { address: host, port } = this.#socket.address();
    return formatEndpoint({ address: address(host), port });
  }

  tell(octets: Uint8Array, to: Endpoint): void {
    this.#socket.send(octets, to.port, to.address.toString());
  }

  /** The next answer that comes. */
  ask(octets: Uint8Array, to: Endpoint): Promise<Uint8Array> {
    return new Promise((resolve) => {
      this.#receive = resolve;
      this.tell(octets, to);
    });
  }
}

/** A question whose answer is the next one only when the one before it has none. */
const fence = queryOf("fence.elsewhere.test. TYPE65399");

const zones = new AnsweringZones([exampleZone.text], { reflecting, identity });

async function serve(
  plane: (typeof queryPlanes)[number],
  host: string,
  updates?: DatagramHandler,
  served = zones,
): Promise<{ readonly plane: UdpPlane; readonly endpoint: Endpoint }> {
  const opened = await plane.open({ memory: served.table.memory, settings: { identity } }, (bug) => bugs.push(bug));
  const handler = datagramHandler({ answerer: served.answerer, ...(updates && { updates }) });
  const listening = expectOk(await opened.listener.listen({ address: address(host), port: 0 }, handler));
  opened.begin();
  cleanUp.push(async () => {
    await listening.stop();
    await opened.stop();
  });
  return { plane: opened, endpoint: listening.endpoint };
}

const names = [
  "example.",
  "www.example.",
  "web.example.",
  "x.y.wild.example.",
  "a.child.example.",
  "ring1.example.",
  "many.example.",
  "whoami.example.",
  "version.bind.",
  "id.server.",
  "deep.chain.example.",
  "b.c.d.example.",
  "long.example.",
  "WwW.ExAmPlE.",
];
const questions = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom("A", "AAAA", "MX", "NS", "SOA", "TXT", "ANY", "OPT", "AXFR", "DS"),
    fc.constantFrom(
      "",
      " +edns",
      " +do",
      " +edns=512",
      " CH",
      " opcode=UPDATE",
      " opcode=NOTIFY",
      " +version=3",
      " +rd +cd",
    ),
  )
  .map(([name, type, rest]) => queryOf(`${name} ${type}${rest}`));
const damaged = fc
  .tuple(
    questions,
    fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 }),
    fc.nat(20),
    fc.uint8Array({ maxLength: 30 }),
  )
  .map(([query, changes, cut, tail]) => {
    const octets = Uint8Array.from([...query.slice(0, Math.max(0, query.length - (cut > 12 ? cut - 12 : 0))), ...tail]);
    for (const [at, octet] of changes) if (at < octets.length) octets[at] = octet;
    return octets;
  });
const messages = fc.oneof(questions, damaged, fc.uint8Array({ maxLength: 600 }));

const hex = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString("hex");

for (const plane of queryPlanes) {
  describe(plane.label, () => {
    test("answers any octets as the answerer itself does", async () => {
      const { endpoint } = await serve(plane, "127.0.0.1");
      const client = await Client.open("127.0.0.3");
      for (const octets of fc.sample(messages, { numRuns: 2_000, seed: 11 })) {
        const expected = zones.answer(octets, "datagram", "127.0.0.3");
        if (expected === undefined) client.tell(octets, endpoint);
        const found = await client.ask(expected === undefined ? fence : octets, endpoint);
        expect(hex(found)).toBe(hex(expected ?? zones.answer(fence)));
      }
    }, 60_000);

    test("answers over IPv6, with the peer's address where a name reflects", async () => {
      const { endpoint } = await serve(plane, "::1");
      const client = await Client.open("::1");
      for (const question of [
        "whoami.example. AAAA",
        "whoami.example. TXT +edns",
        "whoami.example. A",
        "many.example. A",
      ]) {
        const query = queryOf(question);
        expect(hex(await client.ask(query, endpoint))).toBe(hex(zones.answer(query, "datagram", "::1")));
      }
    });

    test("brings updates to who takes them, whole and with the peer, and late answers back", async () => {
      const seen: string[] = [];
      const updates: DatagramHandler = async (payload, peer) => {
        seen.push(`${Buffer.from(payload).toString("hex")} ${formatEndpoint(peer)}`);
        await Promise.resolve();
        return Uint8Array.of(1, 2, 3);
      };
      const { endpoint } = await serve(plane, "127.0.0.1", updates);
      const client = await Client.open("127.0.0.1");
      const update = queryOf("example. SOA opcode=UPDATE");
      expect([...(await client.ask(update, endpoint))]).toEqual([1, 2, 3]);
      expect(seen).toEqual([`${Buffer.from(update).toString("hex")} ${client.endpoint}`]);
    });

    test("answers what is queued before it begins, and counts", async () => {
      const { plane: open, endpoint } = await serve(plane, "127.0.0.1");
      const client = await Client.open("127.0.0.1");
      const before = open.counters.reduce((sum, { requests }) => sum + requests, zones.answerer.counters.requests);
      await client.ask(queryOf("web.example. A"), endpoint);
      client.tell(Uint8Array.of(1, 2, 3), endpoint);
      await client.ask(fence, endpoint);
      const after = open.counters.reduce((sum, { requests }) => sum + requests, zones.answerer.counters.requests);
      expect(after - before).toBe(3);
    });

    test("says of a busy port who has it", async () => {
      const { endpoint } = await serve(plane, "127.0.0.1");
      const other = await plane.open({ memory: zones.table.memory }, (bug) => bugs.push(bug));
      cleanUp.push(() => other.stop());
      expect(await other.listener.listen(endpoint, () => undefined)).toMatchObject({
        ok: false,
        code: "address-in-use",
        ...(process.platform === "linux" && { holder: { pid: process.pid } }),
      });
    });

    test("gives the port free when it stops, answers what is under way, and may stop twice", async () => {
      const gate = Promise.withResolvers<Uint8Array>();
      const asked = Promise.withResolvers<void>();
      const { plane: open, endpoint } = await serve(plane, "127.0.0.1", () => {
        asked.resolve();
        return gate.promise;
      });
      const client = await Client.open("127.0.0.1");
      const answer = client.ask(queryOf("example. SOA opcode=UPDATE"), endpoint);
      await asked.promise;
      let hasStopped = false;
      const [listeningStop] = cleanUp.splice(0, 1);
      const stopping = listeningStop?.().then(() => {
        hasStopped = true;
      });
      for (let turn = 0; turn < 20; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
      expect(hasStopped).toBe(false);
      gate.resolve(Uint8Array.of(1));
      await stopping;
      // What was done is told, else the client does it again.
      expect(await answer).toEqual(Buffer.of(1));
      await open.stop();
      const again = await plane.open({ memory: zones.table.memory }, (bug) => bugs.push(bug));
      const listening = expectOk(await again.listener.listen(endpoint, () => undefined));
      await listening.stop();
      await again.stop();
    });
  });
}
