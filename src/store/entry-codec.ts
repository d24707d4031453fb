import { Address } from "../core/address.ts";
import { Instant } from "../core/clock.ts";
import {
  type Actor,
  type Entry,
  type HttpDialect,
  httpDialects,
  type Proposal,
  type ReplayItem,
  type Revision,
  type Transport,
} from "../core/journal.ts";
import { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { decodeChanges } from "../core/zone-change.ts";
import { EncodedChanges } from "../core/change-cursor.ts";
import type { EntryLine, StoredEntryLine } from "./protocol.ts";
import type { StorageFailure } from "./storage-failure.ts";

/** Entries as text and numbers, and back. What was written by this code and cannot be read is a corrupt journal. */

const otherTransports: Readonly<Record<Exclude<Transport, HttpDialect>, true>> = {
  "admin-socket": true,
  offline: true,
  "dns-update": true,
  beacon: true,
  lease: true,
  start: true,
  transfer: true,
};

const transports: ReadonlySet<string> = new Set([...httpDialects, ...Object.keys(otherTransports)]);

/** Everything of a proposal but its changes. */
export function entryLineOf({ at, zone, actor, transport, peer }: Proposal): EntryLine {
  return {
    at,
    zone: zone.toString(),
    actor: actor.kind,
    ...(actor.kind === "token" && { token: actor.tokenId, host: actor.host.toString() }),
    ...(actor.kind === "key" && { host: actor.name.toString() }),
    transport,
    ...(peer !== undefined && { peer: peer.toString() }),
  };
}

/** Reads entries that were stored; keeps the last names, since the same ones come again and again. */
export class EntryReader {
  readonly #names = new Map<string, OwnerName>();

  read(line: StoredEntryLine, octets: Uint8Array): Result<Entry, StorageFailure> {
    const changes = decodeChanges(octets);
    if (!changes.ok) return corrupt(`entry ${line.revision}: ${changes.code} at ${changes.offset}`);
    const rest = this.#readRest(line);
    return rest.ok ? ok({ ...rest.value, changes: changes.value }) : rest;
  }

  /** The same for a replay, which mostly follows the changes as they were stored: values are made when asked for. */
  readItem(line: StoredEntryLine, octets: Uint8Array): Result<ReplayItem, StorageFailure> {
    const changes = EncodedChanges.of(octets);
    if (!changes.ok) return corrupt(`entry ${line.revision}: ${changes.code} at ${changes.offset}`);
    const rest = this.#readRest(line);
    if (!rest.ok) return rest;
    const encoded = changes.value;
    const entry = {
      ...rest.value,
      get changes() {
        return encoded.decoded();
      },
    };
    return ok({ kind: "entry", entry, encoded });
  }

  #readRest(line: StoredEntryLine): Result<Omit<Entry, "changes">, StorageFailure> {
    const zone = this.name(line.zone);
    const actor = this.#actor(line);
    const peer = line.peer === undefined ? undefined : Address.parse(line.peer);
    const { revision, at, transport } = line;
    if (zone === undefined || actor === undefined || !isTransport(transport) || peer?.ok === false) {
      return corrupt(`entry ${revision} has a column that cannot be read back`);
    }
    return ok({ revision: revision as Revision, at: Instant.ofMs(at), zone, actor, transport, peer: peer?.value });
  }

  name(text: string): OwnerName | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const parsed = OwnerName.parse(text);
    if (!parsed.ok) return undefined;
    if (this.#names.size >= namesKept) this.#names.clear();
    this.#names.set(text, parsed.value);
    return parsed.value;
  }

  #actor({ actor, token, host }: StoredEntryLine): Actor | undefined {
    if (actor === "administrator" || actor === "configuration" || actor === "primary") return { kind: actor };
    const name = host === undefined ? undefined : this.name(host);
    if (actor === "key" && name !== undefined) return { kind: "key", name };
    if (actor !== "token" || token === undefined || name === undefined) return undefined;
    return { kind: "token", tokenId: token, host: name };
  }
}

/** Zones are few; hosts of tokens may be many, and are then not worth keeping. */
const namesKept = 1024;

function isTransport(text: string): text is Transport {
  return transports.has(text);
}

export function corrupt(detail: string): Result<never, StorageFailure> {
  return failure({ code: "corrupt", detail });
}
