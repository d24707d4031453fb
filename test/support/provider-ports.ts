import type { HttpClient } from "../../src/core/http.ts";
import type { ProviderPorts } from "../../src/core/provider.ts";
import { FakeClock } from "./fake-clock.ts";
import { SeededRandom } from "./seeded-random.ts";

/** Ports of a provider that speaks HTTP; using any other is a mistake of the provider. */
export function httpPorts(
  http: HttpClient,
  clock: FakeClock = new FakeClock(),
  random: SeededRandom = new SeededRandom(),
): ProviderPorts {
  const refuse = (): never => {
    throw new Error("a provider of an HTTP service uses HTTP only");
  };
  return {
    http,
    datagrams: { exchange: refuse },
    streams: { exchange: refuse },
    lookup: { addresses: refuse, resolvers: refuse },
    clock,
    random,
  };
}
