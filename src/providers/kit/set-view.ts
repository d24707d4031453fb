import type { OwnerName } from "../../core/name.ts";
import type { ActualRecord, ProviderZone, ReadFailure, RRsetChange, SettingValue } from "../../core/provider.ts";
import { failure, type Failure } from "../../core/result.ts";
import type { RRType } from "../../core/rr-type.ts";
import type { Ttl } from "../../core/ttl.ts";
import { Secret } from "../../core/secret.ts";
import type { ServiceFacts } from "./connection.ts";
import { isObject, type Json } from "./json.ts";

/** An RRset in the spellings that HTTP interfaces use; what request templates of a declaration are written with. */

export interface SetView<V> {
  /** The service's own name of the zone, or the apex where it has none. */
  readonly zone: string;
  /** Without final dot, as are all names here. */
  readonly apex: string;
  /** The full owner name: lower case, A-labels. */
  readonly name: string;
  /** The part before the apex in lower case; `@` at the apex itself. */
  readonly relativeOwner: string;
  /** The part before the apex, or the given text at the apex. */
  relativeOr(apexText: string): string;
  readonly type: RRType;
  readonly options: V;
}

/** Attributes besides the values, in the service's spelling. */
export interface Attributes {
  readonly ttl: Ttl | undefined;
  /** Ready to be spread into a body; nested where the declared path is. */
  readonly fields: { readonly [name: string]: Json };
}

/** An RRset about to be written. */
export interface WriteView<V> extends SetView<V> {
  /** What the user set. For interfaces that change only the fields they are given. */
  readonly given: Attributes;
  /** What the user set, and what is there now for the rest. For interfaces that reset the fields they are not given. */
  readonly kept: Attributes;
  /** The TTL in `kept`, or the declared fallback; undefined only where the service decides. */
  readonly ttl: number | undefined;
}

/** Paths of option fields in the service's records, by option name. */
export type FieldPaths<V> = { readonly [Name in keyof V]?: string };

export function setViewOf<V>(zone: ProviderZone, owner: OwnerName, type: RRType, options: V): SetView<V> {
  const relativeOwner = owner.relativeTo(zone.apex).toLowerCase();
  return {
    zone: zone.id ?? zone.apex.hostname,
    apex: zone.apex.hostname,
    name: owner.hostname,
    relativeOwner,
    relativeOr: (apexText) => (relativeOwner === "@" ? apexText : relativeOwner),
    type,
    options,
  };
}

/** What is read of an RRset that is not for us to change. */
export function untouchable<V>(set: SetView<V>): Failure<ReadFailure> {
  const detail = `the ${set.type} records of ${set.name} are switched off, kept by the service itself, or steered in ways a change would undo`;
  return failure({ outcome: { kind: "rejected", code: "conflicting-records", detail } });
}

/** A view for writing one record, or the RRset when `present` is any record of it. */
export function writeViewOf<V>(
  set: SetView<V>,
  change: RRsetChange,
  present: ActualRecord | undefined,
  paths: Readonly<Record<string, string | undefined>>,
  facts: ServiceFacts,
): WriteView<V> {
  const given = { ttl: change.ttl, fields: fieldsAt(paths, change.options) };
  const keptOptions = { ...notEmpty(present?.fields ?? {}), ...definedOnly(change.options) };
  const kept = { ttl: change.ttl ?? present?.ttl, fields: fieldsAt(paths, keptOptions) };
  return { ...set, given, kept, ttl: kept.ttl ?? facts.ttl?.fallback };
}

function fieldsAt(
  paths: Readonly<Record<string, string | undefined>>,
  values: Readonly<Record<string, SettingValue>>,
): { readonly [name: string]: Json } {
  let fields: { readonly [name: string]: Json } = {};
  for (const [name, path] of Object.entries(paths)) {
    const value = jsonOf(values[name]);
    if (path !== undefined && value !== undefined) fields = { ...fields, ...placed(fields, path.split("."), value) };
  }
  return fields;
}

/** The object with a value at a path, keeping its other members. */
function placed(object: Json | undefined, path: readonly string[], value: Json): { readonly [name: string]: Json } {
  const [name = "", ...rest] = path;
  const members = isObject(object) ? object : {};
  return { ...members, [name]: rest.length === 0 ? value : placed(members[name], rest, value) };
}

function jsonOf(value: SettingValue): Json | undefined {
  return value instanceof Secret ? undefined : value;
}

/** Empty texts stand for fields that are not set, and are kept by not being sent. */
function notEmpty(values: Readonly<Record<string, SettingValue>>): Readonly<Record<string, SettingValue>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

function definedOnly(values: Readonly<Record<string, SettingValue>>): Readonly<Record<string, SettingValue>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
