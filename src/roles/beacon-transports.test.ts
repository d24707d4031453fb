import { expect, test } from "bun:test";
import { AnsweringZones } from "../../test/support/answering-zones.ts";
import { BeaconPeer, clientCookie, gist, here4, serverCookieOf } from "../../test/support/beacon-peer.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { queryPlanes } from "../../test/support/query-planes.ts";
import { startUpdateServer } from "../../test/support/update-server.ts";
import { address } from "../../test/support/values.ts";
import { concatOctets } from "../core/octets.ts";
import { Duration } from "../core/duration.ts";
import type { Endpoint } from "../core/net.ts";
import { systemClock } from "../platform/clock.ts";
import { createDatagramClient } from "../platform/datagram-client.ts";
import { createFramedListener } from "../platform/framed-listener.ts";
import { createFramedStreamClient } from "../platform/framed-stream-client.ts";
import { decodeMessage, type Message } from "../wire/message.ts";
import { openDnsPair } from "./dns-pair.ts";

/** A bug of a handler fails the test that met it. */
const onBug = (bug: unknown): never => {
  throw bug;
};

const limits = { timeout: Duration.seconds(20) };
const ask: Readonly<Record<"udp" | "tcp", (peer: Endpoint, packet: Uint8Array) => Promise<Message>>> = {
  udp: async (peer, packet) => {
    const client = createDatagramClient(systemClock);
    return expectOk(decodeMessage(expectOk(await client.exchange(peer, packet, () => true, limits))));
  },
  tcp: async (peer, packet) => {
    const client = createFramedStreamClient(systemClock);
    return expectOk(decodeMessage(expectOk(await client.exchange(peer, packet, limits))));
  },
};

const rows = queryPlanes.flatMap((plane) => [["udp", plane] as const, ["tcp", plane] as const]);

for (const [transport, plane] of rows) {
  test(`a beacon over ${transport} and ${plane.label}: first a cookie, then the address it is seen at`, async () => {
    const server = await startUpdateServer();
    const token = await server.addHost("home.dyn.example");
    const path = "/api/v1/names/home.dyn.example/addresses";
    await server.ask(path, { method: "PUT", bearer: token, body: { ipv4: "127.0.0.9" } });
    const peer = new BeaconPeer(server, token);
    const zones = new AnsweringZones([]);
    const udp = await plane.open({ memory: zones.table.memory }, onBug);
    const host = { datagrams: udp.listener, frames: createFramedListener(systemClock, onBug) };
    const pair = expectOk(
      await openDnsPair(host, { address: address("127.0.0.1"), port: 0 }, zones.answerer, {
        updates: (octets, from) => peer.door.answer(octets, from),
      }),
    );
    udp.begin();
    try {
      const first = await ask[transport](pair[transport].endpoint, peer.packet({ cookie: clientCookie }));
      expect(gist(first)).toBe("BADCOOKIE, unsigned");
      const cookie = concatOctets([clientCookie, serverCookieOf(first) ?? new Uint8Array(0)]);
      const second = await ask[transport](pair[transport].endpoint, peer.packet({ cookie, updates: [here4] }));
      expect(gist(second)).toBe("NOERROR, NOERROR 32, 127.0.0.1");
    } finally {
      await pair.udp.stop();
      await pair.tcp.stop();
      await udp.stop();
    }
  });
}
