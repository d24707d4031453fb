import type { SecondaryConfig, ServerConfig } from "../config/config.ts";
import type { Clock } from "../core/clock.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { FramedHandler } from "../core/listen.ts";
import type { Log } from "../core/log.ts";
import type { OwnerName } from "../core/name.ts";
import { type DatagramClient, formatEndpoint } from "../core/net.ts";
import type { Random } from "../core/random.ts";
import type { ZoneView } from "../core/zone-view.ts";
import { Notifier } from "../transfer/notifier.ts";
import type { Secondary } from "../transfer/secondary-rights.ts";
import { TransferDoor, type TransferRefusal } from "../transfer/transfer-door.ts";
import type { ZoneDeltas } from "../transfer/zone-deltas.ts";
import type { Door } from "../updates/door.ts";
import type { UpdateKeys } from "../updates/dns-update/update-keys.ts";
import { secondaryUnheard, transferServed } from "./transfers.text.ts";

/** Keeps secondaries equal to what is served: tells them of changes, and gives them zones. */

export interface TransfersPorts {
  readonly clock: Clock;
  readonly datagrams: DatagramClient;
  readonly deltas: ZoneDeltas;
  readonly door: Door;
  readonly log: Log;
  readonly random: Random;
  readonly view: ZoneView;
  readonly config: () => ServerConfig;
  readonly keys: () => UpdateKeys;
  /** True for a copy that is too old to be given on. */
  readonly isWithheld: (apex: OwnerName) => boolean;
  readonly onRefused: (refusal: TransferRefusal) => void;
}

export interface Transfers extends Running {
  readonly answer: FramedHandler;
  /** To be called when a zone has changed. */
  changed(apex: OwnerName): void;
  /** To be called at the start and after another configuration: every secondary may have missed something. */
  tellAll(): void;
}

/** Those a zone lists, or those of all zones. */
export function secondariesIn({ zones, secondaries }: ServerConfig, apex: OwnerName): readonly SecondaryConfig[] {
  return zones.find((zone) => zone.apex.equals(apex))?.secondaries ?? secondaries;
}

export function createTransfers(ports: TransfersPorts): Transfers {
  const { clock, datagrams, deltas, door, log, random, view } = ports;
  const secondariesOf = (apex: OwnerName): readonly Secondary[] =>
    secondariesIn(ports.config(), apex).flatMap(({ endpoint, keyName }) => {
      const key = keyName === undefined ? undefined : ports.keys().find(keyName)?.key;
      // A key that is missing must not make the address enough.
      return keyName !== undefined && key === undefined ? [] : [{ endpoint, key }];
    });
  const notifier = new Notifier({
    clock,
    datagrams,
    random,
    view,
    secondariesOf,
    onUnheard: ({ zone, endpoint }) =>
      log.write(secondaryUnheard, { zone: zone.hostname, secondary: formatEndpoint(endpoint) }),
  });
  const transfers = new TransferDoor({
    clock,
    view,
    deltas,
    whileUnchanged: (zone, work) => door.whileUnchanged(zone, work),
    secondariesOf,
    findKey: (name) => ports.keys().find(name)?.key,
    isWithheld: ports.isWithheld,
    onRefused: ports.onRefused,
    onServed: ({ zone, kind, peer, serial, form }) =>
      log.write(transferServed, { zone: zone.hostname, kind, peer: peer.toString(), serial, form }),
  });
  return {
    answer: (payload, peer) => transfers.answer(payload, peer),
    changed: (apex) => notifier.changed(apex),
    tellAll: () => {
      for (const { apex, revision } of view.zones()) {
        if (!deltas.wants(apex)) deltas.forget(apex);
        else if (!deltas.knows(apex)) deltas.begin(apex, revision);
        notifier.changed(apex);
      }
    },
    stop: () => stopAll([notifier]),
  };
}
