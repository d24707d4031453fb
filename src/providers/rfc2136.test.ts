import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { conformsAsZoneApi } from "../../test/conformance/zone-api.ts";
import { ZoneBench } from "../../test/conformance/zone-bench.ts";
import type { ZonePeer } from "../../test/conformance/zone-peer.ts";
import { type DnsFault, DnsPrimary } from "../../test/emulators/dns-primary.ts";
import { dnsPorts, standIn } from "../../test/support/dns-ports.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { name } from "../../test/support/values.ts";
import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Settings } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import type { Message } from "../wire/message.ts";
import type { Rcode } from "../wire/rcode.ts";
import { TsigKey } from "../wire/tsig-key.ts";
import { provider } from "./rfc2136.ts";

const keySecret = new Secret("Q0FOQVJZLXNlY3JldC1vZi0zMi1vY3RldHMtbG9uZyE=");
const key = expectOk(TsigKey.of(name("ddns-key"), "hmac-sha256", keySecret));
const usual = { port: 53, transport: "tcp", algorithm: "hmac-sha256" };
const settings: Settings = { ...usual, server: standIn.address, keyName: "ddns-key.", keySecret };
const wrongSettings: Settings = { ...settings, keySecret: new Secret("d3JvbmctQ0FOQVJZLXNlY3JldC13cm9uZy1DQU5BUlk=") };

let primary: DnsPrimary;
let serverClock: Clock;

/** An emulated primary that knows the key, or none. */
async function start(known: TsigKey | undefined): Promise<ZonePeer> {
  const server = await DnsPrimary.start({ key: known, now: () => serverClock.now() });
  primary = server;
  serverClock = new FakeClock();
  return {
    ports: (clock) => {
      serverClock = clock;
      server.onSilence = () => void clock.advance(clock.untilNext ?? Duration.zero);
      return dnsPorts(server.endpoint, clock);
    },
    addZone: (apex) => server.zones.add(apex),
    hold: ({ owner, type, content, ttl }) => server.zones.hold(owner, type, content, ttl),
    held: (owner, type) => server.zones.held(owner, type),
    writes: () => server.zones.updates,
    received: () => server.received.map((octets) => Buffer.from(octets).toString("latin1")),
    stop: () => server.stop(),
  };
}

const cannot = {
  "lists zones": "DNS has no question for them",
  "lifts a short TTL": "every TTL is allowed",
  "reads the second page": "RRsets are read whole",
} as const;

conformsAsZoneApi({ provider, start: () => start(key), settings, wrongSettings, cannot });

describe("over UDP", () => {
  const overUdp = { transport: "udp" };
  conformsAsZoneApi({
    provider,
    start: () => start(key),
    settings: { ...settings, ...overUdp },
    wrongSettings: { ...wrongSettings, ...overUdp },
    cannot,
  });
});

describe("one change", () => {
  let bench: ZoneBench;

  beforeEach(async () => {
    bench = await ZoneBench.start({ provider, settings, wrongSettings, start: () => start(key) });
  });

  afterEach(async () => {
    await bench.peer.stop();
    expect(bench.leaks()).toEqual([]);
  });

  const publish = (more: Settings = {}, owner = "home.example.net"): Promise<Outcome> =>
    bench.publish(owner, ["192.0.2.1"], {}, bench.connect({ ...settings, ...more }));
  const isUpdate = ({ opcode }: { readonly opcode: string }): boolean => opcode === "UPDATE";
  const isAddressQuery = ({ question }: Message): boolean => question[0]?.type === "A";
  const answer = (rcode: Rcode, isSigned = true): DnsFault => ({ kind: "answer", rcode, isSigned });

  describe("meets a server that fails while it is read", () => {
    const rows: readonly (readonly [title: string, fault: DnsFault, expected: object])[] = [
      ["SERVFAIL", answer("SERVFAIL"), { kind: "failed", code: "server-error" }],
      ["REFUSED", answer("REFUSED"), { kind: "rejected", code: "not-authorized" }],
      ["NOTIMP", answer("NOTIMP"), { kind: "rejected", code: "unsupported" }],
      ["FORMERR", answer("FORMERR"), { kind: "rejected", code: "request-refused" }],
      ["an answer without authority", answer("NOERROR"), { kind: "rejected", code: "zone-not-found" }],
      ["an answer that is not signed", answer("NOERROR", false), { kind: "failed", code: "answer-unreadable" }],
      // Anybody could have sent it, so nothing permanent follows.
      ["a refusal that is not signed", answer("REFUSED", false), { kind: "failed", code: "server-error" }],
      ["garbage", { kind: "garbage" }, { kind: "failed", code: "answer-unreadable" }],
      ["an answer to another request", { kind: "another-id" }, { kind: "failed", code: "answer-unreadable" }],
      ["a forged signature", { kind: "forged-signature" }, { kind: "failed", code: "answer-unreadable" }],
      ["silence", { kind: "silence" }, { kind: "failed", code: "timed-out" }],
      ["a reset", { kind: "reset" }, { kind: "failed", code: "connection-reset" }],
    ];
    for (const [title, fault, expected] of rows) {
      test(title, async () => {
        primary.failNext(fault, isAddressQuery);
        expect(await publish()).toMatchObject(expected);
        expect(primary.zones.updates).toBe(0);
      });
    }
  });

  describe("meets a server that fails while it is written to", () => {
    const rows: readonly (readonly [title: string, fault: DnsFault, expected: object, held: number])[] = [
      ["SERVFAIL", answer("SERVFAIL"), { kind: "failed", code: "server-error" }, 0],
      ["REFUSED", answer("REFUSED"), { kind: "rejected", code: "not-authorized" }, 0],
      ["NOTIMP", answer("NOTIMP"), { kind: "rejected", code: "unsupported" }, 0],
      ["NOTAUTH", answer("NOTAUTH"), { kind: "rejected", code: "not-authorized" }, 0],
      ["NOTZONE", answer("NOTZONE"), { kind: "rejected", code: "zone-not-found" }, 0],
      ["YXRRSET", answer("YXRRSET"), { kind: "failed", code: "precondition-lost" }, 0],
      ["NXRRSET", answer("NXRRSET"), { kind: "failed", code: "precondition-lost" }, 0],
      ["NXDOMAIN", answer("NXDOMAIN"), { kind: "failed", code: "precondition-lost" }, 0],
      ["success that is none", answer("NOERROR"), { kind: "unconfirmed", code: "not-yet-visible" }, 0],
      ["an answer that is not signed", answer("NOERROR", false), { kind: "unconfirmed", code: "answer-unreadable" }, 0],
      ["a refusal that is not signed", answer("REFUSED", false), { kind: "unconfirmed", code: "server-error" }, 0],
      ["garbage", { kind: "garbage" }, { kind: "unconfirmed", code: "answer-unreadable" }, 0],
      ["silence", { kind: "silence" }, { kind: "unconfirmed", code: "timed-out" }, 0],
      ["a reset", { kind: "reset" }, { kind: "unconfirmed", code: "connection-reset" }, 0],
      ["a forged signature", { kind: "forged-signature" }, { kind: "unconfirmed", code: "answer-unreadable" }, 1],
      ["a lost reply", { kind: "reply-lost" }, { kind: "unconfirmed", code: "connection-reset" }, 1],
    ];
    for (const [title, fault, expected, held] of rows) {
      test(title, async () => {
        primary.failNext(fault, isUpdate);
        expect(await publish()).toMatchObject(expected);
        expect((await bench.contents("home.example.net")).length).toBe(held);
        // A following attempt reads the truth and ends well.
        expect(await publish()).toMatchObject({ kind: held === 1 ? "unchanged" : "updated" });
      });
    }
  });

  describe("with a key", () => {
    test("the server does not know: rejected", async () => {
      expect(await publish({ keyName: "other-key" })).toMatchObject({
        kind: "rejected",
        code: "credentials-rejected",
        detail: expect.stringContaining("BADKEY"),
      });
    });

    test("of another algorithm: rejected", async () => {
      expect(await publish({ algorithm: "hmac-sha512" })).toMatchObject({ code: "credentials-rejected" });
    });

    test("whose secret is another: rejected", async () => {
      expect(await publish({ keySecret: new Secret("d3Jvbmc=") })).toMatchObject({
        code: "credentials-rejected",
        detail: expect.stringContaining("BADSIG"),
      });
    });

    for (const [title, skew] of [
      ["ahead", 3_600_000],
      ["behind", -3_600_000],
    ] as const) {
      test(`at a server whose clock is an hour ${title}: failed, and says by how much`, async () => {
        const skewed = new FakeClock(Date.UTC(2026, 10, 20) + skew);
        const api = bench.connect();
        serverClock = skewed;
        expect(await api.zoneOf(name("home.example.net"))).toMatchObject({
          outcome: { kind: "failed", code: "clock-skewed", detail: expect.stringContaining(`${skew / 1000} s ahead`) },
        });
      });
    }

    test("as tsig-keygen prints it: taken", async () => {
      const printed = `key "ddns-key" {\n\talgorithm hmac-sha256;\n\tsecret "${keySecret.reveal()}";\n};\n`;
      expect(await publish({ keySecret: new Secret(printed) })).toMatchObject({ kind: "updated" });
    });

    const unusable: readonly (readonly [title: string, more: Settings])[] = [
      ["no name", { keyName: undefined }],
      ["no secret", { keySecret: undefined }],
      ["a secret that is not base64", { keySecret: new Secret("not base64!") }],
      ["a secret of another key", { keySecret: new Secret('key "x" { algorithm hmac-sha256; secret "c2VjcmV0"; };') }],
      ["a name that is none", { keyName: "a..b" }],
      ["a zone that is none", { zone: "a..b" }],
      ["a port that is none", { server: "192.0.2.53:65536" }],
    ];
    for (const [title, more] of unusable) {
      test(`and ${title}: rejected, nothing sent`, async () => {
        expect(await publish(more)).toMatchObject({ kind: "rejected", code: "value-invalid" });
        expect(primary.received).toEqual([]);
      });
    }
  });

  test("without a key is refused where one is needed", async () => {
    expect(await publish({ keyName: undefined, keySecret: undefined })).toMatchObject({ code: "not-authorized" });
  });

  test("beside an alias: rejected, nothing written", async () => {
    await bench.peer.hold({
      zone: "example.net",
      owner: "home.example.net",
      type: "CNAME",
      content: "elsewhere.example.",
    });
    expect(await publish()).toMatchObject({ kind: "rejected", code: "conflicting-records" });
    expect(primary.zones.updates).toBe(0);
  });

  test("beside an alias that came after the reading: nothing is written in silence", async () => {
    primary.failNext({ kind: "silence" }, (message) => {
      if (isUpdate(message)) primary.zones.hold("home.example.net", "CNAME", "elsewhere.example.");
      return false;
    });
    expect(await publish()).toMatchObject({ kind: "failed", code: "precondition-lost" });
    expect(await bench.contents("home.example.net")).toEqual([]);
  });

  test("in a zone the user names is asked for nothing else", async () => {
    expect(await publish({ zone: "Example.NET." })).toMatchObject({ kind: "updated" });
    const zones = await bench.connect({ ...settings, zone: "example.net" }).zones();
    expect(expectOk(zones).map(({ apex }) => apex.hostname)).toEqual(["example.net"]);
    expect(await publish({ zone: "example.net" }, "home.example.org")).toMatchObject({ code: "zone-not-found" });
  });

  test("in a zone that the server does not serve", async () => {
    expect(await publish({}, "home.example.org")).toMatchObject({ kind: "rejected", code: "zone-not-found" });
    // A server that does not know the zone may not know its keys either.
    for (let candidate = 0; candidate < 2; candidate += 1) primary.failNext(answer("REFUSED", false));
    expect(await publish({}, "home.example.org")).toMatchObject({ kind: "rejected", code: "zone-not-found" });
  });

  for (const [title, server] of [
    ["an address", `${standIn.address}:53`],
    ["a name", `${standIn.name}:53`],
  ] as const) {
    test(`at a server given by ${title} with its port, which counts`, async () => {
      expect(await publish({ server })).toMatchObject({ kind: "updated" });
      primary.failNext(answer("REFUSED"), isAddressQuery);
      expect(await publish({ server: server.replace(/53$/, "5353") })).toMatchObject({
        detail: expect.stringContaining("port 5353"),
      });
    });
  }

  test("at a server given by its name", async () => {
    expect(await publish({ server: standIn.name })).toMatchObject({ kind: "updated" });
    expect(await publish({ server: "ns2.example.net" })).toMatchObject({ kind: "failed", code: "name-not-resolved" });
  });

  test("of more values than a datagram holds goes over TCP", async () => {
    const values = Array.from({ length: 90 }, (_, index) => `2001:db8::${index + 1}`);
    const outcome = await bench.publish(
      "home.example.net",
      values,
      {},
      bench.connect({ ...settings, transport: "udp" }),
    );
    expect(outcome).toMatchObject({ kind: "updated" });
    expect((await bench.contents("home.example.net", "AAAA")).length).toBe(90);
  });
});

test("without a key, where the server decides by address", async () => {
  const bench = await ZoneBench.start({
    provider,
    settings: { ...usual, server: standIn.address },
    wrongSettings: {},
    start: () => start(undefined),
  });
  expect(await bench.publish("home.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
  await bench.peer.stop();
});
