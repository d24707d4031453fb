import { OwnerName } from "../../core/name.ts";
import type { ProviderZone, ReadFailure } from "../../core/provider.ts";
import { type Failure, failure, ok, type Result } from "../../core/result.ts";
import { absent, on, rejected, type Condition } from "./answers.ts";
import type { Call, Query } from "./call.ts";
import type { Conversation } from "./conversation.ts";
import { at, textOf, type Json } from "./json.ts";
import { readList, unpaged, type Paging, type RowsPlace } from "./paging.ts";

/** Finds the zone of an owner: what the service itself says counts, not a list of public suffixes. */

export interface ZoneFinder {
  zones(conversation: Conversation, signal?: AbortSignal): Promise<Result<readonly ProviderZone[], ReadFailure>>;
  /** The longest zone at or above the owner; `rejected` `zone-not-found` when there is none. */
  zoneOf(
    conversation: Conversation,
    owner: OwnerName,
    signal?: AbortSignal,
  ): Promise<Result<ProviderZone, ReadFailure>>;
}

/** Where a zone's facts are in its row. */
export interface ZoneShape {
  /** Path of the apex, in whatever spelling, or what makes it of the row. */
  readonly apex: string | ((row: Json) => string | undefined);
  /** Path of the service's own name for the zone; absent when that is the apex. */
  readonly id?: string;
}

export interface ZoneListSpec extends ZoneShape {
  readonly list: (page: Query) => Call;
  readonly paging?: Paging;
  readonly rows: RowsPlace;
  /**
   * Parameters that make the list hold one zone only. With them the owner and its parents are asked for one after the
   * other, which costs less than a long list and works with credentials that may not list everything.
   */
  readonly narrow?: (apex: string) => Query;
  /** Of several zones with one apex, one that holds this is taken. */
  readonly prefer?: (row: Json) => boolean;
  /** False for rows that are no zones whose records could be managed; they need not even have a name. */
  readonly isSelected?: (row: Json) => boolean;
}

/** Zones from the service's own list. */
export function zoneList(spec: ZoneListSpec): ZoneFinder {
  const read = async (
    conversation: Conversation,
    narrowing: Query,
    signal: AbortSignal | undefined,
  ): Promise<Result<readonly ProviderZone[], ReadFailure>> => {
    const rows = await readList(
      conversation,
      {
        call: (page) => spec.list({ ...narrowing, ...page }),
        paging: spec.paging ?? unpaged,
        rows: spec.rows,
      },
      signal,
    );
    if (!rows.ok) return rows;
    const prefer = spec.prefer ?? (() => true);
    const selected = rows.value.filter((row) => spec.isSelected?.(row) ?? true);
    const ordered = [...selected.filter(prefer), ...selected.filter((row) => !prefer(row))];
    const zones = ordered.map((row) => zoneIn(row, spec));
    if (zones.includes(undefined)) {
      return unreadableZone(conversation, spec.list({}));
    }
    return ok(zones.flatMap((zone) => zone ?? []));
  };
  return {
    zones: (conversation, signal) => read(conversation, {}, signal),
    async zoneOf(conversation, owner, signal) {
      const narrowings =
        spec.narrow === undefined ? [{}] : candidates(owner).map((apex) => spec.narrow?.(apex.hostname) ?? {});
      for (const narrowing of narrowings) {
        const zones = await read(conversation, narrowing, signal);
        if (!zones.ok) return zones;
        const holding = zones.value.filter((zone) => owner.isAtOrBelow(zone.apex));
        const longest = holding.toSorted((a, b) => b.apex.labelCount - a.apex.labelCount)[0];
        if (longest !== undefined) return ok(longest);
      }
      return notFound(owner);
    },
  };
}

/** Zones of a service that answers for one zone but has no list: the owner and its parents are asked for in turn. */
export function zoneByAsking(spec: {
  readonly ask: (apex: string) => Call;
  readonly id?: string;
  /** The answer that leads to the next parent; 404 when absent. */
  readonly noneWhen?: Condition;
}): ZoneFinder {
  const rows = [on(spec.noneWhen ?? 404, absent)];
  return {
    zones: async () => noList,
    async zoneOf(conversation, owner, signal) {
      for (const candidate of candidates(owner)) {
        const call = spec.ask(candidate.hostname);
        const reply = await conversation.read(call, rows, signal);
        if (!reply.ok) return reply;
        if (reply.value.meaning === "absent") continue;
        const id = spec.id === undefined ? undefined : textOf(at(reply.value.answer.tree, spec.id));
        if (spec.id !== undefined && id === undefined) return unreadableZone(conversation, call);
        return ok({ apex: candidate, id });
      }
      return notFound(owner);
    },
  };
}

/** Zones of a service that says itself which zone holds a name; `list` where it can also list them all. */
export function zoneOfOwner(
  spec: ZoneShape & {
    readonly ask: (name: string) => Call;
    /** Where the zone is in the answer; the answer itself when absent. */
    readonly zone?: string;
    readonly list?: ZoneFinder;
  },
): ZoneFinder {
  return {
    zones: (conversation, signal) => spec.list?.zones(conversation, signal) ?? Promise.resolve(noList),
    async zoneOf(conversation, owner, signal) {
      const call = spec.ask(owner.hostname);
      const reply = await conversation.read(call, [], signal);
      if (!reply.ok) return reply;
      const row = at(reply.value.answer.tree, spec.zone ?? "");
      if (row === undefined && reply.value.answer.tree !== undefined) return notFound(owner);
      const zone = zoneIn(row, spec);
      return zone === undefined || !owner.isAtOrBelow(zone.apex) ? unreadableZone(conversation, call) : ok(zone);
    },
  };
}

/** The one zone that a call answers with, for users who name it themselves. */
export function oneZone(spec: ZoneShape & { readonly ask: () => Call; readonly zone?: string }): ZoneFinder {
  const read = async (
    conversation: Conversation,
    signal: AbortSignal | undefined,
  ): Promise<Result<ProviderZone, ReadFailure>> => {
    const call = spec.ask();
    const reply = await conversation.read(call, [on(404, rejected("zone-not-found"))], signal);
    if (!reply.ok) return reply;
    const zone = zoneIn(at(reply.value.answer.tree, spec.zone ?? ""), spec);
    return zone === undefined ? unreadableZone(conversation, call) : ok(zone);
  };
  return {
    async zones(conversation, signal) {
      const zone = await read(conversation, signal);
      return zone.ok ? ok([zone.value]) : zone;
    },
    async zoneOf(conversation, owner, signal) {
      const zone = await read(conversation, signal);
      return zone.ok && !owner.isAtOrBelow(zone.value.apex) ? notFound(owner) : zone;
    },
  };
}

/** What services without a list of zones answer. */
export const noList: Failure<ReadFailure> = failure({
  outcome: { kind: "rejected", code: "unsupported", detail: "the service has no list of zones" },
});

/** What is answered when no zone holds an owner. */
export function notFound(owner: OwnerName): Failure<ReadFailure> {
  return failure({
    outcome: {
      kind: "rejected",
      code: "zone-not-found",
      detail: `no zone of these credentials holds ${owner.hostname}`,
    },
  });
}

/** The owner and its parents, longest first. A wildcard is nobody's apex, and neither is a single label. */
export function candidates(owner: OwnerName): readonly OwnerName[] {
  const names: OwnerName[] = [];
  let name: OwnerName | undefined = owner.isWildcard ? owner.parent : owner;
  while (name !== undefined && name.labelCount >= 2) {
    names.push(name);
    name = name.parent;
  }
  return names;
}

function unreadableZone(conversation: Conversation, call: Call): Result<never, ReadFailure> {
  return failure({ outcome: conversation.unreadable(call, "a zone that cannot be read") });
}

function zoneIn(row: Json | undefined, shape: ZoneShape): ProviderZone | undefined {
  if (row === undefined) return undefined;
  const text = typeof shape.apex === "string" ? textOf(at(row, shape.apex)) : shape.apex(row);
  const apex = OwnerName.parse(text ?? "");
  const id = shape.id === undefined ? undefined : textOf(at(row, shape.id));
  if (!apex.ok || (shape.id !== undefined && id === undefined)) return undefined;
  return { apex: apex.value, id };
}
