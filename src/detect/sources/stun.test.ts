import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { FakeDatagrams, FakeLookup, type Reply } from "../../../test/support/fake-network.ts";
import { SeededRandom } from "../../../test/support/seeded-random.ts";
import { address } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import { concatOctets, fromHex } from "../../core/octets.ts";
import type { SourceReport } from "../../core/verdict.ts";
import { stunSource } from "./stun.ts";

/** A success response to `request` that shows the given plain address. */
function mapped(request: Uint8Array, octets: readonly number[]): Uint8Array {
  const value = Uint8Array.of(0, octets.length === 4 ? 1 : 2, 0x12, 0x34, ...octets);
  const header = Uint8Array.of(1, 1, 0, 4 + value.length, ...request.subarray(4, 20));
  return concatOctets([header, Uint8Array.of(0, 1, 0, value.length), value]);
}

const sees =
  (delayMs: number) =>
  (request: Uint8Array): Reply<Uint8Array> => ({
    answer: mapped(request, [198, 51, 100, 7]),
    delayMs,
  });

interface Scene {
  readonly family?: Family;
  readonly host?: string;
  readonly peers: ConstructorParameters<typeof FakeDatagrams>[1];
  readonly hosts?: ConstructorParameters<typeof FakeLookup>[0];
}

async function play(scene: Scene): Promise<{ report: SourceReport; datagrams: FakeDatagrams; clock: FakeClock }> {
  const clock = new FakeClock();
  const datagrams = new FakeDatagrams(clock, scene.peers);
  const lookup = new FakeLookup(scene.hosts ?? { "stun.example.net": [address("192.0.2.1")] });
  const server = { host: scene.host ?? "stun.example.net", port: 3478, operator: "example.net" };
  const pending = stunSource(scene.family ?? "ipv4", server, {
    datagrams,
    lookup,
    random: new SeededRandom(),
    clock,
  }).observe();
  await clock.advance(Duration.seconds(3));
  return { report: await pending, datagrams, clock };
}

const outcome = ({ answer }: SourceReport): string =>
  answer.kind === "seen" ? String(answer.observations[0]?.address) : answer.failure.code;

describe("the STUN source", () => {
  test("one request, one answer, nothing left behind", async () => {
    const { report, datagrams, clock } = await play({ peers: { "192.0.2.1:3478": sees(40) } });
    expect(outcome(report)).toBe("198.51.100.7");
    expect(Number(report.took)).toBe(40);
    expect(report.answer).toMatchObject({
      observations: [{ evidence: { port: 0x1234, attribute: "MAPPED-ADDRESS" } }],
    });
    expect(datagrams.received.length).toBe(1);
    expect(clock.pendingCount).toBe(0);
  });

  test("a lost request is sent again after 500 ms and 1 s more, with the same transaction", async () => {
    const { report, datagrams } = await play({
      peers: { "192.0.2.1:3478": (request, count) => (count < 3 ? "silent" : sees(30)(request)) },
    });
    expect(outcome(report)).toBe("198.51.100.7");
    expect(datagrams.received.map(({ atMs }) => atMs)).toEqual([0, 500, 1_500]);
    expect(new Set(datagrams.received.map(({ payload }) => payload.toHex())).size).toBe(1);
    expect(Number(report.took)).toBe(1_530);
  });

  test("an answer slower than the first pause is taken when it comes", async () => {
    const { report, datagrams } = await play({
      peers: { "192.0.2.1:3478": (request, count) => (count === 1 ? sees(700)(request) : "silent") },
    });
    expect(outcome(report)).toBe("198.51.100.7");
    expect(Number(report.took)).toBe(700);
    expect(datagrams.received.length).toBe(2);
  });

  test("silence ends at the limit", async () => {
    const { report, datagrams, clock } = await play({ peers: {} });
    expect(outcome(report)).toBe("timed-out");
    expect(Number(report.took)).toBe(3_000);
    expect(datagrams.received.length).toBe(3);
    expect(clock.pendingCount).toBe(0);
  });

  test("an answer to another transaction ends nothing", async () => {
    const { report } = await play({
      peers: { "192.0.2.1:3478": (request) => sees(10)(request.map((octet, i) => (i > 8 ? octet ^ 1 : octet))) },
    });
    expect(outcome(report)).toBe("timed-out");
  });

  test("a refusing address is left for the next one", async () => {
    const { report } = await play({
      hosts: { "stun.example.net": [address("192.0.2.1"), address("192.0.2.2")] },
      peers: { "192.0.2.1:3478": () => ({ refused: "connection-refused" }), "192.0.2.2:3478": sees(5) },
    });
    expect(outcome(report)).toBe("198.51.100.7");
  });

  for (const [name, scene, expected] of [
    [
      "refused by all",
      { peers: { "192.0.2.1:3478": () => ({ refused: "connection-refused" }) } },
      "connection-refused",
    ],
    ["no such host", { peers: {}, hosts: {} }, "name-not-resolved"],
    ["server with the other family only", { peers: {}, family: "ipv6" }, "name-not-resolved"],
    ["address of the other family", { peers: {}, family: "ipv6", host: "192.0.2.1" }, "unreachable"],
    ["address instead of a name", { peers: { "192.0.2.9:3478": sees(1) }, host: "192.0.2.9" }, "198.51.100.7"],
    [
      "mapped address of the other family",
      { peers: { "192.0.2.1:3478": (request) => ({ answer: mapped(request, Array(16).fill(1)), delayMs: 1 }) } },
      "wrong-family",
    ],
    [
      "IPv4-mapped address from a dual-stack server",
      {
        peers: {
          "192.0.2.1:3478": (request) => ({
            answer: mapped(request, [...(fromHex("00000000000000000000ffffc6336407") ?? [])]),
            delayMs: 1,
          }),
        },
      },
      "198.51.100.7",
    ],
    [
      "error response",
      {
        peers: {
          "192.0.2.1:3478": (request) => ({
            answer: concatOctets([
              Uint8Array.of(1, 0x11, 0, 8, ...request.subarray(4, 20)),
              Uint8Array.of(0, 9, 0, 4, 0, 0, 3, 0),
            ]),
            delayMs: 1,
          }),
        },
      },
      "answer-unreadable",
    ],
  ] satisfies readonly (readonly [string, Scene, string])[]) {
    test(`${name}: ${expected}`, async () => expect(outcome((await play(scene)).report)).toBe(expected));
  }
});
