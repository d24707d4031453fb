import type { Outcome } from "../../src/core/outcome.ts";
import type { ProviderDeclaration, Settings, ZoneApi } from "../../src/core/provider.ts";
import { portsTo } from "../conformance/http-peer.ts";
import { ZoneBench } from "../conformance/zone-bench.ts";
import type { EmulatedZones } from "../emulators/emulated-zones.ts";
import type { FakeClock } from "./fake-clock.ts";

/** A zone API at an emulator of its own, for what is peculiar to one service. */
export interface ZoneApiWorld {
  readonly api: ZoneApi;
  readonly service: EmulatedZones;
  readonly clock: FakeClock;
  /** Makes the RRset of `home.example.net` equal to the values. */
  publish(values: readonly string[], options?: Settings, ttl?: number): Promise<Outcome>;
}

/** Starts the service with the zone `example.net`, connects to it, runs the body, stops it. */
export async function zoneApiAt(
  subject: {
    readonly provider: ProviderDeclaration;
    readonly settings: Settings;
    readonly start: () => Promise<EmulatedZones>;
  },
  run: (world: ZoneApiWorld) => Promise<void>,
): Promise<void> {
  const service = await subject.start();
  const bench = await ZoneBench.start({
    ...subject,
    wrongSettings: {},
    start: async () => ({
      ...service,
      ports: (clock) => portsTo(service, clock),
      writes: () => service.http.requests.filter(service.isWrite).length,
      received: () => [],
    }),
  });
  const api = bench.connect();
  const publish: ZoneApiWorld["publish"] = (values, options = {}, ttl) =>
    bench.publish("home.example.net", values, { options, ...(ttl === undefined ? {} : { ttl }) }, api);
  try {
    await run({ api, service, clock: bench.clock, publish });
  } finally {
    await service.stop();
  }
}
