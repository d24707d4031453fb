import type {
  DatagramClient,
  Endpoint,
  ExchangeLimits,
  FramedStreamClient,
  HostLookup,
  NetFailure,
} from "../../src/core/net.ts";
import { formatEndpoint } from "../../src/core/net.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import { decodeMessage, encodeMessage, type Message } from "../../src/wire/message.ts";
import { responseTo } from "../../src/wire/response.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";
import { expectOk } from "./expect-ok.ts";
import { address, name, ttl } from "./values.ts";

/** DNS servers in memory, reached through the ports that real ones are reached through. */

/** What a server does with one query: an answer, octets as they are, a failure, or nothing. */
export type FakeReply = Message | Uint8Array | NetFailure | "silence";

export type FakeServer = (query: Message, transport: "udp" | "tcp") => FakeReply;

/** A record in short: `rr("example.net", "NS", "ns1.example.net")`. */
export function rr(owner: string, type: RRType, value: string): ResourceRecord {
  return { owner: name(owner), type, class: "IN", ttl: ttl(60), rdata: rdata(type, value) };
}

function rdata(type: RRType, value: string): Uint8Array {
  if (type === "A" || type === "AAAA") return address(value).octets;
  if (type !== "SOA") return name(value).wire;
  const mname = name(value).wire;
  return Uint8Array.of(...mname, 0, ...new Uint8Array(20));
}

/** An answer with authority, with what is spread over it. */
export function reply(query: Message, more: Partial<Message> = {}): Message {
  const bare = responseTo(query, more.rcode ?? "NOERROR");
  return { ...bare, ...more, flags: { ...bare.flags, aa: true, ...more.flags } };
}

/** A server that knows these records, in one zone; what it does not know is answered with the zone's SOA. */
export function zoneServer(apex: string, records: () => readonly ResourceRecord[]): FakeServer {
  const soa = rr(apex, "SOA", `ns1.${apex}`);
  return (query) => {
    const asked = query.question[0];
    if (asked === undefined) return "silence";
    const all = [soa, ...records()];
    const here = all.filter((record) => record.owner.equals(asked.name));
    const answer = here.filter((record) => record.type === asked.type || record.type === "CNAME");
    if (answer.length > 0) return reply(query, { answer });
    return reply(query, { authority: [soa], rcode: here.length === 0 ? "NXDOMAIN" : "NOERROR" });
  };
}

/** Servers by endpoint. Nobody listens where none is given. */
export class FakeDns {
  readonly servers: Map<string, FakeServer> = new Map();
  readonly resolvers: Endpoint[] = [];
  /** Questions so far, as `udp 192.0.2.53:53 home.example.net A rd`. */
  readonly questions: string[] = [];

  listen(text: string, server: FakeServer, port = 53): Endpoint {
    const endpoint = { address: address(text), port };
    this.servers.set(formatEndpoint(endpoint), server);
    return endpoint;
  }

  get datagrams(): DatagramClient {
    return {
      exchange: async (peer, payload, isAnswer, limits) => {
        const answer = this.#exchange("udp", peer, payload, limits);
        // A datagram that is no answer to the question is not even seen.
        return answer.ok && !isAnswer(answer.value) ? timedOut() : answer;
      },
    };
  }

  get streams(): FramedStreamClient {
    return { exchange: async (peer, payload, limits) => this.#exchange("tcp", peer, payload, limits) };
  }

  get lookup(): HostLookup {
    return {
      addresses: async () => failure({ code: "name-not-resolved", detail: "not in this test", wasSent: false }),
      resolvers: () => this.resolvers,
    };
  }

  #exchange(
    transport: "udp" | "tcp",
    peer: Endpoint,
    payload: Uint8Array,
    limits: ExchangeLimits,
  ): Result<Uint8Array, NetFailure> {
    if (limits.signal?.aborted === true) return failure({ code: "aborted", detail: "aborted", wasSent: false });
    const query = expectOk(decodeMessage(payload));
    const asked = query.question[0];
    const rd = query.flags.rd ? "rd" : "no-rd";
    this.questions.push(`${transport} ${formatEndpoint(peer)} ${asked?.name.hostname} ${asked?.type} ${rd}`);
    const server = this.servers.get(formatEndpoint(peer));
    if (server === undefined) return failure({ code: "connection-refused", detail: "nobody there", wasSent: true });
    const answer = server(query, transport);
    if (answer === "silence") return timedOut();
    if (answer instanceof Uint8Array) return ok(answer);
    if ("wasSent" in answer) return failure(answer);
    return ok(expectOk(encodeMessage(answer, 65_535)).octets);
  }
}

function timedOut(): Result<never, NetFailure> {
  return failure({ code: "timed-out", detail: "no answer in 2s", wasSent: true });
}
