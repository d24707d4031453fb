import type { Endpoint } from "../../src/core/net.ts";
import type { ProviderPorts } from "../../src/core/provider.ts";
import { failure, ok } from "../../src/core/result.ts";
import { createDatagramClient } from "../../src/platform/datagram-client.ts";
import { createFramedStreamClient } from "../../src/platform/framed-stream-client.ts";
import type { FakeClock } from "./fake-clock.ts";
import { SeededRandom } from "./seeded-random.ts";
import { address } from "./values.ts";

/** The address and name that stand for a test's name server. */
export const standIn = { address: "192.0.2.53", name: "ns1.example.net" } as const;

/** Ports of a provider that speaks DNS: whatever is sent to the stand-in reaches the given server on loopback. */
export function dnsPorts(server: Endpoint, clock: FakeClock): ProviderPorts {
  const [streams, datagrams] = [createFramedStreamClient(clock), createDatagramClient(clock)];
  const lead = (peer: Endpoint): Endpoint => {
    if (peer.address.toString() === standIn.address) return server;
    throw new Error(`no server stands for ${peer.address}`);
  };
  return {
    http: {
      send: () => {
        throw new Error("a provider of a DNS service speaks DNS only");
      },
    },
    streams: { exchange: (peer, payload, limits) => streams.exchange(lead(peer), payload, limits) },
    datagrams: {
      exchange: (peer, payload, isAnswer, limits) => datagrams.exchange(lead(peer), payload, isAnswer, limits),
    },
    lookup: {
      addresses: async (hostname, family) =>
        hostname === standIn.name && family === "ipv4"
          ? ok([address(standIn.address)])
          : failure({ code: "name-not-resolved", detail: `${hostname}: no such name`, wasSent: false }),
      resolvers: () => [],
    },
    clock,
    random: new SeededRandom(),
  };
}
