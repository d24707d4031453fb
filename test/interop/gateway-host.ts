import { createInterface } from "node:readline";
import { Address } from "../../src/core/address.ts";
import { Duration } from "../../src/core/duration.ts";
import type { Family } from "../../src/core/family.ts";
import { silentLog } from "../../src/core/log.ts";
import { combinedMonitor } from "../../src/detect/monitor/combined.ts";
import { followedMonitor } from "../../src/detect/monitor/following.ts";
import { gatewayAnnouncementsMonitor } from "../../src/detect/monitor/gateway-announcements.ts";
import type { GatewayProtocol, Mapping, MappingRequest, Transport } from "../../src/gateway/gateway.ts";
import { createHostPorts } from "../../src/roles/host-ports.ts";
import { expectOk } from "../support/expect-ok.ts";

/**
 * A host of the laboratory, composed as the program composes it, that asks its router what `gateway.test.ts` says and
 * tells what it hears from it by NAT-PMP and PCP.
 */

/** What is asked of it. */
export type HostCommand =
  | { readonly do: "find"; readonly family: Family; readonly purpose: "address" | "mappings" }
  | { readonly do: "address"; readonly protocol: GatewayProtocol }
  | { readonly do: "serve"; readonly port: number; readonly text: string }
  | { readonly do: "watch" }
  | {
      readonly do: "map" | "unmap";
      readonly protocol: GatewayProtocol;
      readonly transport: Transport;
      readonly address: string;
      readonly port: number;
      readonly externalPort: number;
      readonly seconds: number;
    };

const ports = createHostPorts(silentLog);
const { gateways, multicast, clock } = ports;
const limits = { timeout: Duration.seconds(5) };
const mappings = new Map<string, Mapping>();

async function run(command: HostCommand): Promise<unknown> {
  switch (command.do) {
    case "find": {
      const found = await gateways.find({ family: command.family, purpose: command.purpose }, limits);
      if (!found.ok) return found;
      const { client, link } = found.value;
      return { protocol: client.protocol, gateway: link.gateway, from: link.localAddress, onLink: String(link.onLink) };
    }
    case "address": {
      const wish = { family: "ipv4", purpose: "address", protocols: [command.protocol] } as const;
      const found = await gateways.find(wish, limits);
      return found.ok ? found.value.client.externalAddress(limits) : found;
    }
    case "serve":
      Bun.serve({ hostname: "::", port: command.port, fetch: () => new Response(command.text) });
      return {};
    case "watch": {
      // Without the kernel's own events, so that every hint is the router's.
      const announcements = gatewayAnnouncementsMonitor({ gateways, multicast, clock, log: silentLog });
      followedMonitor(combinedMonitor([]), [announcements]).start(({ monitor: id, at, routerAnnounced }) => {
        say({ hint: { id, at, routerAnnounced } });
      });
      return {};
    }
    case "map":
    case "unmap": {
      const { family } = expectOk(Address.parse(command.address));
      const found = await gateways.find({ family, purpose: "mappings", protocols: [command.protocol] }, limits);
      if (!found.ok) return found;
      const key = JSON.stringify([command.protocol, command.transport, command.address, command.port]);
      const request = requestOf(command);
      if (command.do === "unmap") {
        const mapping = mappings.get(key);
        return mapping === undefined ? undefined : found.value.client.unmap(request, mapping, limits);
      }
      const mapped = await found.value.client.map(request, limits);
      if (mapped.ok) mappings.set(key, mapped.value);
      return mapped;
    }
  }
}

function requestOf(command: HostCommand & { readonly do: "map" | "unmap" }): MappingRequest {
  const { transport, address, port, externalPort, seconds } = command;
  return {
    transport,
    internalAddress: expectOk(Address.parse(address)),
    internalPort: port,
    externalPort,
    lifetime: Duration.seconds(seconds),
    nonce: new Uint8Array(12).fill(0x5a),
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
