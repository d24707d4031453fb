import { describe, expect, test } from "bun:test";
import { AnsweringZones, linesOf, queryOf } from "../../test/support/answering-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address } from "../../test/support/values.ts";
import type { DatagramHandler, FramedHandler } from "../core/listen.ts";
import { decodeMessage } from "../wire/message.ts";
import { framedHandler } from "./tcp.ts";
import { datagramHandler, mostPendingUpdates } from "./udp.ts";

const zones = new AnsweringZones(
  [
    `
    $ORIGIN example.
    @   3600 SOA ns admin 1 3600 600 86400 300
    @   3600 NS  ns
    ns  3600 A   192.0.2.53
    big 60   TXT ${Array.from({ length: 9 }, (_, index) => `"${String(index).repeat(200)}"`).join(" ")}
    `,
  ],
  { reflecting: ["whoami.example."] },
);
const peer = { address: address("198.51.100.7"), port: 4_711 };
const { answerer } = zones;
const update = queryOf("example. SOA opcode=UPDATE");

const transports: readonly [string, (updates?: DatagramHandler & FramedHandler) => DatagramHandler | FramedHandler][] =
  [
    ["UDP", (updates) => datagramHandler(updates === undefined ? { answerer } : { answerer, updates })],
    ["TCP", (updates) => framedHandler(updates === undefined ? { answerer } : { answerer, updates })],
  ];

for (const [label, handlerWith] of transports) {
  describe(`messages over ${label}`, () => {
    const ask = async (question: string): Promise<readonly string[]> => {
      const answer = await handlerWith()(queryOf(question), peer);
      return !(answer instanceof Uint8Array) ? [] : linesOf(expectOk(decodeMessage(answer)));
    };

    test("are answered", async () => {
      expect(await ask("ns.example. A")).toEqual(["NOERROR aa", "answer ns.example. 3600 A 192.0.2.53"]);
    });

    test("are answered with the peer's address where a name reflects", async () => {
      expect(await ask("whoami.example. A")).toContain("answer whoami.example. 0 A 198.51.100.7");
    });

    test("may be as long as the transport allows", async () => {
      expect((await ask("big.example. TXT +edns"))[0]).toBe(label === "UDP" ? "NOERROR aa tc" : "NOERROR aa");
    });

    test("may be padded beyond what an answer may be long", async () => {
      const query = queryOf("ns.example. A +edns");
      const padded = new Uint8Array(4_000);
      padded.set(query);
      // The option takes what is left behind OPT's RDLENGTH. RFC 7830 §3
      const view = new DataView(padded.buffer);
      view.setUint16(query.length - 2, padded.length - query.length);
      view.setUint16(query.length, 12);
      view.setUint16(query.length + 2, padded.length - query.length - 4);
      const answer = await handlerWith()(padded, peer);
      expect(linesOf(expectOk(decodeMessage(answer instanceof Uint8Array ? answer : new Uint8Array())))[0]).toBe(
        "NOERROR aa",
      );
    });

    test("that are responses get none", async () => {
      const response = queryOf("ns.example. A");
      response[2] = 0x80;
      expect(await handlerWith()(response, peer)).toBeUndefined();
    });

    test("that are updates get NOTIMP while nobody takes them", async () => {
      expect(await ask("example. SOA opcode=UPDATE")).toEqual(["NOTIMP"]);
    });

    test("that are updates go to who takes them, whole and with the peer", async () => {
      const seen: unknown[] = [];
      const updates = async (...what: Parameters<FramedHandler>): Promise<Uint8Array> => {
        seen.push(...what);
        return Uint8Array.of(1);
      };
      expect(await handlerWith(updates)(update, peer)).toEqual(Uint8Array.of(1));
      expect(seen).toEqual([update, peer]);
    });
  });
}

test("updates over UDP that wait: beyond a thousand they are dropped until some are done, queries never", async () => {
  const disk = Promise.withResolvers<Uint8Array>();
  let taken = 0;
  const handler = datagramHandler({
    answerer,
    updates: () => {
      taken += 1;
      return disk.promise;
    },
  });
  const answers = Array.from({ length: mostPendingUpdates + 10 }, () => handler(update, peer));
  expect(taken).toBe(mostPendingUpdates);
  expect(answers.at(-1)).toBeUndefined();
  expect(await handler(queryOf("ns.example. A"), peer)).toBeInstanceOf(Uint8Array);
  disk.resolve(Uint8Array.of(1));
  await Promise.all(answers);
  expect(await handler(update, peer)).toEqual(Uint8Array.of(1));
});

test("an answer over TCP stays as it is when the next one is made", async () => {
  const handler = framedHandler({ answerer });
  const first = await handler(queryOf("ns.example. A"), peer);
  const copy = first instanceof Uint8Array ? first.slice() : undefined;
  expect(copy).toBeDefined();
  await handler(queryOf("big.example. TXT"), peer);
  expect(first).toEqual(copy);
});

test("counters say what became of the messages", () => {
  const own = new AnsweringZones(["example. 60 IN SOA ns.test. admin.test. 1 2 3 4 5\nexample. 60 IN NS ns.test."]);
  const counters = own.answerer.counters;
  for (const question of ["example. SOA", "x.example. A", "y.example. A", "test. A", "example. A opcode=NOTIFY"])
    own.ask(question);
  own.ask("example. A +version=1");
  own.answer(new Uint8Array(3));
  expect([0, 1, 3, 4, 5, 16].map((rcode) => counters.answers(rcode))).toEqual([1, 0, 2, 1, 1, 1]);
  expect([counters.requests, counters.dropped, counters.truncated]).toEqual([7, 1, 0]);
});
