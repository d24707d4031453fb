import { Answerer } from "../authority/answer.ts";
import { AnswerCounters } from "../authority/counters.ts";
import { answerOverHttps, dnsQueryPath } from "../authority/https.ts";
import { framedHandler } from "../authority/tcp.ts";
import { changesOfPiece, type ZoneTable } from "../authority/zone-table.ts";
import type { ServerConfig } from "../config/config.ts";
import type { Accounts } from "../core/accounts.ts";
import type { Administration, ServerSummary } from "../core/administration.ts";
import { type Clock, Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Entry, Journal } from "../core/journal.ts";
import type { Memory } from "../core/memory.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { OwnerName } from "../core/name.ts";
import { type DatagramClient, type Endpoint, formatEndpoint, type FramedTransferClient } from "../core/net.ts";
import type { Random } from "../core/random.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Ttl } from "../core/ttl.ts";
import { version } from "../core/version.ts";
import type { Authenticator } from "../updates/authenticate.ts";
import { BeaconDoor } from "../updates/beacon.ts";
import { updateLimits } from "../updates/dns-update/apply-operations.ts";
import { UpdateDoor } from "../updates/dns-update/update-door.ts";
import { DnsUpdates } from "../updates/dns-updates.ts";
import { updateKeysOf } from "./update-keys-of.ts";
import { defaultHostTtl } from "../updates/dialect.ts";
import { updateHandler } from "../updates/http.ts";
import { Leases } from "../updates/leases.ts";
import type { Refusal } from "../updates/refusal.ts";
import { answerSettingsOf } from "./answer-settings-of.ts";
import { createCopies, isCopyIn } from "./copies.ts";
import { createConfiguredZones } from "./configured-zones.ts";
import { historyEntry } from "./history-entries.ts";
import { LocalAdministration } from "./local-administration.ts";
import { Quiet } from "./quiet.ts";
import { RefusalLog } from "./refusal-log.ts";
import { openServedZones } from "./served-zones.ts";
import { keepServerMemory } from "./server-memory.ts";
import { type OpenListener, openListeners, type ServerListenerPorts } from "./server-listeners.ts";
import type { ServerStartFailure } from "./server-start.text.ts";
import { updateAccepted, zonesLoaded, zoneStays } from "./server.text.ts";
import { ZoneDeltas } from "../transfer/zone-deltas.ts";
import { signedQueries } from "./signed-queries.ts";
import { CatalogKeeper } from "./catalog-keeper.ts";
import { createTransfers, secondariesIn, type Transfers } from "./transfers.ts";
import { WhoamiNames } from "./whoami-names.ts";

/** The server: serves the zones of its journal, accepts updates for them, and lets itself be administered. */

export interface ServerPorts extends ServerListenerPorts {
  readonly accounts: Accounts;
  readonly clock: Clock;
  /** For what the server itself sends. */
  readonly exchanges: DatagramClient;
  /** For zones that are copied from others. */
  readonly transfers: FramedTransferClient;
  readonly journal: Journal;
  readonly memory: Memory;
  readonly pid: number;
  readonly random: Random;
  readonly stateDirectory: string;
}

/** A server that runs. */
export interface RunningServer extends Running {
  readonly administration: Administration;
  readonly authenticator: Authenticator;
  readonly table: ZoneTable;
  readonly listeners: readonly OpenListener[];
  /**
   * Takes over another configuration, except for its listeners: zones that are new are created, zones that are not
   * listed any more stay and may now be removed by command. On failure the earlier one stays in force.
   */
  replaceConfig(config: ServerConfig): Promise<Result<void, ServerStartFailure>>;
  summary(): ServerSummary;
}

/** Starts serving; when one listener cannot be opened, none stays open. */
export async function startServer(
  config: ServerConfig,
  ports: ServerPorts,
): Promise<Result<RunningServer, ServerStartFailure>> {
  const { clock, journal, log } = ports;
  const startedAt = clock.now();
  const begin = clock.monotonic();
  // Loading leaves much behind that is of no use later. Small changes do not, and happen all the time: docs/decisions/0011.
  const settling = new Quiet(clock, () => ports.memory.giveBack());
  let current = config;
  let keys = updateKeysOf(config);
  const deltas = new ZoneDeltas((apex) => secondariesIn(current, apex).length > 0);
  const onEntry = (entry: Entry): void => {
    log.write(updateAccepted, historyEntry(entry));
    if (entry.changes.length > changesOfPiece) settling.stir();
    transfers?.changed(entry.zone);
    catalogs?.follow(entry);
  };
  let transfers: Transfers | undefined;
  let catalogs: CatalogKeeper | undefined;
  const zones = await openServedZones({ ...ports, isCopy: (apex) => isCopyIn(current, apex) }, onEntry, deltas);
  if (!zones.ok) return failure({ kind: "journal", failure: zones });
  const { table, door, authenticator } = zones.value;
  const created = await createConfiguredZones(config.zones, { ...ports, door, table });
  if (!created.ok) return created;
  const whoami = new WhoamiNames({ ...ports, table });
  const reflected = await whoami.serve(config.zones);
  if (!reflected.ok) return reflected;
  log.write(zonesLoaded, {
    zones: table.zones().length,
    names: table.zones().reduce((sum, zone) => sum + zone.ownerCount, 0),
    revision: table.revision,
    tookMs: Duration.milliseconds(clock.monotonic() - begin),
  });

  const refusals = new RefusalLog(clock, log);
  const onRefused = (refusal: Refusal): void => refusals.write(refusal);
  const memory = await keepServerMemory(ports.stateDirectory, zones.value.presence, ports);
  const settings = answerSettingsOf(config.dns.answers, memory.cookies.memory.buffer);
  const answerer = new Answerer(table.memory, { ...settings, clock });
  const giveUp = async (reason: ServerStartFailure): Promise<Result<never, ServerStartFailure>> => {
    await stopAll([memory, leases, opened, copies]);
    return failure(reason);
  };
  const hostTtlOf = (apex: OwnerName): Ttl =>
    current.zones.find((zone) => zone.apex.equals(apex))?.ttl ?? defaultHostTtl;
  const beacons = new BeaconDoor({
    ...zones.value,
    view: table,
    onRefused,
    clock,
    cookies: memory.cookies,
    keys: authenticator.keys,
    hostTtlOf,
  });
  const updates = new DnsUpdates({
    beacons,
    clock,
    hostKeys: authenticator.keys,
    keys: () => keys,
    updates: new UpdateDoor({ ...zones.value, clock, onRefused, view: table, limits: updateLimits }),
  });
  const doors = {
    updates: (payload: Uint8Array, peer: Endpoint) => updates.answer(payload, peer),
    signed: signedQueries({ answerer, clock, findKey: (name) => keys.find(name)?.key }),
  };
  const overHttps = framedHandler({ answerer, ...doors });
  const http = updateHandler({
    ...zones.value,
    view: table,
    onRefused,
    get trustedProxies() {
      return current.http.trustedProxies;
    },
    hostTtlOf,
    besides: (request, path, client) =>
      path === dnsQueryPath && current.dns.isOverHttps ? answerOverHttps(request, client, overHttps) : undefined,
  });
  const opened = createTransfers({
    ...ports,
    datagrams: ports.exchanges,
    deltas,
    door,
    view: table,
    config: () => current,
    keys: () => keys,
    isWithheld: (apex) => copies.hasExpired(apex),
    onRefused: (refusal) => refusals.writeTransfer(refusal),
  });
  transfers = opened;
  const keeper = new CatalogKeeper({
    ...ports,
    door,
    view: table,
    catalog: () => current.catalog,
    hasSecondaries: (apex) => secondariesIn(current, apex).length > 0,
  });
  catalogs = keeper;
  await keeper.keep();
  const copies = await createCopies({
    ...ports,
    datagrams: ports.exchanges,
    door,
    table,
    config: () => current,
    keys: () => keys,
  });
  const wanted = {
    dns: config.dns.listen,
    dnsTls: config.dns.tls,
    http: config.http.listen,
    threads: config.dns.threads,
  };
  const handlers = {
    queries: answerer,
    source: { memory: table.memory, settings },
    http,
    doors: { ...doors, notifies: copies.notifies, transfers: opened.answer },
  };
  const leases = new Leases({
    ...ports,
    ...zones.value,
    view: table,
    hostTtlOf,
    termsOf: (apex) => current.zones.find((zone) => zone.apex.equals(apex))?.lease,
  });
  // First, so that a copy that has expired meanwhile is not answered from.
  copies.followConfig();
  const listeners = await openListeners(wanted, handlers, ports);
  if (!listeners.ok) return giveUp(listeners);
  const { open, udp } = listeners.value;
  settling.stir();
  // Whatever changed while nobody was here to tell.
  opened.tellAll();

  const administration = new LocalAdministration({
    ...ports,
    ...zones.value,
    view: table,
    transport: "admin-socket",
    isConfigured: (apex) => current.zones.some((zone) => zone.apex.equals(apex)),
    isReserved: (name) => whoami.isServed(name),
    isCopy: (apex) => isCopyIn(current, apex),
    zoneSummaries: copies.zoneSummaries,
  });
  return ok({
    administration,
    authenticator,
    table,
    listeners: open,
    replaceConfig: async (next) => {
      const added = await createConfiguredZones(next.zones, { ...ports, door, table });
      const reflected = added.ok ? await whoami.serve(next.zones) : added;
      if (reflected.ok) {
        for (const { apex } of current.zones) {
          const isListed = next.zones.some((zone) => zone.apex.equals(apex));
          if (!isListed && table.zone(apex) !== undefined) log.write(zoneStays, { zone: apex.hostname });
        }
        current = next;
        keys = updateKeysOf(next);
        leases.reconsider();
        await keeper.keep();
        opened.tellAll();
        copies.followConfig();
      }
      return reflected;
    },
    summary: () => ({
      version,
      pid: ports.pid,
      startedAt: Instant.format(startedAt),
      revision: journal.revision,
      zones: copies.zoneSummaries(),
      listeners: open.map(({ kind, endpoint }) => ({ kind, endpoint: formatEndpoint(endpoint) })),
      udp: udp.summary,
      counters: { ...countersOf([answerer.counters, ...udp.counters]), ...udp.drops },
    }),
    stop: () => stopAll([memory, settling, refusals, leases, opened, copies, listeners.value]),
  });
}

/** Response codes as numbers. RFC 1035 §4.1.1 */
const rcodes = { noerror: 0, nxdomain: 3, refused: 5 } as const;

function countersOf(sets: readonly AnswerCounters[]): ServerSummary["counters"] {
  const counters = AnswerCounters.sumOf(sets);
  return {
    queries: counters.requests,
    dropped: counters.dropped,
    truncated: counters.truncated,
    limited: counters.limited,
    noerror: counters.answers(rcodes.noerror),
    nxdomain: counters.answers(rcodes.nxdomain),
    refused: counters.answers(rcodes.refused),
  };
}
