import type { EmulatedZones } from "./emulated-zones.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import type { OwnerForm } from "./owner-form.ts";
import { RouteTable, type Routes } from "./route-table.ts";
import { ZoneStore, type HeldRecord } from "./zone-store.ts";

/**
 * Services whose records are listed, made, changed and deleted one by one over HTTP, given what each says differently:
 * paths, names of members, spellings of owners, pages, errors. Shares no code with the clients it is for.
 */

export type RecordOperation = "zones" | "list" | "create" | "update" | "delete";

/** Why a request is refused, in the words of no service. */
export type Problem = "credentials" | "route" | "zone" | "record" | "invalid" | "twin" | "alias";

export interface RecordService {
  readonly host: string;
  readonly routes: Routes<RecordOperation>;
  /** The operation a request is, where method and path do not say it. */
  readonly operation?: (request: ReceivedRequest) => RecordOperation | undefined;
  readonly isAuthentic: (request: ReceivedRequest) => boolean;
  readonly problem: (problem: Problem) => EmulatedAnswer;
  /** How requests name zones; by name when absent. */
  readonly zoneIs?: "name" | "number" | "either";
  /** Whether identities of records are numbers or texts; numbers when absent. */
  readonly idIs?: "number" | "text";
  /** The zone and record a request is about, where they are not in its path. */
  readonly named?: (request: ReceivedRequest) => {
    readonly zone?: string | undefined;
    readonly id?: string | undefined;
  };
  /** A record has no other identity than its owner, type and value: making it again changes it, and so it is deleted. */
  readonly valueIsIdentity?: boolean;
  /** What a request wants to store; undefined when it has no such body. */
  readonly given?: (request: ReceivedRequest) => Given | undefined;
  /** Members of a record, in requests and answers. */
  readonly members: { readonly owner: string; readonly type: string; readonly content: string; readonly ttl: string };
  /** How owners are spelt in answers, and in requests where that differs. */
  readonly owner: OwnerForm;
  readonly ownerGiven?: OwnerForm;
  /** Numbers that stand for types. */
  readonly types?: Readonly<Record<string, number>>;
  /** Other members with the values they have when nobody sets them. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly ttl: {
    readonly min: number;
    readonly max: number;
    readonly fallback: number;
    /** What happens to others: refused, or the next one there is is taken. */
    readonly others: "refused" | "moved";
    readonly choices?: readonly number[];
  };
  /** What an update does to members it is not given; it keeps them when absent. */
  readonly update?: "keeps" | "resets";
  /** An update gives the record another identity. */
  readonly renewsIdentity?: boolean;
  /** Members an update must have besides the content. */
  readonly updateNeeds?: readonly ("owner" | "type" | "ttl")[];
  /** Identical records may exist; refused when absent. */
  readonly allowsTwins?: boolean;
  /** Answers what other clients ask for besides; undefined leaves a request to the routes. */
  readonly also?: (request: ReceivedRequest, store: ZoneStore) => EmulatedAnswer | undefined;
  readonly zonesAnswer: (rows: readonly ZoneRow[], request: ReceivedRequest) => EmulatedAnswer;
  /** All records of the zone; filters and pages are the service's. */
  readonly listAnswer: (rows: readonly RecordRow[], request: ReceivedRequest, zone: ZoneRow) => EmulatedAnswer;
  readonly storedAnswer: (row: RecordRow, operation: "create" | "update") => EmulatedAnswer;
  readonly deletedAnswer: EmulatedAnswer;
}

export type Given = Readonly<Record<string, unknown>>;

export interface ZoneRow {
  readonly apex: string;
  readonly number: number;
}

/** A record as the service shows it, and what it is to the emulator. */
export interface RecordRow {
  readonly held: HeldRecord;
  readonly id: number | string;
  /** Identity apart, every member as declared. */
  readonly shown: Given;
}

/** The zones as services show them. */
export function zoneRows(store: ZoneStore): readonly ZoneRow[] {
  return store.zones.map((apex, index) => ({ apex, number: 1000 + index }));
}

export async function startRecordService(service: RecordService): Promise<EmulatedZones> {
  const store = new ZoneStore();
  const routes = new RouteTable(service.routes);
  const http = await HttpEmulator.start((request) => answer(service, store, routes, request));
  return {
    http,
    hosts: { [service.host]: http.origin },
    addZone: (apex) => void store.zones.push(apex),
    hold: ({ zone, owner, type, content, ttl = service.ttl.fallback, fields = {} }) => {
      store.add({ zone, owner, type, content, ttl, fields: { ...service.fields, ...fields } });
    },
    held: (owner, type) => store.held(owner, type),
    isWrite: (request) =>
      ["create", "update", "delete"].includes(service.operation?.(request) ?? routes.match(request)?.operation ?? ""),
    stop: () => http.stop(),
  };
}

function answer(
  service: RecordService,
  store: ZoneStore,
  routes: RouteTable<RecordOperation>,
  request: ReceivedRequest,
): EmulatedAnswer {
  const matched = routes.match(request);
  const operation = service.operation?.(request) ?? matched?.operation;
  if (operation === undefined && service.also === undefined) return service.problem("route");
  if (!service.isAuthentic(request)) return service.problem("credentials");
  const besides = service.also?.(request, store);
  if (besides !== undefined) return besides;
  if (operation === undefined) return service.problem("route");
  const zones = zoneRows(store);
  if (operation === "zones") return service.zonesAnswer(zones, request);
  const named = { ...matched?.parameters, ...service.named?.(request) };
  const present = named.id === undefined ? undefined : store.find(storeIdOf(named.id));
  const zone =
    named.zone === undefined
      ? zones.find(({ apex }) => apex === present?.zone)
      : zones.find(({ apex, number }) => spellings(service, apex, number).includes(named.zone ?? ""));
  if (zone === undefined) return service.problem(named.zone === undefined ? "record" : "zone");
  if (operation === "list") {
    const rows = store.held().filter((record) => record.zone === zone.apex);
    return service.listAnswer(
      rows.map((record) => rowOf(service, record)),
      request,
      zone,
    );
  }
  const same = service.valueIsIdentity === true ? sameRecord(service, store, zone.apex, request) : undefined;
  if (operation === "create") {
    return same === undefined ? create(service, store, zone.apex, request) : update(service, store, same, request);
  }
  if (same !== undefined) {
    store.remove(same.id);
    return service.deletedAnswer;
  }
  if (present === undefined || present.zone !== zone.apex) return service.problem("record");
  if (operation === "update") return update(service, store, present, request);
  store.remove(present.id);
  return service.deletedAnswer;
}

function spellings({ zoneIs = "name" }: RecordService, apex: string, number: number): readonly string[] {
  return [...(zoneIs === "number" ? [] : [apex]), ...(zoneIs === "name" ? [] : [String(number)])];
}

/** The record that a request describes, if there is one. */
function sameRecord(
  service: RecordService,
  store: ZoneStore,
  zone: string,
  request: ReceivedRequest,
): HeldRecord | undefined {
  const given = givenIn(service, request) ?? {};
  const [owner, type] = [ownerOf(service, given, zone), typeOf(service, given[service.members.type])];
  if (owner === undefined || type === undefined) return undefined;
  return store.held(owner, type).find(({ content }) => content === given[service.members.content]);
}

function create(service: RecordService, store: ZoneStore, zone: string, request: ReceivedRequest): EmulatedAnswer {
  const given = givenIn(service, request);
  if (given === undefined) return service.problem("invalid");
  const { members } = service;
  const owner = ownerOf(service, given, zone);
  const type = typeOf(service, given[members.type]);
  const content = given[members.content];
  const ttl = ttlOf(service, given[members.ttl] ?? service.ttl.fallback);
  if (owner === undefined || type === undefined || typeof content !== "string" || ttl === undefined) {
    return service.problem("invalid");
  }
  if (store.held(owner, "CNAME").length > 0) return service.problem("alias");
  const record = { zone, owner, type, content, ttl, fields: { ...service.fields, ...fieldsOf(service, given) } };
  const added = service.allowsTwins === true ? store.addTwin(record) : store.add(record);
  return added === undefined ? service.problem("twin") : service.storedAnswer(rowOf(service, added), "create");
}

function update(
  service: RecordService,
  store: ZoneStore,
  present: HeldRecord,
  request: ReceivedRequest,
): EmulatedAnswer {
  const given = givenIn(service, request);
  if (given === undefined) return service.problem("invalid");
  const { members } = service;
  const needed = (service.updateNeeds ?? []).map((member) => members[member]);
  if (needed.some((member) => given[member] === undefined)) return service.problem("invalid");
  const resets = service.update === "resets";
  const content = given[members.content] ?? (resets ? undefined : present.content);
  const ttl = ttlOf(service, given[members.ttl] ?? (resets ? service.ttl.fallback : present.ttl), present.ttl);
  const owner = given[members.owner] === undefined ? present.owner : ownerOf(service, given, present.zone);
  const type = given[members.type] === undefined ? present.type : typeOf(service, given[members.type]);
  if (owner === undefined || type !== present.type || typeof content !== "string" || ttl === undefined) {
    return service.problem("invalid");
  }
  const fields = { ...(resets ? service.fields : present.fields), ...fieldsOf(service, given) };
  const changed = store.change(present.id, { owner, content, ttl, fields });
  if (changed === undefined) return service.problem("record");
  if (changed === "identical") return service.problem("twin");
  if (service.renewsIdentity !== true) return service.storedAnswer(rowOf(service, changed), "update");
  store.remove(changed.id);
  return service.storedAnswer(rowOf(service, store.addTwin(changed)), "update");
}

function givenIn(service: RecordService, request: ReceivedRequest): Given | undefined {
  return (service.given ?? jsonBody)(request);
}

/** The members of a JSON body; undefined when there are none. */
export function jsonBody(request: ReceivedRequest): Given | undefined {
  if (request.headers["content-type"] !== "application/json") return undefined;
  const body: unknown = JSON.parse(request.body);
  return typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body } : undefined;
}

/** The members of a form; undefined when there are none. */
export function formBody(request: ReceivedRequest): Given | undefined {
  if (request.headers["content-type"] !== "application/x-www-form-urlencoded") return undefined;
  return Object.fromEntries(new URLSearchParams(request.body));
}

/** Parameters as members, for services whose every call is a GET. */
export function queryMembers(request: ReceivedRequest): Given {
  return Object.fromEntries(request.query);
}

function ownerOf(service: RecordService, given: Given, zone: string): string | undefined {
  const text = given[service.members.owner] ?? "";
  return typeof text === "string" ? (service.ownerGiven ?? service.owner).parse(text, zone) : undefined;
}

function typeOf(service: RecordService, given: unknown): string | undefined {
  if (service.types === undefined) return typeof given === "string" ? given : undefined;
  return Object.entries(service.types).find(([, number]) => number === given)?.[0];
}

/** What the service makes of a TTL; what a record has already is never refused. */
function ttlOf({ ttl: limits }: RecordService, given: unknown, present?: number): number | undefined {
  const seconds = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
  if (typeof seconds !== "number" || !Number.isInteger(seconds)) return undefined;
  if (seconds === present) return seconds;
  const within = Math.min(limits.max, Math.max(limits.min, seconds));
  const accepted = limits.choices?.find((choice) => choice >= within) ?? within;
  return accepted === seconds || limits.others === "moved" ? accepted : undefined;
}

function fieldsOf(service: RecordService, given: Given): Given {
  const names = Object.keys(service.fields ?? {});
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}

function rowOf(service: RecordService, held: HeldRecord): RecordRow {
  const { members, types } = service;
  const shown = {
    [members.owner]: service.owner.print(held.owner, held.zone),
    [members.type]: types === undefined ? held.type : (types[held.type] ?? -1),
    [members.content]: held.content,
    [members.ttl]: held.ttl,
    ...held.fields,
  };
  return { held, id: service.idIs === "text" ? held.id : Number.parseInt(held.id, 16), shown };
}

/** Identities of the store are hexadecimal; shown as numbers they are decimal. */
function storeIdOf(id: string): string {
  return /^\d{1,31}$/.test(id) ? Number(id).toString(16).padStart(32, "0") : id;
}

/** The status codes most services answer problems with. */
export const usualStatus: Readonly<Record<Problem, number>> = {
  credentials: 401,
  route: 404,
  zone: 404,
  record: 404,
  invalid: 400,
  twin: 400,
  alias: 400,
};

/** Rows of one owner and type, where each is asked for. */
export function filtered(
  rows: readonly RecordRow[],
  owner: string | null | undefined,
  type: string | null | undefined,
): readonly RecordRow[] {
  return rows.filter(({ held }) => held.owner === (owner ?? held.owner) && held.type === (type ?? held.type));
}
