import { describe, expect, test } from "bun:test";
import { dnsPorts, standIn } from "../../../test/support/dns-ports.ts";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { address, name } from "../../../test/support/values.ts";
import type { NetFailure } from "../../core/net.ts";
import type { ProviderPorts } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { Secret } from "../../core/secret.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../../wire/message.ts";
import type { Rcode } from "../../wire/rcode.ts";
import { responseTo } from "../../wire/response.ts";
import { signMessage } from "../../wire/tsig.ts";
import { TsigKey } from "../../wire/tsig-key.ts";
import { DnsConversation, type DnsServer } from "./dns-conversation.ts";

const key = expectOk(TsigKey.of(name("k"), "hmac-sha256", new Secret("c2VjcmV0LXNlY3JldA==")));
const server: DnsServer = { host: standIn.address, port: 53, transport: "udp", key };
const request: Message = { ...emptyMessage, id: 7, question: [{ name: name("a.example"), type: "A", class: "IN" }] };
const timedOut: NetFailure = { code: "timed-out", detail: "no answer", wasSent: true };

interface Peer {
  /** Datagrams that arrive, made from the request. */
  readonly datagrams?: (payload: Uint8Array) => readonly Uint8Array[];
  readonly stream?: (payload: Uint8Array, address: string) => Result<Uint8Array, NetFailure>;
}

/** A conversation with a peer of which every octet is the test's. */
function talk(peer: Peer, changes: Partial<DnsServer> = {}): DnsConversation {
  const clock = new FakeClock();
  const unused = { address: address("127.0.0.1"), port: 9 };
  const ports: ProviderPorts = {
    ...dnsPorts(unused, clock),
    datagrams: {
      async exchange(_peer, payload, isAnswer) {
        const accepted = peer.datagrams?.(payload).find(isAnswer);
        return accepted === undefined ? failure(timedOut) : ok(accepted);
      },
    },
    streams: {
      exchange: async ({ address: to }, payload) => peer.stream?.(payload, to.toString()) ?? failure(timedOut),
    },
    lookup: {
      resolvers: () => [],
      addresses: async (_hostname, family) =>
        family === "ipv4"
          ? ok([address("192.0.2.1"), address("192.0.2.2")])
          : failure({ ...timedOut, code: "name-not-resolved", wasSent: false }),
    },
  };
  return new DnsConversation({ ...server, ...changes }, ports);
}

/** An answer to a signed request, signed itself by the given key or not at all. */
function answerTo(payload: Uint8Array, by: TsigKey | undefined, changes: Partial<Message> = {}): Uint8Array {
  const asked = expectOk(decodeMessage(payload));
  const encoded = expectOk(encodeMessage({ ...responseTo(asked, "NOERROR"), ...changes }, 512, { reserve: 200 }));
  if (by === undefined) return encoded.octets;
  const requestMac = asked.tsig?.mac ?? new Uint8Array(0);
  return signMessage(encoded.octets, by, { now: new FakeClock().now(), requestMac }).octets;
}

describe("datagrams that anybody may have sent", () => {
  const stranger = expectOk(TsigKey.of(name("k"), "hmac-sha256", new Secret("b3RoZXItc2VjcmV0")));
  const rows: readonly (readonly [title: string, forged: (payload: Uint8Array) => Uint8Array])[] = [
    ["without a signature", (payload) => answerTo(payload, undefined)],
    ["with the signature of another secret", (payload) => answerTo(payload, stranger)],
    ["with another id", (payload) => answerTo(payload, key, { id: 8 })],
    ["with another question", (payload) => answerTo(payload, key, { question: [] })],
    ["that are garbage", () => Uint8Array.of(0, 7, 0x84)],
  ];
  for (const [title, forged] of rows) {
    test(`${title} do not end the wait for the real one`, async () => {
      const both = talk({ datagrams: (payload) => [forged(payload), answerTo(payload, key)] });
      expect((await both.exchange(request)).ok).toBe(true);
      const alone = talk({ datagrams: (payload) => [forged(payload)] });
      expect(await alone.exchange(request)).toMatchObject({ outcome: { code: "timed-out" }, isUncertain: true });
    });
  }
});

test("a truncated datagram leads to TCP", async () => {
  const flags = { ...responseTo(request, "NOERROR").flags, tc: true };
  const conversation = talk({
    datagrams: (payload) => [answerTo(payload, key, { flags })],
    stream: (payload) => ok(answerTo(payload, key)),
  });
  expect(expectOk(await conversation.exchange(request)).flags.tc).toBe(false);
});

describe("a server with two addresses", () => {
  const overTcp = { host: "ns.example", transport: "tcp" } as const;
  test("is asked at the second when the first cannot be reached", async () => {
    const asked: string[] = [];
    const conversation = talk(
      {
        stream: (payload, to) => {
          asked.push(to);
          return asked.length === 1
            ? failure({ ...timedOut, code: "connection-refused", wasSent: false })
            : ok(answerTo(payload, key));
        },
      },
      overTcp,
    );
    expect((await conversation.exchange(request)).ok).toBe(true);
    expect(asked).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  test("is not asked at the second when the first may have received the request", async () => {
    const asked: string[] = [];
    const conversation = talk(
      {
        stream: (_payload, to) => {
          asked.push(to);
          return failure(timedOut);
        },
      },
      overTcp,
    );
    expect(await conversation.exchange(request)).toMatchObject({ isUncertain: true });
    expect(asked).toEqual(["192.0.2.1"]);
  });
});

describe("response codes of a signed answer", () => {
  const rows: readonly (readonly [rcode: Rcode, expected: object])[] = [
    ["NOERROR", { ok: true }],
    ["NXDOMAIN", { ok: true }],
    ["FORMERR", { outcome: { kind: "rejected", code: "request-refused" } }],
    ["SERVFAIL", { outcome: { kind: "failed", code: "server-error" } }],
    ["NOTIMP", { outcome: { kind: "rejected", code: "unsupported" } }],
    ["REFUSED", { outcome: { kind: "rejected", code: "not-authorized" } }],
    ["NOTAUTH", { outcome: { kind: "rejected", code: "zone-not-found" } }],
    ["RCODE15", { outcome: { kind: "rejected", code: "request-refused" } }],
  ];
  for (const [rcode, expected] of rows) {
    test(rcode, async () => {
      const conversation = talk({ datagrams: (payload) => [answerTo(payload, key, { rcode })] });
      expect(await conversation.exchange(request)).toMatchObject(expected);
    });
  }
});
