import type { ZoneTable } from "../authority/zone-table.ts";
import type { ServerConfig } from "../config/config.ts";
import type { CopySummary, ZoneSummary } from "../core/administration.ts";
import { assertNever } from "../core/assert.ts";
import { type Clock, Instant } from "../core/clock.ts";
import type { FileReader } from "../core/files.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import type { OwnerName } from "../core/name.ts";
import { type DatagramClient, type Endpoint, formatEndpoint, type FramedTransferClient } from "../core/net.ts";
import type { Random } from "../core/random.ts";
import { followPrimary } from "../transfer/follow-primary.ts";
import { NotifyDoor } from "../transfer/notify-door.ts";
import { type Primary, PrimaryClient } from "../transfer/primary-client.ts";
import { type CopyEvent, type CopyStatus, ZoneCopy } from "../transfer/zone-copy.ts";
import type { Door } from "../updates/door.ts";
import type { UpdateKeys } from "../updates/dns-update/update-keys.ts";
import { stepsToReplaceInPieces } from "../updates/zone-content.ts";
import { copyExpired, copyFollowed, copyRevived, notifyRefused, primaryFailed } from "./copies.text.ts";
import { keepCopyTimes } from "./copy-times.ts";
import { copyTimesPath } from "./state-place.ts";
import { largestZoneFile } from "./zone-file.ts";
import { noZone, zoneSummary } from "./zone-summary.ts";

/** Keeps copies of the zones that the configuration gives primaries. */

export interface CopiesPorts {
  readonly clock: Clock;
  readonly datagrams: DatagramClient;
  readonly transfers: FramedTransferClient;
  readonly door: Door;
  readonly files: FileReader;
  readonly log: Log;
  readonly random: Random;
  readonly stateDirectory: string;
  readonly table: ZoneTable;
  readonly config: () => ServerConfig;
  readonly keys: () => UpdateKeys;
}

/** Peers that are told of as refused, each once: a forged message must not fill the log. */
const mostRefusedTold = 100;

export interface Copies extends Running {
  /** Takes NOTIFY messages. */
  readonly notifies: (payload: Uint8Array, peer: Endpoint) => Uint8Array | undefined;
  /** To be called before listeners are open, and after another configuration. */
  followConfig(): void;
  /** True for a copy that no answer may be given from. */
  hasExpired(apex: OwnerName): boolean;
  /** All zones that are served, and copies that have not come yet. */
  zoneSummaries(): readonly ZoneSummary[];
}

/** Whether a configuration has a zone copied. */
export function isCopyIn({ zones }: ServerConfig, apex: OwnerName): boolean {
  return zones.some((zone) => zone.primaries.length > 0 && zone.apex.equals(apex));
}

export async function createCopies(ports: CopiesPorts): Promise<Copies> {
  const { clock, config, door, log, random, table } = ports;
  const copies = new Map<string, ZoneCopy>();
  const refused = new Set<string>();
  const times = await keepCopyTimes(copyTimesPath(ports.stateDirectory), ports);
  const primariesOf = (apex: OwnerName): readonly Primary[] | undefined =>
    isCopyIn(config(), apex) ? primariesIn(config(), apex, ports.keys()) : undefined;
  const follow = followPrimary({
    client: new PrimaryClient({ ...ports, mostOctets: largestZoneFile }),
    view: table,
    stepsToReplace: stepsToReplaceInPieces,
    commit: (apex, { endpoint }, decide) =>
      door.submitZone(apex, decide, { actor: { kind: "primary" }, transport: "transfer", peer: endpoint.address }),
  });
  const notify = new NotifyDoor({
    clock,
    findKey: (name) => ports.keys().find(name)?.key,
    primariesOf,
    onNotified: (apex, from) => copies.get(apex.key)?.check({ from }),
    onRefused: (apex, from) => {
      const told = `${apex.key} ${from}`;
      if (refused.has(told) || refused.size >= mostRefusedTold) return;
      refused.add(told);
      log.write(notifyRefused, { zone: apex.hostname, peer: from.toString() });
    },
  });
  const create = (apex: OwnerName): ZoneCopy =>
    new ZoneCopy(apex, times.of(apex), {
      clock,
      random,
      view: table,
      primaries: () => primariesOf(apex) ?? [],
      follow,
      withhold: (zone, isWithheld) => table.withhold(zone, isWithheld),
      onEvent: (event) => tell(log, event),
      remember: (zone, at) => times.note(zone, at),
    });
  let stopped: Promise<unknown> = Promise.resolve();
  return {
    notifies: (payload, peer) => notify.answer(payload, peer),
    followConfig: () => {
      for (const [key, copy] of copies) {
        if (isCopyIn(config(), copy.apex)) {
          copy.check();
          continue;
        }
        // What was copied stays, and is ours from now on.
        copies.delete(key);
        times.forget(copy.apex);
        table.withhold(copy.apex, false);
        stopped = Promise.all([stopped, copy.stop()]);
      }
      for (const { apex, primaries } of config().zones) {
        if (primaries.length > 0) copies.getOrInsertComputed(apex.key, () => started(create(apex)));
      }
    },
    hasExpired: (apex) => copies.get(apex.key)?.status.hasExpired === true,
    zoneSummaries: () => {
      const served = table.zones().map((zone) => withCopy(zoneSummary(zone), copies.get(zone.apex.key), config()));
      const awaited = [...copies.values()].filter(({ apex }) => table.zone(apex) === undefined);
      return [...served, ...awaited.map((copy) => withCopy(noZone(copy.apex), copy, config()))];
    },
    stop: async () => {
      await stopAll([times, ...copies.values()]);
      await stopped;
    },
  };
}

function started(copy: ZoneCopy): ZoneCopy {
  copy.start();
  return copy;
}

function primariesIn({ zones }: ServerConfig, apex: OwnerName, keys: UpdateKeys): readonly Primary[] {
  return (zones.find((zone) => zone.apex.equals(apex))?.primaries ?? []).flatMap(({ endpoint, keyName }) => {
    const key = keyName === undefined ? undefined : keys.find(keyName)?.key;
    // A key that is missing must not make the address enough.
    return keyName !== undefined && key === undefined ? [] : [{ endpoint, key }];
  });
}

function withCopy(summary: ZoneSummary, copy: ZoneCopy | undefined, config: ServerConfig): ZoneSummary {
  if (copy === undefined) return summary;
  const primaries = config.zones.find((zone) => zone.apex.equals(copy.apex))?.primaries ?? [];
  return {
    ...summary,
    copy: copySummary(
      copy.status,
      primaries.map(({ endpoint }) => formatEndpoint(endpoint)),
    ),
  };
}

function copySummary(status: CopyStatus, primaries: readonly string[]): CopySummary {
  const text = (at: Instant | undefined): string | null => (at === undefined ? null : Instant.format(at));
  return {
    primaries,
    primary: status.primary === undefined ? null : formatEndpoint(status.primary),
    checkedAt: text(status.checkedAt),
    nextCheckAt: text(status.nextCheckAt),
    expiresAt: text(status.expiresAt),
    hasExpired: status.hasExpired,
    failure: status.failure ?? null,
  };
}

function tell(log: Log, event: CopyEvent): void {
  const zone = event.apex.hostname;
  switch (event.kind) {
    case "followed": {
      const { form, serial } = event.followed;
      log.write(copyFollowed, { zone, primary: formatEndpoint(event.primary.endpoint), form, serial });
      break;
    }
    case "primary-failed":
      log.write(primaryFailed, { zone, primary: formatEndpoint(event.primary.endpoint), ...event.failure });
      break;
    case "expired":
      log.write(copyExpired, { zone, checkedAt: Instant.format(event.checkedAt) });
      break;
    case "revived":
      log.write(copyRevived, { zone });
      break;
    default:
      assertNever(event);
  }
}
