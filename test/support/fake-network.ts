import type { Address } from "../../src/core/address.ts";
import type { Clock } from "../../src/core/clock.ts";
import { Duration } from "../../src/core/duration.ts";
import type { Family } from "../../src/core/family.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "../../src/core/http.ts";
import {
  type DatagramClient,
  type Endpoint,
  type ExchangeLimits,
  formatEndpoint,
  type HostLookup,
  type NetCode,
  type NetFailure,
} from "../../src/core/net.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";

/** A small network on a fake clock: hosts that answer after a while, refuse, or stay silent. */

/** What a peer does with one packet or request: answer after `delayMs`, or fail at once. */
export type Reply<T> = { readonly answer: T; readonly delayMs: number } | { readonly refused: NetCode } | "silent";

/** One packet as its receiver sees it. */
export interface Received {
  readonly peer: string;
  readonly payload: Uint8Array;
  readonly atMs: number;
}

/** Datagram peers by endpoint, for instance `192.0.2.1:3478`; an unknown one is silent. */
export class FakeDatagrams implements DatagramClient {
  readonly received: Received[] = [];
  #clock: Clock;
  #peers: Readonly<Record<string, (payload: Uint8Array, count: number) => Reply<Uint8Array>>>;

  constructor(
    clock: Clock,
    peers: Readonly<Record<string, (payload: Uint8Array, count: number) => Reply<Uint8Array>>>,
  ) {
    this.#clock = clock;
    this.#peers = peers;
  }

  exchange(
    peer: Endpoint,
    payload: Uint8Array,
    isAnswer: (payload: Uint8Array) => boolean,
    limits: ExchangeLimits,
  ): Promise<Result<Uint8Array, NetFailure>> {
    const name = formatEndpoint(peer);
    this.received.push({ peer: name, payload, atMs: this.#clock.monotonic() });
    const count = this.received.filter((one) => one.peer === name).length;
    const reply = this.#peers[name]?.(payload, count) ?? "silent";
    const accepted = reply !== "silent" && "answer" in reply && !isAnswer(reply.answer) ? "silent" : reply;
    return settle(this.#clock, accepted, limits);
  }
}

/** Web servers by host; an unknown one does not resolve. */
export class FakeHttp implements HttpClient {
  readonly requests: HttpRequest[] = [];
  #clock: Clock;
  #servers: Readonly<Record<string, (request: HttpRequest) => Reply<HttpResponse>>>;

  constructor(clock: Clock, servers: Readonly<Record<string, (request: HttpRequest) => Reply<HttpResponse>>>) {
    this.#clock = clock;
    this.#servers = servers;
  }

  send(request: HttpRequest): Promise<Result<HttpResponse, NetFailure>> {
    this.requests.push(request);
    const reply = this.#servers[request.url.host]?.(request) ?? { refused: "name-not-resolved" };
    return settle(this.#clock, reply, request);
  }
}

/** Names that resolve; all others do not. */
export class FakeLookup implements HostLookup {
  #hosts: Readonly<Record<string, readonly Address[]>>;

  constructor(hosts: Readonly<Record<string, readonly Address[]>>) {
    this.#hosts = hosts;
  }

  addresses(hostname: string, family: Family): Promise<Result<readonly [Address, ...Address[]], NetFailure>> {
    const [first, ...others] = (this.#hosts[hostname] ?? []).filter((one) => one.family === family);
    return Promise.resolve(
      first === undefined
        ? failure({ code: "name-not-resolved", detail: `no ${family} address for ${hostname}`, wasSent: false })
        : ok([first, ...others]),
    );
  }

  resolvers(): readonly Endpoint[] {
    return [];
  }
}

/** A response with a text body. */
export function response(status: number, body: string, contentType = "text/plain"): HttpResponse {
  return { status, headers: { "content-type": contentType }, body: Buffer.from(body) };
}

function settle<T>(
  clock: Clock,
  reply: Reply<T>,
  limits: { readonly timeout: Duration; readonly signal?: AbortSignal },
): Promise<Result<T, NetFailure>> {
  const failed = (code: NetCode): Result<T, NetFailure> => failure({ code, detail: code, wasSent: true });
  if (limits.signal?.aborted === true) return Promise.resolve(failed("aborted"));
  if (reply !== "silent" && "refused" in reply) return Promise.resolve(failed(reply.refused));
  return new Promise((resolve) => {
    const end = (result: Result<T, NetFailure>): void => {
      deadline.cancel();
      arrival?.cancel();
      resolve(result);
    };
    const arrival =
      reply === "silent" ? undefined : clock.after(Duration.milliseconds(reply.delayMs), () => end(ok(reply.answer)));
    const deadline = clock.after(limits.timeout, () => end(failed("timed-out")));
    limits.signal?.addEventListener("abort", () => end(failed("aborted")), { once: true });
  });
}
