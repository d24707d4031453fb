import { describe, expect, test } from "bun:test";
import { Duration } from "../core/duration.ts";
import { Secret } from "../core/secret.ts";
import { concatOctets } from "../core/octets.ts";
import { type Ttl, ttlOf } from "../core/ttl.ts";
import { hostKeyOfToken } from "../wire/host-key.ts";
import { decodeMessage } from "../wire/message.ts";
import { verifyMessage } from "../wire/tsig.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import {
  after,
  BeaconPeer,
  type BeaconParts,
  clientCookie,
  gist,
  here4,
  here6,
  record,
  serverCookieOf,
} from "../../test/support/beacon-peer.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { addAlias, published, startUpdateServer, type UpdateServer } from "../../test/support/update-server.ts";
import { address, name } from "../../test/support/values.ts";

const expectTtl = (seconds: number): Ttl => expectOk(ttlOf(seconds));

const home = "198.51.100.7";
const moved = "198.51.100.8";

/** A host whose name has 198.51.100.7 and 2001:db8::7, put there by an update of another kind. */
async function startHome(): Promise<{ server: UpdateServer; peer: BeaconPeer; token: string }> {
  const server = await startUpdateServer();
  const token = await server.addHost("home.dyn.example");
  const path = "/api/v1/names/home.dyn.example/addresses";
  await server.ask(path, { method: "PUT", bearer: token, body: { ipv4: home, ipv6: "2001:db8::7", ttl: 120 } });
  expect(published(server, "home.dyn.example")).toHaveLength(2);
  return { server, peer: new BeaconPeer(server, token), token };
}

const deleteA = record("home.dyn.example", "A", new Uint8Array(0), { class: "ANY" });
const deleteAaaa = record("home.dyn.example", "AAAA", new Uint8Array(0), { class: "ANY" });
const nowA = record("home.dyn.example", "A", address(home).octets);

describe("what a beacon does", () => {
  type Row = readonly [title: string, parts: BeaconParts, answer: string, addresses: readonly string[]];
  const v6 = "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.7";
  const v6moved = "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.8";
  const rows: readonly Row[] = [
    ["says nothing: its host is told where it is", {}, `NOERROR, NOERROR 32, ${home}`, [home, v6]],
    ["is where it was: nothing changes", { updates: [here4] }, `NOERROR, NOERROR 32, ${home}`, [home, v6]],
    [
      "is elsewhere: that is published",
      { from: moved, updates: [here4] },
      `NOERROR, NOERROR 32, ${moved}`,
      [moved, v6],
    ],
    [
      "replaces the RRset in so many words",
      { from: moved, updates: [deleteA, here4] },
      `NOERROR, NOERROR 32, ${moved}`,
      [moved, v6],
    ],
    [
      "moves one family and not the other",
      { from: "2001:db8::8", updates: [here6] },
      `NOERROR, NOERROR 32, ${v6moved}`,
      [home, v6moved],
    ],
    [
      "comes from a mapped address",
      { from: moved, updates: [here4], zone: "DYN.example" },
      `NOERROR, NOERROR 32, ${moved}`,
      [moved, v6],
    ],
    ["expects what is so", { expected: [nowA] }, `NOERROR, NOERROR 32, ${home}`, [home, v6]],
    [
      "expects what is not so: nothing is done",
      { from: moved, expected: [record("home.dyn.example", "A", address(moved).octets)], updates: [here4] },
      `NXRRSET, NOERROR 32, ${moved}`,
      [home, v6],
    ],
    ["is seen in the other family", { updates: [here6] }, `REFUSED, NOERROR 32, ${home}`, [home, v6]],
    [
      "is seen at another kind of address than it has",
      { from: "192.168.1.9", updates: [here4] },
      "REFUSED, NOERROR 32, 192.168.1.9",
      [home, v6],
    ],
    [
      "is seen at a global address",
      { from: "9.9.9.9", updates: [here4] },
      "NOERROR, NOERROR 32, 9.9.9.9",
      ["9.9.9.9", v6],
    ],
    ["names an address", { updates: [nowA] }, `REFUSED, NOERROR 32, ${home}`, [home, v6]],
    ["withdraws", { updates: [deleteA] }, `REFUSED, NOERROR 32, ${home}`, [home, v6]],
    ["withdraws the other family", { updates: [deleteAaaa, here4] }, `REFUSED, NOERROR 32, ${home}`, [home, v6]],
    ["adds twice", { updates: [here4, here4] }, `REFUSED, NOERROR 32, ${home}`, [home, v6]],
    [
      "deletes with a TTL",
      { updates: [{ ...deleteA, ttl: expectTtl(1) }, here4] },
      `FORMERR, NOERROR 32, ${home}`,
      [home, v6],
    ],
    ["deletes one record", { updates: [{ ...nowA, class: "NONE" }] }, `REFUSED, NOERROR 32, ${home}`, [home, v6]],
    [
      "writes text",
      { updates: [record("home.dyn.example", "TXT", Uint8Array.of(1, 65))] },
      `REFUSED, NOERROR 32, ${home}`,
      [home, v6],
    ],
    [
      "is about another host of the zone",
      { updates: [record("nas.dyn.example", "A", new Uint8Array(4))] },
      `REFUSED, NOERROR 32, ${home}`,
      [home, v6],
    ],
    [
      "is about another zone's name",
      { updates: [record("home.other.example", "A", new Uint8Array(4))] },
      `NOTZONE, NOERROR 32, ${home}`,
      [home, v6],
    ],
    ["is about a zone that is not served", { zone: "other.example" }, `NOTAUTH, NOERROR 32, ${home}`, [home, v6]],
    ["names its host as the zone", { zone: "home.dyn.example" }, `NOTAUTH, NOERROR 32, ${home}`, [home, v6]],
  ];
  for (const [title, parts, answer, addresses] of rows) {
    test(`a beacon that ${title}`, async () => {
      const { server, peer } = await startHome();
      expect(gist(await peer.send(parts))).toBe(answer);
      expect(published(server, "home.dyn.example")).toEqual(addresses);
      expect(server.presence.of(name("home.dyn.example"))).toMatchObject({ transport: "beacon" });
    });
  }

  test("a beacon whose host became an alias is refused", async () => {
    const { server, peer } = await startHome();
    await addAlias(server, "home.dyn.example");
    expect(gist(await peer.send({ from: moved, updates: [here4] }))).toBe(`REFUSED, NOERROR 32, ${moved}`);
  });

  test("a change is an entry of the host's token by beacon; its absence is none", async () => {
    const { server, peer } = await startHome();
    const before = server.journal.revision;
    await peer.send({ updates: [here4] });
    expect(server.journal.revision).toBe(before);
    await peer.send({ from: moved, updates: [here4], signedAt: after(server.clock.now(), 1) });
    const [entry] = expectOk(await server.journal.history({ limit: 1 }));
    expect(entry).toMatchObject({ revision: before + 1, transport: "beacon", actor: { kind: "token" } });
    expect(String(entry?.peer)).toBe(moved);
  });

  test("a TTL of 0 keeps the present one, any other is taken", async () => {
    const { server, peer } = await startHome();
    await peer.send({ from: moved, updates: [here4] });
    expect(server.view.rrset(name("home.dyn.example"), "A")?.ttl).toBe(expectTtl(120));
    await peer.send({ from: moved, updates: [{ ...here4, ttl: expectTtl(30) }] });
    expect(server.view.rrset(name("home.dyn.example"), "A")?.ttl).toBe(expectTtl(30));
  });

  test("the answer is signed over the request, so that no other host's can be passed off as it", async () => {
    const { server, peer } = await startHome();
    const packet = peer.packet();
    const requestMac = expectOk(decodeMessage(packet)).tsig?.mac ?? new Uint8Array(0);
    const { octets } = await peer.deliver(packet);
    const now = server.clock.now();
    expect(verifyMessage(octets, () => peer.key, { now, requestMac }).kind).toBe("verified");
    const otherMac = requestMac.map((octet) => octet ^ 1);
    expect(verifyMessage(octets, () => peer.key, { now, requestMac: otherMac }).kind).toBe("refused");
  });
});

describe("what is no beacon", () => {
  function spoiltMac(packet: Uint8Array): Uint8Array {
    // The MAC ends six octets before the message.
    return packet.map((octet, index) => (index === packet.length - 7 ? octet ^ 1 : octet));
  }

  /** The packet with the first octets of its MAC only. */
  function shortMac(packet: Uint8Array, macOctets: number): Uint8Array {
    const macAt = packet.length - 6 - 32;
    const cut = concatOctets([
      packet.subarray(0, macAt),
      packet.subarray(macAt, macAt + macOctets),
      packet.subarray(-6),
    ]);
    const view = new DataView(cut.buffer);
    view.setUint16(macAt - 2, macOctets);
    // RDLENGTH stands before the algorithm's name (13), time (6), fudge (2) and the MAC's length (2).
    const lengthAt = macAt - 25;
    view.setUint16(lengthAt, view.getUint16(lengthAt) - 32 + macOctets);
    return cut;
  }

  const cookie = (peer: BeaconPeer, octets: Uint8Array): Uint8Array =>
    concatOctets([clientCookie, octets, peer.cookieAt(moved).subarray(24)]);
  const foreign: TsigKey = hostKeyOfToken(name("home.dyn.example"), new Secret("another"));
  const unknown: TsigKey = hostKeyOfToken(name("nobody.dyn.example"), new Secret("another"));
  type Row = readonly [title: string, make: (peer: BeaconPeer, server: UpdateServer) => Uint8Array, answer: string];
  const rows: readonly Row[] = [
    [
      "has no cookie",
      (peer) => peer.packet({ from: moved, updates: [here4], cookie: undefined }),
      "REFUSED, NOERROR 32",
    ],
    [
      "has only a client's cookie",
      (peer) => peer.packet({ from: moved, updates: [here4], cookie: clientCookie }),
      "BADCOOKIE, unsigned",
    ],
    [
      "has a wrong cookie",
      (peer) => peer.packet({ from: moved, updates: [here4], cookie: cookie(peer, new Uint8Array(16).fill(1)) }),
      "BADCOOKIE, unsigned",
    ],
    [
      "has the cookie of another address",
      (peer) => peer.packet({ from: home, updates: [here4] }),
      "BADCOOKIE, unsigned",
    ],
    [
      "has a cookie of no cookie's length",
      (peer) => peer.packet({ from: moved, updates: [here4], cookie: Uint8Array.of(1, 2, 3) }),
      "FORMERR, unsigned",
    ],
    [
      "is signed by a host nobody knows",
      (peer) => peer.packet({ from: moved, updates: [here4], key: unknown }),
      "NOTAUTH, BADKEY 0",
    ],
    [
      "is signed with another key",
      (peer) => peer.packet({ from: moved, updates: [here4], key: foreign }),
      "NOTAUTH, BADSIG 0",
    ],
    [
      "has a spoilt signature",
      (peer) => spoiltMac(peer.packet({ from: moved, updates: [here4] })),
      "NOTAUTH, BADSIG 0",
    ],
    [
      "has half a signature",
      (peer) => shortMac(peer.packet({ from: moved, updates: [here4] }), 16),
      "NOTAUTH, BADTRUNC 32",
    ],
    [
      "has less than half a signature",
      (peer) => shortMac(peer.packet({ from: moved, updates: [here4] }), 15),
      "FORMERR, unsigned",
    ],
    [
      "has an empty signature",
      (peer) => shortMac(peer.packet({ from: moved, updates: [here4] }), 0),
      "FORMERR, unsigned",
    ],
    [
      "was signed long ago",
      (peer, { clock }) => peer.packet({ from: moved, updates: [here4], signedAt: after(clock.now(), -301) }),
      "NOTAUTH, BADTIME 32",
    ],
    [
      "will be signed",
      (peer, { clock }) => peer.packet({ from: moved, updates: [here4], signedAt: after(clock.now(), 301) }),
      "NOTAUTH, BADTIME 32",
    ],
    [
      "was signed before this server began to remember",
      (peer, { clock }) => peer.packet({ from: moved, updates: [here4], signedAt: after(clock.now(), -1) }),
      "NOTAUTH, BADTIME 32",
    ],
    [
      "has more records than any beacon",
      (peer) => peer.packet({ from: moved, expected: Array.from({ length: 64 }, () => nowA), updates: [here4] }),
      "REFUSED, unsigned",
    ],
    [
      "is longer than any beacon",
      (peer) => concatOctets([peer.packet({ from: moved, updates: [here4] }), new Uint8Array(4_096)]),
      "REFUSED, unsigned",
    ],
    ["is cut short", (peer) => peer.packet({ from: moved, updates: [here4] }).slice(0, -1), "FORMERR, unsigned"],
  ];
  for (const [title, make, answer] of rows) {
    test(`a message that ${title} changes nothing and shows nobody's presence`, async () => {
      const { server, peer } = await startHome();
      server.presence.forget(name("home.dyn.example"));
      const before = published(server, "home.dyn.example");
      expect(gist(await peer.deliver(make(peer, server), moved))).toBe(answer);
      expect(published(server, "home.dyn.example")).toEqual(before);
      expect(server.presence.of(name("home.dyn.example"))).toBeUndefined();
    });
  }

  test("the operator hears of wrong keys, with the name if it is one of a zone here, and of nothing else", async () => {
    const { server, peer } = await startHome();
    await peer.send({ key: unknown });
    await peer.send({ key: foreign });
    await peer.send({ key: hostKeyOfToken(name("home.other.example"), new Secret("x")) });
    await peer.send({ signedAt: after(server.clock.now(), -301) });
    await peer.send({ cookie: undefined });
    const told = server.refusals.map(({ reason, transport, name: shown }) => [reason, transport, shown?.hostname]);
    expect(told).toEqual([
      ["signature-unknown", "beacon", "nobody.dyn.example"],
      ["signature-unknown", "beacon", "home.dyn.example"],
      ["signature-unknown", "beacon", undefined],
    ]);
  });

  test("no bytes make the door throw", async () => {
    const { peer } = await startHome();
    const packet = peer.packet({ updates: [here4] });
    for (let length = 12; length < packet.length; length += 1) {
      expect(gist(await peer.deliver(packet.slice(0, length)))).toBe("FORMERR, unsigned");
    }
    for (let at = 12; at < packet.length; at += 1) {
      const answer = await peer.deliver(packet.map((octet, index) => (index === at ? octet ^ 0xff : octet)));
      expect(answer.rcode).not.toBe("NOERROR");
    }
  });

  test("an outage of the accounts is no verdict about the key", async () => {
    const { server, peer } = await startHome();
    server.accounts.outage = { code: "accounts-unavailable", detail: "disk" };
    expect(gist(await peer.send())).toBe("SERVFAIL, unsigned");
  });
});

describe("a captured beacon", () => {
  test("is worth nothing elsewhere, and tells who asks how to come back", async () => {
    const { server, peer } = await startHome();
    const captured = peer.packet({ updates: [here4] });
    expect(gist(await peer.deliver(captured))).toBe(`NOERROR, NOERROR 32, ${home}`);
    const answer = await peer.deliver(captured, moved);
    expect(gist(answer)).toBe("BADCOOKIE, unsigned");
    expect(serverCookieOf(answer)).toHaveLength(16);
    expect(published(server, "home.dyn.example")[0]).toBe(home);
  });

  test("is worth nothing at the same address either, once its host is elsewhere", async () => {
    const { server, peer } = await startHome();
    const captured = peer.packet({ updates: [here4] });
    await peer.deliver(captured);
    await server.clock.advance(Duration.seconds(20));
    await peer.send({ from: moved, updates: [here4] });
    expect(gist(await peer.deliver(captured))).toBe("NOTAUTH, BADTIME 32");
    expect(published(server, "home.dyn.example")[0]).toBe(moved);
  });

  test("is worth nothing even when its host moved within a second", async () => {
    const { server, peer } = await startHome();
    const captured = peer.packet({ updates: [here4] });
    await peer.deliver(captured);
    const next = after(server.clock.now(), 1);
    await peer.send({ from: moved, updates: [here4], signedAt: next });
    expect(gist(await peer.deliver(captured))).toBe("NOTAUTH, BADTIME 32");
    expect(published(server, "home.dyn.example")[0]).toBe(moved);
  });

  test("that is repeated at once is answered as before", async () => {
    const { peer } = await startHome();
    const captured = peer.packet({ updates: [here4] });
    await peer.deliver(captured);
    expect(gist(await peer.deliver(captured))).toBe(`NOERROR, NOERROR 32, ${home}`);
  });

  test("is worth nothing after an hour, even to a server that forgot", async () => {
    const { server, peer, token } = await startHome();
    const captured = peer.packet({ updates: [here4] });
    await server.clock.advance(Duration.minutes(61));
    const again = new BeaconPeer(server, token);
    expect(gist(await again.deliver(captured))).toBe("BADCOOKIE, unsigned");
  });
});

describe("time", () => {
  test("a host whose clock is wrong is told the server's, under its own signature", async () => {
    const { server, peer } = await startHome();
    const answer = await peer.send({ signedAt: after(server.clock.now(), -3_600) });
    expect(answer.tsig?.error).toBe("BADTIME");
    const told = Buffer.from(answer.tsig?.otherData ?? []).readUIntBE(0, 6);
    expect(told).toBe(Math.floor(server.clock.now() / 1_000));
    expect(gist(await peer.send({ signedAt: after(server.clock.now(), 0) }))).toContain("NOERROR, NOERROR");
  });

  test("a host that signed ahead of the server's clock is told the first second that counts", async () => {
    const { server, peer } = await startHome();
    await peer.send({ signedAt: after(server.clock.now(), 200) });
    const answer = await peer.send({ from: moved });
    expect(answer.tsig?.error).toBe("BADTIME");
    const told = Buffer.from(answer.tsig?.otherData ?? []).readUIntBE(0, 6);
    expect(told).toBe(Math.floor(server.clock.now() / 1_000) + 201);
  });
});

describe("a server whose clock was set back", () => {
  test("takes beacons of its new time", async () => {
    const { server, peer } = await startHome();
    await peer.send();
    server.clock.jumpWall(-3_600_000);
    expect((await peer.send({ from: moved, updates: [here4] })).rcode).toBe("NOERROR");
  });
});

describe("keys", () => {
  test("each token of a host makes one, and it ends with the token", async () => {
    const { server, peer } = await startHome();
    const other = "Token9xxxx".padEnd(40, "8");
    const { digestToken } = await import("./token.ts");
    const token = {
      id: "Token9xxxx",
      digest: digestToken(other),
      host: name("home.dyn.example"),
      createdAt: server.clock.now(),
    };
    expectOk(await server.accounts.addToken(token, "beside"));
    const key = hostKeyOfToken(name("home.dyn.example"), new Secret(other));
    for (const one of [peer.key, key]) expect((await peer.send({ key: one })).rcode).toBe("NOERROR");
    expectOk(await server.accounts.revokeToken("Token9xxxx"));
    server.authenticator.forget([name("home.dyn.example")]);
    expect(gist(await peer.send({ key }))).toBe("NOTAUTH, BADSIG 0");
    expect((await peer.send()).rcode).toBe("NOERROR");
  });
});

describe("cookies", () => {
  test("outlive one change of the secret, and no second", async () => {
    const { peer } = await startHome();
    const cookie = peer.cookieAt(home);
    const next = (fill: number): void => {
      peer.cookies.secrets = { present: new Uint8Array(16).fill(fill), previous: peer.cookies.secrets.present };
    };
    next(8);
    const answer = await peer.send({ cookie });
    expect(answer.rcode).toBe("NOERROR");
    expect(serverCookieOf(answer)).not.toEqual(cookie.slice(8));
    next(9);
    expect((await peer.send({ cookie })).rcode).toBe("BADCOOKIE");
  });

  test("are renewed before they end", async () => {
    const { server, peer } = await startHome();
    const cookie = peer.cookieAt(home);
    expect(serverCookieOf(await peer.send({ cookie }))).toEqual(cookie.slice(8));
    await server.clock.advance(Duration.minutes(31));
    const renewed = serverCookieOf(await peer.send({ cookie }));
    expect(renewed).toHaveLength(16);
    expect(renewed).not.toEqual(cookie.slice(8));
  });
});
