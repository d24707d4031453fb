import { type Clock, wait } from "../../src/core/clock.ts";
import type { DatagramClient, HostLookup } from "../../src/core/net.ts";
import { failure, ok } from "../../src/core/result.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";
import { decodeMessage, emptyMessage, encodeMessage } from "../../src/wire/message.ts";
import { noFlags } from "../../src/wire/header.ts";
import { BeaconPeer } from "./beacon-peer.ts";
import { expectOk } from "./expect-ok.ts";
import { startUpdateServer, type UpdateServer } from "./update-server.ts";
import { address, name, ttl } from "./values.ts";

/** A home behind a router whose address a test sets, a server, and the path between them, which it may cut. */
export class BeaconWorld {
  /** What the router makes of this host's source address. */
  wan = "198.51.100.7";
  /** Packets that are lost before any passes again. */
  losses = 0;
  /** False when no resolver can say where the server is. */
  isNameKnown = true;
  /** The zone that the server says the host is in. */
  apex = "dyn.example";
  /** The server answers with what a test puts here, in the place of its own answer. */
  answerInstead: ((request: Uint8Array) => Uint8Array) | undefined;
  /** Every UPDATE that reached the server: where from. */
  readonly arrivals: string[] = [];
  readonly server: UpdateServer;
  readonly token: string;
  readonly peer: BeaconPeer;

  private constructor(server: UpdateServer, token: string) {
    this.server = server;
    this.token = token;
    this.peer = new BeaconPeer(server, token);
  }

  static async start(apex = "dyn.example"): Promise<BeaconWorld> {
    const server = await startUpdateServer();
    const world = new BeaconWorld(server, await server.addHost("home.dyn.example"));
    world.apex = apex;
    return world;
  }

  /** The network as the home's agent has it; the agent's clock may be another than the server's. */
  datagrams(clock: Clock = this.server.clock): DatagramClient {
    return {
      exchange: async (peer, payload, isAnswer, { timeout, signal }) => {
        const isLost = this.losses > 0;
        this.losses -= isLost ? 1 : 0;
        const answer = isLost ? undefined : await this.#answer(payload);
        if (answer !== undefined && isAnswer(answer)) return ok(answer);
        await wait(clock, timeout, signal);
        const code = signal?.aborted === true ? "aborted" : "timed-out";
        return failure({ code, detail: peer.address.toString(), wasSent: true });
      },
    };
  }

  readonly lookup: HostLookup = {
    addresses: async () =>
      this.isNameKnown
        ? ok([address("203.0.113.53")])
        : failure({ code: "name-not-resolved", detail: "no such name", wasSent: false }),
    resolvers: () => [],
  };

  async #answer(payload: Uint8Array): Promise<Uint8Array> {
    const request = expectOk(decodeMessage(payload));
    if (request.opcode === "UPDATE") {
      this.arrivals.push(this.wan);
      if (this.answerInstead !== undefined) return this.answerInstead(payload);
      return this.peer.door.answer(payload, { address: address(this.wan), port: 4_242 });
    }
    const soa: ResourceRecord = {
      owner: name(this.apex),
      type: "SOA",
      class: "IN",
      ttl: ttl(60),
      rdata: Uint8Array.from([0, 0, ...new Uint8Array(20)]),
    };
    const answer = { ...emptyMessage, id: request.id, flags: { ...noFlags, qr: true }, question: request.question };
    return expectOk(encodeMessage({ ...answer, authority: [soa] }, 1_232)).octets;
  }
}
