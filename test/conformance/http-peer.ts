import { Duration } from "../../src/core/duration.ts";
import type { ProviderPorts } from "../../src/core/provider.ts";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { createHttpClient } from "../../src/platform/http-client.ts";
import type { HttpEmulator, ReceivedRequest } from "../emulators/http-emulator.ts";
import { EmulatedHttp } from "../support/emulated-http.ts";
import type { FakeClock } from "../support/fake-clock.ts";
import { httpPorts } from "../support/provider-ports.ts";
import { SeededRandom } from "../support/seeded-random.ts";

/** An emulated HTTP service, as the suites see it. */
export interface HttpPeer {
  readonly http: HttpEmulator;
  /** Origins of the emulator by the host it stands for. */
  readonly hosts: Readonly<Record<string, string>>;
}

/** Takes out of a request the texts that may show credentials, so that the rest can be searched. */
export type WithoutCredentials = (request: ReceivedRequest) => ReceivedRequest;

/** Credentials are in parameters of the query. */
export function withoutQuery(...names: readonly string[]): WithoutCredentials {
  return (request) => {
    const query = new URLSearchParams(request.query);
    for (const name of names) query.delete(name);
    return { ...request, query };
  };
}

/** Ports that reach the emulator; the client's deadlines are on the test's clock, so that silence costs no time. */
export function portsTo(peer: HttpPeer, clock: FakeClock): ProviderPorts {
  peer.http.onSilence = () => void clock.advance(clock.untilNext ?? Duration.zero);
  return httpPorts(
    new EmulatedHttp(createHttpClient(clock, createHostLookup(clock)), peer.hosts),
    clock,
    chanceAt(peer),
  );
}

/** One generator per peer: services that count nonces would take the same one of two connections for a replay. */
const chances = new WeakMap<HttpPeer["http"], SeededRandom>();

function chanceAt({ http }: HttpPeer): SeededRandom {
  const chance = chances.get(http) ?? new SeededRandom();
  chances.set(http, chance);
  return chance;
}

/** Everything received besides credentials, as texts. */
export function receivedBy(peer: HttpPeer, withoutCredentials: WithoutCredentials): readonly string[] {
  return peer.http.requests.map((request) => {
    const { method, path, query, headers, body } = withoutCredentials(request);
    return [method, path, query.toString(), JSON.stringify(headers), body].join("\n");
  });
}

/** Takes out one header field. */
export function withoutHeader(...names: readonly string[]): WithoutCredentials {
  return (request) => ({
    ...request,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !names.includes(name))),
  });
}

/** Takes out members of a JSON body or fields of a form. */
export function withoutMembers(...names: readonly string[]): WithoutCredentials {
  return (request) => {
    if (request.headers["content-type"] !== "application/json") {
      const form = new URLSearchParams(request.body);
      for (const name of names) form.delete(name);
      return { ...request, body: form.toString() };
    }
    const body: unknown = JSON.parse(request.body);
    const members = Object.entries(typeof body === "object" && body !== null ? body : {});
    return { ...request, body: JSON.stringify(Object.fromEntries(members.filter(([name]) => !names.includes(name)))) };
  };
}
