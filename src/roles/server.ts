import { Answerer } from "../authority/answer.ts";
import type { ZoneTable } from "../authority/zone-table.ts";
import type { HttpListenerConfig, ServerConfig } from "../config/config.ts";
import type { Accounts } from "../core/accounts.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { Administration, ListenerSummary, ServerSummary } from "../core/administration.ts";
import { type Clock, Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { FileReader } from "../core/files.ts";
import type { Journal } from "../core/journal.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { DatagramListener, FramedListener, HttpListener, ListenFailure, TlsIdentity } from "../core/listen.ts";
import type { Log } from "../core/log.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import type { Random } from "../core/random.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { version } from "../core/version.ts";
import { defaultHostTtl } from "../updates/dialect.ts";
import { largestUpdateBody, updateHandler } from "../updates/http.ts";
import { createConfiguredZones } from "./configured-zones.ts";
import { openDnsPair } from "./dns-pair.ts";
import { LocalAdministration } from "./local-administration.ts";
import { openServedZones } from "./served-zones.ts";
import type { ListenPurpose, ServerStartFailure } from "./server-start.text.ts";
import { listening, plainHttp, updateAccepted, zonesLoaded } from "./server.text.ts";

/** The server: serves the zones of its journal, accepts updates for them, and lets itself be administered. */

export interface ServerPorts {
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly datagrams: DatagramListener;
  readonly files: FileReader;
  readonly frames: FramedListener;
  readonly http: HttpListener;
  readonly journal: Journal;
  readonly log: Log;
  readonly pid: number;
  readonly random: Random;
}

/** A server that runs. */
export interface RunningServer extends Running {
  readonly administration: Administration;
  readonly table: ZoneTable;
  readonly listeners: readonly ListenerSummary[];
  summary(): ServerSummary;
}

/** Certificates and keys in PEM are a few KiB; chains of some authorities reach 20. */
const largestPemFile = 256 * 1_024;

/** Pause after which a silent HTTP client is let go. */
const httpIdleTimeoutMs = 10_000;

/** Starts serving; when one listener cannot be opened, none stays open. */
export async function startServer(
  config: ServerConfig,
  ports: ServerPorts,
): Promise<Result<RunningServer, ServerStartFailure>> {
  const startedAt = ports.clock.now();
  const begin = ports.clock.monotonic();
  const zones = await openServedZones(ports, ({ zone, revision, changes, transport }) => {
    ports.log.write(updateAccepted, { zone: zone.hostname, revision, changes: changes.length, transport });
  });
  if (!zones.ok) return failure({ kind: "journal", failure: zones });
  const { table, door } = zones.value;
  const created = await createConfiguredZones(config.zones, { ...ports, door, table });
  if (!created.ok) return created;
  ports.log.write(zonesLoaded, {
    zones: table.zones().length,
    names: table.zones().reduce((sum, zone) => sum + zone.ownerCount, 0),
    revision: table.revision,
    tookMs: Duration.milliseconds(ports.clock.monotonic() - begin),
  });

  const opening = new Opening(ports);
  const answerer = new Answerer(table.memory);
  for (const endpoint of config.dns.listen) await opening.dns(endpoint, answerer);
  const handler = updateHandler({
    ...zones.value,
    view: table,
    trustedProxies: config.http.trustedProxies,
    hostTtlOf: (apex) => config.zones.find((zone) => zone.apex.equals(apex))?.ttl ?? defaultHostTtl,
  });
  for (const listener of config.http.listen) {
    await opening.http(listener, (place) =>
      ports.http.listen(place, { largestBodyOctets: largestUpdateBody, idleTimeoutMs: httpIdleTimeoutMs }, handler),
    );
  }
  if (opening.failure !== undefined) {
    await opening.stop();
    return failure(opening.failure);
  }

  const administration = new LocalAdministration({
    ...ports,
    ...zones.value,
    view: table,
    transport: "admin-socket",
    isConfigured: (apex) => config.zones.some((zone) => zone.apex.equals(apex)),
  });
  return ok({
    administration,
    table,
    listeners: opening.listeners,
    summary: () => ({
      version,
      pid: ports.pid,
      startedAt: Instant.format(startedAt),
      revision: ports.journal.revision,
      zones: table.zones().map((zone) => ({ ...zone, apex: zone.apex.hostname })),
      listeners: opening.listeners,
      counters: {
        queries: answerer.counters.requests,
        dropped: answerer.counters.dropped,
        truncated: answerer.counters.truncated,
        noerror: answerer.counters.answers(0),
        nxdomain: answerer.counters.answers(3),
        refused: answerer.counters.answers(5),
      },
    }),
    stop: () => opening.stop(),
  });
}

/** Opens listeners one after the other until one fails; then the others are not tried. */
class Opening {
  readonly listeners: ListenerSummary[] = [];
  failure: ServerStartFailure | undefined;
  readonly #ports: ServerPorts;
  readonly #open: Running[] = [];

  constructor(ports: ServerPorts) {
    this.#ports = ports;
  }

  /** UDP and TCP on the same port; a port left to the system is the same for both. */
  async dns(endpoint: Endpoint, answerer: Answerer): Promise<void> {
    if (this.failure !== undefined) return;
    const pair = await openDnsPair(this.#ports, endpoint, answerer);
    this.#take("dns-udp", "dns", pair.ok ? ok(pair.value.udp) : pair);
    if (pair.ok) this.#take("dns-tcp", "dns", ok(pair.value.tcp));
  }

  async http(
    config: HttpListenerConfig,
    listen: (place: {
      kind: "port";
      endpoint: Endpoint;
      tls: TlsIdentity | undefined;
    }) => Promise<Result<Running & { readonly endpoint: Endpoint | undefined }, ListenFailure>>,
  ): Promise<void> {
    if (this.failure !== undefined) return;
    const tls = config.tls === undefined ? ok(undefined) : await this.#readTls(config.tls);
    if (!tls.ok) {
      this.failure = tls;
      return;
    }
    const opened = await listen({ kind: "port", endpoint: config.endpoint, tls: tls.value });
    const isOpen = this.#take(tls.value === undefined ? "http" : "https", "http", opened);
    if (isOpen && tls.value === undefined && scopeOf(config.endpoint.address) !== "loopback") {
      this.#ports.log.write(plainHttp, { endpoint: this.listeners.at(-1)?.endpoint ?? "" });
    }
  }

  stop(): Promise<void> {
    return stopAll(this.#open);
  }

  #take(
    kind: ListenerSummary["kind"],
    purpose: ListenPurpose,
    opened: Result<Running & { readonly endpoint: Endpoint | undefined }, ListenFailure>,
  ): boolean {
    if (!opened.ok) {
      this.failure = { kind: "listen", purpose, failure: opened };
      return false;
    }
    const endpoint = opened.value.endpoint === undefined ? "" : formatEndpoint(opened.value.endpoint);
    this.#open.push(opened.value);
    this.listeners.push({ kind, endpoint });
    this.#ports.log.write(listening, { service: kind, endpoint });
    return true;
  }

  async #readTls(paths: {
    readonly certificate: string;
    readonly key: string;
  }): Promise<Result<TlsIdentity, ServerStartFailure>> {
    const texts: string[] = [];
    for (const path of [paths.certificate, paths.key]) {
      const file = await this.#ports.files.read(path, largestPemFile);
      if (!file.ok) return failure({ kind: "certificate-unread", path, failure: file });
      texts.push(new TextDecoder().decode(file.value.octets));
    }
    const [certificate = "", key = ""] = texts;
    return ok({ certificate, key });
  }
}
