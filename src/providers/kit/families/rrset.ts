import { assert } from "../../../core/assert.ts";
import type { OwnerName } from "../../../core/name.ts";
import { compareOctets, equalOctets } from "../../../core/octets.ts";
import type { Failed } from "../../../core/outcome.ts";
import type { ActualRecord, ActualRRset, ReadFailure, RRsetChange } from "../../../core/provider.ts";
import { failure, ok, type Result } from "../../../core/result.ts";
import type { RRType } from "../../../core/rr-type.ts";
import { ttlOf } from "../../../core/ttl.ts";
import { absent, failed, on, status, type AnswerRow, type Condition } from "../answers.ts";
import type { Call, Query } from "../call.ts";
import type { ZoneFamily } from "../connection.ts";
import type { Conversation } from "../conversation.ts";
import { allAt, at, numberOf, textOf, type Json } from "../json.ts";
import { readList, type Paging } from "../paging.ts";
import { rdataOfText, textOfRdata, unsupportedType, usualTypes } from "../rdata-text.ts";
import { fieldsIn, ownerIn } from "../rows.ts";
import { setViewOf, untouchable, writeViewOf, type FieldPaths, type SetView, type WriteView } from "../set-view.ts";
import type { ZoneFinder } from "../zone-finding.ts";
import { callsOf, perform, type Calls } from "./steps.ts";

/** Services that read and replace whole RRsets. */

/** Where the parts of an RRset are in its row, as paths. */
export interface RRsetShape<V> {
  /** Path of the list that holds the RRset among others; absent when the answer is the RRset itself. */
  readonly among?: string;
  /** Path of what the service knows the RRset by, or of its version; absent where it has neither. */
  readonly id?: string;
  /** What tells the row of a list, and the form of its owner; needed with `among` only. */
  readonly owner?: string | ((row: Json) => string | undefined);
  readonly ownerIs?: "full" | "relative";
  readonly type?: string;
  /** Path of all values, for instance `rrset_values.*`, or what lists them; undefined where there is no list. */
  readonly values: string | ((row: Json) => readonly Json[] | undefined);
  readonly ttl?: string | ((row: Json) => number | undefined);
  readonly fields?: FieldPaths<NoInfer<V>>;
  /** True when the service answers resolvers with addresses of its own. */
  readonly isMasked?: (row: Json) => boolean;
  /** True for RRsets that only the service itself may change, or that a write would rob of what it cannot express. */
  readonly isUntouchable?: (row: Json, rows: readonly Json[]) => boolean;
  /** False for rows that the user's options do not select, for instance those of another line. */
  readonly isSelected?: (row: Json, set: SetView<NoInfer<V>>) => boolean;
}

/** An RRset about to be withdrawn, and what is there of one about to be written. */
export interface PresentRRset<V> extends WriteView<V> {
  /** Empty where the service has no identities, and where there is no RRset yet. */
  readonly id: string;
  readonly presentTtl: number | undefined;
  readonly presentValues: readonly string[];
  /** The row as it was a moment ago, for services that are read again; undefined where there is none. */
  readonly row: Json | undefined;
}

/** An RRset about to be written. */
export interface NewRRset<V> extends PresentRRset<V> {
  /** Values as text, in the order planned. */
  readonly values: readonly string[];
}

export interface RRsetSpec<V> {
  readonly zones: ZoneFinder;
  /** Types that can be asked for; addresses and aliases when absent. */
  readonly types?: readonly RRType[];
  readonly read: (set: SetView<V>, page: Query) => Call;
  /** Where the RRset is looked for in a list that comes in pages. */
  readonly paging?: Paging;
  /** The answer that proves that there is no such RRset; 404 when absent. */
  readonly noneWhen?: Condition;
  /**
   * Rows hold more than the RRset, for instance the addresses of the other family, and a change writes all of it: the row
   * is read again just before, so that nothing that others wrote since is undone.
   */
  readonly readsAgain?: true;
  /** Paths into the answer, or those for a type where each has its own. */
  readonly rrset: RRsetShape<V> | ((set: SetView<V>) => RRsetShape<V>);
  /** Writes an RRset that exists, and one that does not unless `create` is given. */
  readonly replace: (set: NewRRset<V>) => Calls;
  readonly create?: (set: NewRRset<V>) => Calls;
  readonly delete: (set: PresentRRset<V>) => Calls;
}

/** A family of services, given the requests of one of them. */
export function rrsets<V>(spec: RRsetSpec<V>): ZoneFamily<V> {
  const shapeOf = (set: SetView<V>): RRsetShape<V> => (typeof spec.rrset === "function" ? spec.rrset(set) : spec.rrset);
  return ({ conversation, facts, options: typed }) => ({
    kind: "zone-api",
    zones: (signal) => spec.zones.zones(conversation, signal),
    zoneOf: (owner, signal) => spec.zones.zoneOf(conversation, owner, signal),

    async read(zone, owner, type, options, signal) {
      if (!(spec.types ?? usualTypes).includes(type)) return unsupportedType(type);
      const set = setViewOf(zone, owner, type, typed(options));
      const found = await find({ conversation, spec, shape: shapeOf(set), set, owner, apex: zone.apex, signal });
      return found.ok ? ok({ records: found.value.records, isMasked: found.value.isMasked }) : found;
    },

    async apply(zone, change, signal) {
      const set = setViewOf(zone, change.owner, change.type, typed(change.options));
      const shape = shapeOf(set);
      const paths = { ...shape.fields };
      const [present] = change.before.records;
      const place = { conversation, spec, shape, set, owner: change.owner, apex: zone.apex, signal };
      const now = spec.readsAgain === true ? await find(place) : ok({ row: undefined, ...change.before });
      if (!now.ok) return now.outcome;
      if (!sameValues(now.value.records, change.before.records)) return changedSince(set);
      const write = {
        ...writeViewOf(set, change, present, paths, facts),
        id: present?.id ?? "",
        presentTtl: present?.ttl,
        presentValues: change.before.records.map(({ rdata }) => contentOf(change, rdata)),
        row: now.value.row,
      };
      if (change.after.length === 0) {
        return perform(conversation, callsOf(spec.delete(write)), editRows, change, signal);
      }
      const values = change.after.map((rdata) => contentOf(change, rdata));
      const template = change.before.records.length === 0 ? (spec.create ?? spec.replace) : spec.replace;
      return perform(conversation, callsOf(template({ ...write, values })), editRows, change, signal);
    },
  });
}

/** An RRset that is gone when we come to change it was withdrawn by somebody else after we read. */
const editRows = [on(404, failed("precondition-lost"))];

/** Where an RRset is looked for. */
interface Place<V> {
  readonly conversation: Conversation;
  readonly spec: RRsetSpec<V>;
  readonly shape: RRsetShape<V>;
  readonly set: SetView<V>;
  readonly owner: OwnerName;
  readonly apex: OwnerName;
  readonly signal: AbortSignal | undefined;
}

/** An RRset, and the row it was read from. */
interface FoundRRset extends ActualRRset {
  readonly row: Json | undefined;
}

async function find<V>(place: Place<V>): Promise<Result<FoundRRset, ReadFailure>> {
  const { conversation, spec, shape, set, owner, apex, signal } = place;
  const noneRows = [on(spec.noneWhen ?? status(404), absent)];
  const list = await listIn(conversation, spec, shape, set, noneRows, signal);
  if (!list.ok) return list;
  const rows = list.value === undefined ? undefined : ownRows(list.value, shape, set, owner, apex);
  const [row] = rows ?? [];
  if (rows !== undefined && row === undefined) return ok({ records: [], isMasked: false, row });
  if (row !== undefined && shape.isUntouchable?.(row, rows ?? []) === true) return untouchable(set);
  const records = row === undefined ? undefined : recordsIn(row, shape, set);
  if (row === undefined || records === undefined) {
    const call = spec.read(set, spec.paging?.first ?? {});
    return failure({ outcome: conversation.unreadable(call, `an ${set.type} RRset that cannot be read`) });
  }
  return ok({ records, isMasked: shape.isMasked?.(row) ?? false, row });
}

function sameValues(a: readonly ActualRecord[], b: readonly ActualRecord[]): boolean {
  const sorted = b.map(({ rdata }) => rdata).toSorted(compareOctets);
  const others = a.map(({ rdata }) => rdata).toSorted(compareOctets);
  return others.length === sorted.length && others.every((rdata, index) => equalOctets(rdata, sorted[index] ?? rdata));
}

function changedSince<V>({ type, name }: SetView<V>): Failed {
  const detail = `the ${type} records of ${name} were changed after they were read`;
  return { kind: "failed", code: "precondition-lost", detail };
}

/** The rows that may be the RRset; undefined when there is no list at all. */
async function listIn<V>(
  conversation: Conversation,
  spec: RRsetSpec<V>,
  shape: RRsetShape<V>,
  set: SetView<V>,
  answers: readonly AnswerRow[],
  signal: AbortSignal | undefined,
): Promise<Result<readonly Json[] | undefined, ReadFailure>> {
  if (spec.paging !== undefined && shape.among !== undefined) {
    const call = (page: Query): Call => spec.read(set, page);
    return readList(conversation, { call, paging: spec.paging, rows: shape.among, answers }, signal);
  }
  const reply = await conversation.read(spec.read(set, {}), answers, signal);
  if (!reply.ok) return reply;
  if (reply.value.meaning === "absent") return ok([]);
  const { tree } = reply.value.answer;
  if (tree === undefined || shape.among === undefined) return ok(tree === undefined ? undefined : [tree]);
  const list = at(tree, shape.among);
  if (list === null) return ok([]);
  return ok(Array.isArray(list) ? allAt(list, "*") : undefined);
}

/** The rows of the owner and type, as far as the user's options select them. */
function ownRows<V>(
  rows: readonly Json[],
  shape: RRsetShape<V>,
  set: SetView<V>,
  owner: OwnerName,
  apex: OwnerName,
): readonly Json[] {
  return rows.filter((row) => {
    if (shape.type !== undefined && textOf(at(row, shape.type))?.toUpperCase() !== set.type) return false;
    if (shape.owner !== undefined) {
      const text = typeof shape.owner === "string" ? textOf(at(row, shape.owner)) : shape.owner(row);
      if (ownerIn(text ?? "", shape.ownerIs ?? "full", apex)?.equals(owner) !== true) return false;
    }
    return shape.isSelected?.(row, set) ?? true;
  });
}

/** The values of a row as records; undefined when there are none to be found or one cannot be read. */
function recordsIn<V>(row: Json, shape: RRsetShape<V>, set: SetView<V>): readonly ActualRecord[] | undefined {
  const values = typeof shape.values === "string" ? valuesAt(row, shape.values) : shape.values(row);
  if (values === undefined) return undefined;
  const seconds = typeof shape.ttl === "string" ? numberOf(at(row, shape.ttl)) : shape.ttl?.(row);
  const ttl = seconds === undefined ? undefined : ttlOf(seconds);
  if (ttl !== undefined && !ttl.ok) return undefined;
  const fields = fieldsIn(row, { ...shape.fields });
  const id = shape.id === undefined ? undefined : textOf(at(row, shape.id));
  if (shape.id !== undefined && id === undefined) return undefined;
  const rdata = values.map((value) => rdataOfText(set.type, textOf(value) ?? ""));
  if (rdata.includes(undefined)) return undefined;
  return rdata.flatMap((octets) => (octets === undefined ? [] : { id, rdata: octets, ttl: ttl?.value, fields }));
}

/** The values at a path; a list that is null is empty, one that is not there is none. */
function valuesAt(row: Json, path: string): readonly Json[] | undefined {
  const list = at(row, path.replace(/(^|\.)\*.*$/, ""));
  return Array.isArray(list) || list === null ? allAt(row, path) : undefined;
}

function contentOf(change: RRsetChange, rdata: Uint8Array): string {
  const text = textOfRdata(change.type, rdata);
  assert(text !== undefined, `RDATA is of type ${change.type}`);
  return text;
}
