import { createInterface } from "node:readline";
import { Address } from "../../src/core/address.ts";
import { Duration } from "../../src/core/duration.ts";
import { Prefix } from "../../src/core/prefix.ts";
import { upnpEventsMonitor } from "../../src/detect/monitor/upnp-events.ts";
import type { Mapping, MappingRequest, Transport } from "../../src/gateway/gateway.ts";
import { openUpnp } from "../../src/gateway/upnp/open.ts";
import type { UpnpGateway } from "../../src/gateway/upnp/upnp-gateway.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { createHttpClient } from "../../src/platform/http-client.ts";
import { createHttpListener } from "../../src/platform/http-listener.ts";
import { createMulticastNetwork } from "../../src/platform/multicast-socket.ts";
import { systemRandom } from "../../src/platform/random.ts";
import { expectOk } from "../support/expect-ok.ts";

/**
 * A host of the laboratory that speaks UPnP: reads one command per line, answers each with one line of JSON, and says
 * `{"hint": …}` whenever its monitor does. Arguments are the gateway, the host's address there, and the link's prefix.
 */

/** What is asked of it. */
export type HostCommand =
  | { readonly do: "open" | "address" | "watch" | "unwatch" }
  | { readonly do: "serve"; readonly port: number; readonly text: string }
  | {
      readonly do: "map" | "unmap";
      readonly transport: Transport;
      readonly address: string;
      readonly port: number;
      readonly externalPort: number;
      readonly seconds: number;
    };

const [gateway = "", local = "", prefix = ""] = process.argv.slice(2);
const link = {
  gateway: expectOk(Address.parse(gateway)),
  localAddress: expectOk(Address.parse(local)),
  onLink: expectOk(Prefix.parse(prefix)),
};
const onBug = (bug: unknown): void => {
  process.stderr.write(`${bug instanceof Error ? bug.stack : String(bug)}\n`);
};
const ports = {
  clock: systemClock,
  random: systemRandom,
  http: createHttpClient(systemClock, createHostLookup(systemClock)),
  listener: createHttpListener(systemClock, onBug),
  multicast: createMulticastNetwork(onBug),
  link: () => Promise.resolve(link),
  routerSpoke: () => undefined,
};
const limits = { timeout: Duration.seconds(10) };

let router: UpnpGateway | undefined;
const mappings = new Map<string, Mapping>();
const monitor = upnpEventsMonitor(ports);
let watching: ReturnType<typeof monitor.start> | undefined;

async function run(command: HostCommand): Promise<unknown> {
  switch (command.do) {
    case "open": {
      const opened = await openUpnp(link, ports, limits);
      router = opened.ok ? opened.value : undefined;
      return opened.ok ? { label: opened.value.label, families: opened.value.families } : opened;
    }
    case "address":
      return router?.externalAddress(limits);
    case "watch":
      watching = monitor.start(({ monitor: id, at, routerAnnounced }) => say({ hint: { id, at, routerAnnounced } }));
      return {};
    case "unwatch":
      await watching?.stop();
      return {};
    case "serve":
      Bun.serve({ hostname: "::", port: command.port, fetch: () => new Response(command.text) });
      return {};
    case "map": {
      const mapped = await router?.map(requestOf(command), limits);
      if (mapped?.ok === true) mappings.set(keyOf(command), mapped.value);
      return mapped;
    }
    case "unmap": {
      const mapping = mappings.get(keyOf(command));
      return mapping === undefined ? undefined : router?.unmap(requestOf(command), mapping, limits);
    }
  }
}

type MapCommand = HostCommand & { readonly do: "map" | "unmap" };

function keyOf({ transport, address, port }: MapCommand): string {
  return `${transport} ${address} ${port}`;
}

function requestOf({ transport, address, port, externalPort, seconds }: MapCommand): MappingRequest {
  return {
    transport,
    internalAddress: expectOk(Address.parse(address)),
    internalPort: port,
    externalPort,
    lifetime: Duration.seconds(seconds),
    nonce: new Uint8Array(12),
    description: "holdfast interop",
  };
}

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

for await (const line of createInterface({ input: process.stdin })) {
  say({ answer: (await run(JSON.parse(line))) ?? null });
}
process.exit(0);
