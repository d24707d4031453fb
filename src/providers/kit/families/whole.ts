import { Address } from "../../../core/address.ts";
import type { OwnerName } from "../../../core/name.ts";
import { equalOctets } from "../../../core/octets.ts";
import type { Outcome } from "../../../core/outcome.ts";
import type { ActualRecord, ProviderZone, ReadFailure, RRsetChange } from "../../../core/provider.ts";
import { failure, ok, type Result } from "../../../core/result.ts";
import type { RRType } from "../../../core/rr-type.ts";
import type { Call } from "../call.ts";
import type { Connection, ZoneFamily } from "../connection.ts";
import { at, textOf, type Json } from "../json.ts";
import { unsupportedType, usualTypes } from "../rdata-text.ts";
import { setViewOf, untouchable, writeViewOf, type SetView } from "../set-view.ts";
import type { ZoneFinder } from "../zone-finding.ts";
import { belongs, contentOf, recordIn, type NewRecord, type RecordShape } from "./records.ts";
import { callsOf, perform, type Calls } from "./steps.ts";

/**
 * Services where one write replaces a whole zone, or all there is at a name: what is not sent back is lost.
 *
 * A change is therefore made of a list that is read right before it, one change at a time, and nothing is written when
 * the RRset is not what the change was planned for, when something in the list could not be sent back as it is, or when
 * records that this connection has seen there are gone: an answer that is cut short looks like that.
 */

export interface WholeSpec<V> {
  readonly zones: ZoneFinder;
  /** Types that can be asked for; addresses and aliases when absent. */
  readonly types?: readonly RRType[];
  /** Asks for everything that one write replaces. */
  readonly read: (set: SetView<V>) => Call;
  /** All records of the answer, ours and others'; undefined when there is no list where one belongs. */
  readonly rows: (tree: Json) => readonly Json[] | undefined;
  /** Where the parts of a record are in its row; rows have no identities here. */
  readonly record: Omit<RecordShape<V>, "id">;
  /** What would not survive being written back, in words; undefined when everything would. */
  readonly loss: (tree: Json, rows: readonly Json[]) => string | undefined;
  /** The row of a record of ours: new, or in place of `present`, which it then should resemble. */
  readonly row: (record: NewRecord<V>, present: Json | undefined) => Json;
  /** Writes all rows, with what belongs to the whole and is in the answer it was read with. */
  readonly write: (set: SetView<V>, rows: readonly Json[], tree: Json) => Calls;
}

/** What one answer held. */
interface Whole {
  readonly tree: Json;
  readonly rows: readonly Json[];
  readonly ours: readonly { readonly row: Json; readonly record: ActualRecord }[];
  /** What it is the whole of. */
  readonly key: string;
}

/** A family of services, given the requests of one of them. */
export function whole<V>(spec: WholeSpec<V>): ZoneFamily<V> {
  return (connection) => {
    const { conversation, facts, options: typed } = connection;
    const inTurn = turns();
    const seen = new Map<string, ReadonlySet<string>>();
    const identities = (rows: readonly Json[]): ReadonlySet<string> => new Set(rows.map((row) => identity(spec, row)));
    return {
      kind: "zone-api",
      zones: (signal) => spec.zones.zones(conversation, signal),
      zoneOf: (owner, signal) => spec.zones.zoneOf(conversation, owner, signal),

      async read(zone, owner, type, options, signal) {
        if (!(spec.types ?? usualTypes).includes(type)) return unsupportedType(type);
        const set = setViewOf(zone, owner, type, typed(options));
        const found = await readWhole(connection, spec, zone, owner, set, signal);
        if (!found.ok) return found;
        const { key, rows, ours } = found.value;
        seen.set(key, identities(rows));
        if (ours.some(({ row }) => spec.record.isUntouchable?.(row, rows) ?? false)) return untouchable(set);
        return ok({ records: ours.map(({ record }) => record), isMasked: false });
      },

      apply: (zone, change, signal) =>
        inTurn(async (): Promise<Outcome> => {
          const set = setViewOf(zone, change.owner, change.type, typed(change.options));
          const found = await readWhole(connection, spec, zone, change.owner, set, signal);
          if (!found.ok) return found.outcome;
          const { key, tree, rows, ours } = found.value;
          if (!isAsPlanned(ours, change)) return lost("the records changed after they were read");
          const missing = [...(seen.get(key) ?? [])].filter((row) => !identities(rows).has(row)).length;
          if (missing > 0)
            return lost(`${missing} records that were there are missing from the list to be written back`);
          const loss = spec.loss(tree, rows);
          if (loss !== undefined) return { kind: "rejected", code: "conflicting-records", detail: loss };
          const others = rows.filter((row) => !ours.some((own) => own.row === row));
          const made = change.after.map((rdata, index) => {
            const present = ours.find(({ record }) => equalOctets(record.rdata, rdata)) ?? ours[index] ?? ours[0];
            const write = writeViewOf(set, change, present?.record, { ...spec.record.fields }, facts);
            return spec.row({ ...write, content: contentOf(change, rdata) }, present?.row);
          });
          const after = [...others, ...made];
          const outcome = await perform(conversation, callsOf(spec.write(set, after, tree)), [], change, signal);
          // What became of it is known from the next read only, unless it is known to be done.
          if (outcome.kind === "updated") seen.set(key, identities(after));
          else seen.delete(key);
          return outcome;
        }),
    };
  };
}

async function readWhole<V>(
  { conversation }: Connection<V>,
  spec: WholeSpec<V>,
  zone: ProviderZone,
  owner: OwnerName,
  set: SetView<V>,
  signal: AbortSignal | undefined,
): Promise<Result<Whole, ReadFailure>> {
  const call = spec.read(set);
  const reply = await conversation.read(call, [], signal);
  if (!reply.ok) return reply;
  const { tree } = reply.value.answer;
  const rows = tree === undefined ? undefined : spec.rows(tree);
  if (tree === undefined || rows === undefined) {
    return failure({ outcome: conversation.unreadable(call, "no list where one belongs") });
  }
  const own = rows.filter((row) => belongs(row, spec.record, set, owner, zone.apex));
  const ours = own.flatMap((row) => {
    const record = recordIn(row, spec.record, set);
    return record === undefined ? [] : { row, record };
  });
  if (ours.length < own.length) {
    return failure({ outcome: conversation.unreadable(call, `an ${set.type} record that cannot be read`) });
  }
  return ok({ tree, rows, ours, key: JSON.stringify([call.route, call.params, call.query, call.body]) });
}

function isAsPlanned(ours: Whole["ours"], { before }: RRsetChange): boolean {
  const isAmong = (rdata: Uint8Array, records: readonly ActualRecord[]): boolean =>
    records.some((record) => equalOctets(record.rdata, rdata));
  const now = ours.map(({ record }) => record);
  return (
    now.length === before.records.length &&
    now.every(({ rdata }) => isAmong(rdata, before.records)) &&
    before.records.every(({ rdata }) => isAmong(rdata, now))
  );
}

/** What makes a record this one and no other, as far as rows say. Services spell addresses as they like. */
function identity<V>({ record }: WholeSpec<V>, row: Json): string {
  const owner = typeof record.owner === "function" ? record.owner(row) : textOf(at(row, record.owner ?? ""));
  const content = textOf(at(row, record.content)) ?? "";
  const address = Address.parse(content);
  return [owner, textOf(at(row, record.type ?? "")), address.ok ? address.value : content].join(" ");
}

function lost(detail: string): Outcome {
  return { kind: "failed", code: "precondition-lost", detail };
}

/** Runs one thing after the other: two writers of one whole would undo each other's changes. */
function turns(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  };
}
