import type { Clock } from "../core/clock.ts";
import type { RouteTable } from "../core/default-route.ts";
import type { FileReader } from "../core/files.ts";
import type { Running } from "../core/lifecycle.ts";
import type { DatagramListener, FramedListener, HttpListener } from "../core/listen.ts";
import type { LocalRequest } from "../core/local-socket.ts";
import type { Log } from "../core/log.ts";
import type { MulticastNetwork } from "../core/multicast.ts";
import type { PacketSockets, PacketsRefused } from "../core/packet-sockets.ts";
import type { Result } from "../core/result.ts";
import type { Memory } from "../core/memory.ts";
import type { CommandRunner } from "../core/process.ts";
import type { ProviderPorts } from "../core/provider.ts";
import type { Random } from "../core/random.ts";
import type { Duration } from "../core/duration.ts";
import type { DetectPorts } from "../detect/build-source.ts";
import { combinedMonitor } from "../detect/monitor/combined.ts";
import { fileMonitor } from "../detect/monitor/file-watch.ts";
import { followedMonitor } from "../detect/monitor/following.ts";
import { gatewayAnnouncementsMonitor } from "../detect/monitor/gateway-announcements.ts";
import type { Monitor } from "../detect/monitor/monitor.ts";
import { pollingMonitor } from "../detect/monitor/polling.ts";
import { upnpEventsMonitor } from "../detect/monitor/upnp-events.ts";
import { netlinkAddressTable } from "../detect/netlink/address-table.ts";
import { netlinkNeighbourTable } from "../detect/netlink/neighbour-table.ts";
import { netlinkRouteTable } from "../detect/netlink/route-table.ts";
import type { Homeland } from "../detect/source.ts";
import type { FramedTransferClient } from "../core/net.ts";
import type { SourceSpec } from "../detect/source-spec.ts";
import { GatewayFinder, type Gateways } from "../gateway/find-gateway.ts";
import { type GatewayLink, isBehindTranslator } from "../gateway/link.ts";
import { portableAddressTable } from "../platform/address-table.ts";
import { systemClock } from "../platform/clock.ts";
import { createCommandRunner } from "../platform/command-runner.ts";
import { createDatagramClient } from "../platform/datagram-client.ts";
import { createDatagramListener } from "../platform/datagram-listener.ts";
import { fileReader } from "../platform/file-reader.ts";
import { createFramedListener } from "../platform/framed-listener.ts";
import { createFramedStreamClient } from "../platform/framed-stream-client.ts";
import { createFramedTransferClient } from "../platform/framed-transfer-client.ts";
import { createHostLookup } from "../platform/host-lookup.ts";
import { createHttpClient, type HttpClientOptions } from "../platform/http-client.ts";
import { createHttpListener } from "../platform/http-listener.ts";
import { lineProcess } from "../platform/line-process.ts";
import { localRequest } from "../platform/local-request.ts";
import { createMulticastNetwork } from "../platform/multicast-socket.ts";
import { openNetlink } from "../platform/netlink-socket.ts";
import { processMemory } from "../platform/process-memory.ts";
import { systemRandom } from "../platform/random.ts";
import { portableRouteTable, withLocalAddresses } from "../platform/route-table.ts";
import { kernelMonitor } from "./kernel-monitor.ts";
import { bugMet } from "./process.text.ts";

/** The real host behind the ports. Making it opens nothing; what is heavy is loaded by whoever first needs it. */

export interface HostPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly files: FileReader;
  readonly commands: CommandRunner;
  readonly request: LocalRequest;
  readonly memory: Memory;
  /** For providers and for verification. */
  readonly network: ProviderPorts;
  readonly sources: DetectPorts;
  /** Groups of hosts on a link: where routers announce themselves and are searched. */
  readonly multicast: MulticastNetwork;
  /** Which routers lead out. */
  readonly routes: RouteTable;
  /** What those routers offer. */
  readonly gateways: Gateways;
  /** Zones as primaries give them. */
  readonly transfers: FramedTransferClient;
  /** What a server listens with. */
  readonly listeners: {
    readonly datagrams: DatagramListener;
    readonly frames: FramedListener;
    readonly http: HttpListener;
    /** UDP in batches, or why not. */
    readonly packets: () => Promise<Result<PacketSockets, PacketsRefused>>;
  };
  /** The same host, whose HTTP client trusts these authorities (PEM text) beside the usual ones. */
  trusting(authorities: string | undefined): HostPorts;
  /** Everything that tells of changes: the kernel, the clock, and the files that are sources. */
  readonly monitorFor: (specs: readonly SourceSpec[], interval: Duration, needsRouter?: boolean) => Monitor;
  /** Tells when one of the files may have changed, appeared or vanished. */
  readonly watchFiles: (paths: readonly string[], onChange: () => void) => Running;
}

export interface HostPortsOptions extends HttpClientOptions {
  /** Where the host seems to be. */
  readonly homeland?: Homeland | undefined;
}

export function createHostPorts(log: Log, options: HostPortsOptions = {}): HostPorts {
  const clock = systemClock;
  const random = systemRandom;
  const onBug = (error: unknown): void => log.write(bugMet, { error });
  const lookup = createHostLookup(clock);
  const commands = createCommandRunner(clock);
  const network: ProviderPorts = {
    http: createHttpClient(clock, lookup, options),
    datagrams: createDatagramClient(clock),
    streams: createFramedStreamClient(clock, options),
    lookup,
    clock,
    random,
  };
  const netlink = openNetlink();
  const addressTable = netlink.ok ? netlinkAddressTable(netlink.value) : portableAddressTable({ commands, clock });
  const neighbours = netlink.ok ? netlinkNeighbourTable(netlink.value) : undefined;
  const routes = withLocalAddresses(netlink.ok ? netlinkRouteTable(netlink.value) : portableRouteTable({ commands }));
  const multicast = createMulticastNetwork(onBug);
  // Without the proxy, which has nothing to do with the own link.
  const upnpPorts = { http: createHttpClient(clock, lookup), clock, multicast };
  const gateways = new GatewayFinder({
    clock,
    routes,
    addressTable,
    openers: {
      pcp: async (...asked) => (await import("../gateway/pcp/open.ts")).openPcp(network)(...asked),
      "nat-pmp": async (...asked) => (await import("../gateway/nat-pmp/open.ts")).openNatPmp(network)(...asked),
      upnp: async (link, limits) => (await import("../gateway/upnp/open.ts")).openUpnp(link, upnpPorts, limits),
    },
  });
  const http = createHttpListener(clock, onBug);
  const linkOfUpnp = async (): Promise<GatewayLink | undefined> => {
    const link = await gateways.link("ipv4");
    return link.ok && isBehindTranslator(link.value) ? link.value : undefined;
  };
  const routerMonitors = [
    gatewayAnnouncementsMonitor({ gateways, multicast, clock, log }),
    upnpEventsMonitor({
      ...upnpPorts,
      listener: http,
      random,
      link: linkOfUpnp,
      routerSpoke: () => gateways.askAnew(),
    }),
  ];
  /** Every reload asks for them. */
  let trusted: { readonly authorities: string | undefined; readonly ports: HostPorts } | undefined;
  const ports: HostPorts = {
    clock,
    random,
    files: fileReader,
    commands,
    request: localRequest,
    memory: processMemory,
    network,
    sources: {
      ...network,
      addressTable,
      neighbours,
      commands,
      files: fileReader,
      gateways,
      homeland: options.homeland,
    },
    multicast,
    routes,
    gateways,
    transfers: createFramedTransferClient(clock),
    listeners: {
      datagrams: createDatagramListener(onBug),
      frames: createFramedListener(clock, onBug),
      http,
      packets: async () => (await import("../platform/packets/packet-sockets.ts")).openPacketSockets(),
    },
    trusting: (authorities) => {
      if (authorities === options.extraCertificates) return ports;
      if (trusted !== undefined && trusted.authorities === authorities) return trusted.ports;
      const proxied = options.proxy === undefined ? {} : { proxy: options.proxy };
      const made = createHostPorts(log, {
        ...proxied,
        homeland: options.homeland,
        ...(authorities === undefined ? {} : { extraCertificates: authorities }),
      });
      trusted = { authorities, ports: made };
      return made;
    },
    monitorFor: (specs, interval, needsRouter = false) => {
      const files = new Set(specs.flatMap((spec) => (spec.kind === "file" ? [spec.path] : [])));
      const kernel = kernelMonitor(process.platform, netlink.ok ? netlink.value : undefined, {
        lines: lineProcess,
        clock,
      });
      const monitors = [
        ...(kernel === undefined ? [] : [kernel]),
        pollingMonitor(interval, { clock }),
        ...[...files].map((path) => fileMonitor(path, { clock })),
      ];
      const followers = needsRouter || specs.some(({ kind }) => kind === "router") ? routerMonitors : [];
      return followedMonitor(combinedMonitor(monitors), followers);
    },
    watchFiles: (paths, onChange) => {
      const monitors = paths.map((path) => fileMonitor(path, { clock }));
      return combinedMonitor(monitors).start(onChange);
    },
  };
  return ports;
}
