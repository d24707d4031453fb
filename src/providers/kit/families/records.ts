import { assert } from "../../../core/assert.ts";
import type { OwnerName } from "../../../core/name.ts";
import type { ActualRecord, RecordEdit, RRsetChange } from "../../../core/provider.ts";
import { failure, ok } from "../../../core/result.ts";
import type { RRType } from "../../../core/rr-type.ts";
import { ttlOf } from "../../../core/ttl.ts";
import { equalOctets } from "../../../core/octets.ts";
import { absent, failed, on, rejected, type Condition } from "../answers.ts";
import type { Call, Query } from "../call.ts";
import type { ServiceFacts, ZoneFamily } from "../connection.ts";
import { readEach } from "../each-row.ts";
import { at, numberOf, textOf, type Json } from "../json.ts";
import { readList, unpaged, type Paging, type RowsPlace } from "../paging.ts";
import { rdataOfText, textOfRdata, unsupportedType, usualTypes } from "../rdata-text.ts";
import { fieldsIn, ownerIn } from "../rows.ts";
import { setViewOf, untouchable, writeViewOf, type FieldPaths, type SetView, type WriteView } from "../set-view.ts";
import type { ZoneFinder } from "../zone-finding.ts";
import { callsOf, perform, type Calls } from "./steps.ts";

/** Services whose records are single things with identities: listed, created, updated and deleted one by one. */

/** Where the parts of a record are in its row, as paths. */
export interface RecordShape<V> {
  /** Absent where records have no identity. */
  readonly id?: string;
  /** Path of the owner, or what makes it of the row; absent only where a list can hold no other owner. */
  readonly owner?: string | ((row: Json) => string | undefined);
  /** Owners in rows are full names unless said otherwise; both forms may end in a dot, `@` and nothing are the apex. */
  readonly ownerIs?: "full" | "relative";
  /** Path of the type; absent only where a list can hold no other type. */
  readonly type?: string;
  readonly content: string;
  /** A path, or what makes a TTL of the row; undefined when the service chooses the TTL and does not say. */
  readonly ttl?: string | ((row: Json) => number | undefined);
  readonly fields?: FieldPaths<NoInfer<V>>;
  /** True when the service answers resolvers with addresses of its own. */
  readonly isMasked?: (row: Json) => boolean;
  /** False for rows that the user's options do not select, for instance those of another line. */
  readonly isSelected?: (row: Json, set: SetView<NoInfer<V>>) => boolean;
  /** True for records that only the service itself may change, or that a write would rob of what it cannot express. */
  readonly isUntouchable?: (row: Json, rrset: readonly Json[]) => boolean;
}

/** A record about to be created. */
export interface NewRecord<V> extends WriteView<V> {
  readonly content: string;
}

/** A record about to be deleted. */
export interface PresentRecord<V> extends WriteView<V> {
  readonly id: string;
  readonly presentContent: string;
  readonly presentTtl: number | undefined;
}

/** A record about to be given other content. */
export type ChangedRecord<V> = NewRecord<V> & PresentRecord<V>;

export interface RecordsSpec<V> {
  readonly zones: ZoneFinder;
  /** Types that can be asked for; addresses and aliases when absent. */
  readonly types?: readonly RRType[];
  /** Lists records; other owners and types in the answer are passed over. */
  readonly list: (set: SetView<V>, page: Query) => Call;
  readonly paging?: Paging;
  readonly rows: RowsPlace;
  /** Asks for one row, where the rows of a list are identities alone. */
  readonly each?: (set: SetView<V>, id: string) => Call;
  /** The answer that takes the place of an empty list; 404 means that the zone is gone unless it is said here. */
  readonly noneWhen?: Condition;
  /** Paths into a row, or those for a type where each has its own. */
  readonly record: RecordShape<V> | ((set: SetView<V>) => RecordShape<V>);
  readonly create: (record: NewRecord<V>) => Calls;
  /** Absent where records cannot be changed; they are then created anew and the old ones deleted. */
  readonly update?: (record: ChangedRecord<V>) => Calls;
  readonly delete: (record: PresentRecord<V>) => Calls;
}

/** A family of services, given the requests of one of them. */
export function records<V>(spec: RecordsSpec<V>): ZoneFamily<V> {
  const shapeOf = (set: SetView<V>): RecordShape<V> =>
    typeof spec.record === "function" ? spec.record(set) : spec.record;
  return ({ conversation, facts, options: typed }) => ({
    kind: "zone-api",
    zones: (signal) => spec.zones.zones(conversation, signal),
    zoneOf: (owner, signal) => spec.zones.zoneOf(conversation, owner, signal),

    async read(zone, owner, type, options, signal) {
      if (!(spec.types ?? usualTypes).includes(type)) return unsupportedType(type);
      const set = setViewOf(zone, owner, type, typed(options));
      const listed = await readList(
        conversation,
        {
          call: (page) => spec.list(set, page),
          paging: spec.paging ?? unpaged,
          rows: spec.rows,
          answers: [...(spec.noneWhen === undefined ? [] : [on(spec.noneWhen, absent)]), ...listRows],
        },
        signal,
      );
      if (!listed.ok) return listed;
      const { each } = spec;
      const rows =
        each === undefined ? listed : await readEach(conversation, listed.value, (id) => each(set, id), signal);
      if (!rows.ok) return rows;
      const shape = shapeOf(set);
      const ours = rows.value.filter((row) => belongs(row, shape, set, owner, zone.apex));
      if (ours.some((row) => shape.isUntouchable?.(row, ours) ?? false)) return untouchable(set);
      const found = ours.map((row) => recordIn(row, shape, set));
      const readable = found.flatMap((record) => record ?? []);
      if (readable.length < found.length) {
        const what = `an ${type} record that cannot be read`;
        return failure({ outcome: conversation.unreadable(spec.list(set, {}), what) });
      }
      return ok({ records: readable, isMasked: ours.some((row) => shape.isMasked?.(row) ?? false) });
    },

    async apply(zone, change, signal) {
      const set = setViewOf(zone, change.owner, change.type, typed(change.options));
      const calls = change.edits.flatMap((edit) => callsOfEdit(spec, pathsOf(shapeOf(set)), set, change, edit, facts));
      return perform(conversation, calls, editRows, change, signal);
    },
  });
}

const listRows = [on(404, rejected("zone-not-found"))];

/** A record that is gone when we come to change it was changed by somebody else after we read. */
const editRows = [on(404, failed("precondition-lost"))];

function callsOfEdit<V>(
  spec: RecordsSpec<V>,
  paths: Readonly<Record<string, string | undefined>>,
  set: SetView<V>,
  change: RRsetChange,
  edit: RecordEdit,
  facts: ServiceFacts,
): readonly Call[] {
  if (edit.kind === "create") {
    // A second record takes the attributes of its sibling: records of an RRset have one TTL. RFC 2181 §5.2
    const write = writeViewOf(set, change, change.before.records[0], paths, facts);
    return callsOf(spec.create({ ...write, content: contentOf(change, edit.rdata) }));
  }
  const present = {
    ...writeViewOf(set, change, edit.record, paths, facts),
    id: edit.record.id ?? "",
    presentContent: contentOf(change, edit.record.rdata),
    presentTtl: edit.record.ttl,
  };
  if (edit.kind === "delete") return callsOf(spec.delete(present));
  const changed = { ...present, content: contentOf(change, edit.rdata) };
  if (spec.update !== undefined) return callsOf(spec.update(changed));
  const [create, remove] = [callsOf(spec.create(changed)), callsOf(spec.delete(present))];
  // The name keeps an answer all the time, except where two records would be identical and services refuse the second.
  return equalOctets(edit.rdata, edit.record.rdata) ? [...remove, ...create] : [...create, ...remove];
}

export function belongs<V>(
  row: Json,
  shape: RecordShape<V>,
  set: SetView<V>,
  owner: OwnerName,
  apex: OwnerName,
): boolean {
  if (shape.type !== undefined && textOf(at(row, shape.type))?.toUpperCase() !== set.type) return false;
  if (shape.owner !== undefined) {
    const text = typeof shape.owner === "string" ? textOf(at(row, shape.owner)) : shape.owner(row);
    const rowOwner = ownerIn(text ?? "", shape.ownerIs ?? "full", apex);
    if (rowOwner === undefined || !rowOwner.equals(owner)) return false;
  }
  return shape.isSelected?.(row, set) ?? true;
}

export function recordIn<V>(row: Json, shape: RecordShape<V>, set: SetView<V>): ActualRecord | undefined {
  const id = shape.id === undefined ? undefined : textOf(at(row, shape.id));
  const rdata = rdataOfText(set.type, textOf(at(row, shape.content)) ?? "");
  if (rdata === undefined || (shape.id !== undefined && id === undefined)) return undefined;
  const seconds = typeof shape.ttl === "string" ? numberOf(at(row, shape.ttl)) : shape.ttl?.(row);
  const ttl = seconds === undefined ? undefined : ttlOf(seconds);
  if (ttl !== undefined && !ttl.ok) return undefined;
  return { id, rdata, ttl: ttl?.value, fields: fieldsIn(row, pathsOf(shape)) };
}

function pathsOf<V>(shape: { readonly fields?: FieldPaths<V> }): Readonly<Record<string, string | undefined>> {
  return { ...shape.fields };
}

export function contentOf(change: RRsetChange, rdata: Uint8Array): string {
  const text = textOfRdata(change.type, rdata);
  assert(text !== undefined, `planned RDATA is of type ${change.type}`);
  return text;
}
