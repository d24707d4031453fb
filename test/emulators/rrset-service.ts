import type { EmulatedZones } from "./emulated-zones.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import type { OwnerForm } from "./owner-form.ts";
import { zoneRows, type Problem, type ZoneRow } from "./record-service.ts";
import { RouteTable, type Routes } from "./route-table.ts";
import { ZoneStore } from "./zone-store.ts";

/**
 * Services that read and write whole RRsets over HTTP, given what each says differently. Shares no code with the clients
 * it is for.
 */

export type RRsetOperation = "zones" | "zone" | "list" | "read" | "create" | "replace" | "set-ttl" | "delete";

export interface RRsetService {
  readonly host: string;
  readonly routes: Routes<RRsetOperation>;
  /** The operation a request is, where method and path do not say it. */
  readonly operation?: (request: ReceivedRequest) => RRsetOperation | undefined;
  readonly isAuthentic: (request: ReceivedRequest) => boolean;
  readonly problem: (problem: Problem) => EmulatedAnswer;
  /** How the zone of a path is spelt; its apex or its number when absent. */
  readonly zoneIn?: (text: string) => string;
  /** How owners are spelt in paths and answers, and in bodies where that differs. */
  readonly owner: OwnerForm;
  readonly ownerGiven?: OwnerForm;
  /** What a request is about, where it is not in its path: owner and type, and what is to be stored. */
  readonly given: (request: ReceivedRequest) => GivenRRset | undefined;
  readonly ttl: { readonly min: number; readonly max: number; readonly fallback: number };
  /** Whether a write that names no TTL keeps the present one. */
  readonly keepsTtl: boolean;
  /** Whether only what exists can be replaced or deleted. */
  readonly mustExist: boolean;
  /** Whether writing no values deletes; it is refused when absent. */
  readonly emptyDeletes?: boolean;
  /** Answers what other clients ask for besides; undefined leaves a request to the routes. */
  readonly also?: (request: ReceivedRequest, store: ZoneStore) => EmulatedAnswer | undefined;
  readonly zonesAnswer?: (rows: readonly ZoneRow[], request: ReceivedRequest) => EmulatedAnswer;
  readonly listAnswer?: (rows: readonly RRsetRow[], request: ReceivedRequest, apex: string) => EmulatedAnswer;
  readonly readAnswer?: (row: RRsetRow) => EmulatedAnswer;
  /** What a read of nothing is answered with; the problem `record` when absent. */
  readonly nothingAnswer?: EmulatedAnswer;
  readonly writtenAnswer: (row: RRsetRow, operation: RRsetOperation) => EmulatedAnswer;
  readonly deletedAnswer: EmulatedAnswer;
}

/** What a body says; parts of it may be in the path instead. */
export interface GivenRRset {
  readonly owner?: unknown;
  readonly type?: unknown;
  readonly ttl?: unknown;
  readonly values?: unknown;
}

export interface RRsetRow {
  /** In the spelling of answers. */
  readonly owner: string;
  readonly type: string;
  readonly ttl: number;
  readonly values: readonly string[];
}

export async function startRRsetService(service: RRsetService): Promise<EmulatedZones> {
  const store = new ZoneStore();
  const routes = new RouteTable(service.routes);
  const operationOf = (request: ReceivedRequest): RRsetOperation | undefined =>
    service.operation?.(request) ?? routes.match(request)?.operation;
  const http = await HttpEmulator.start((request) => {
    const parameters = routes.match(request)?.parameters;
    const operation = operationOf(request);
    const isKnown = parameters !== undefined && operation !== undefined;
    if (!isKnown && service.also === undefined) return service.problem("route");
    if (!service.isAuthentic(request)) return service.problem("credentials");
    const besides = service.also?.(request, store);
    if (besides !== undefined) return besides;
    return isKnown ? answer(service, store, operation, parameters, request) : service.problem("route");
  });
  return {
    http,
    hosts: { [service.host]: http.origin },
    addZone: (apex) => void store.zones.push(apex),
    hold: ({ zone, owner, type, content, ttl = service.ttl.fallback, fields = {} }) => {
      store.add({ zone, owner, type, content, ttl, fields });
    },
    held: (owner, type) => store.held(owner, type),
    isWrite: (request) => ["create", "replace", "set-ttl", "delete"].includes(operationOf(request) ?? ""),
    stop: () => http.stop(),
  };
}

function answer(
  service: RRsetService,
  store: ZoneStore,
  operation: RRsetOperation,
  parameters: Readonly<Record<string, string | undefined>>,
  request: ReceivedRequest,
): EmulatedAnswer {
  const zones = zoneRows(store);
  if (operation === "zones") return service.zonesAnswer?.(zones, request) ?? service.problem("route");
  const text = parameters["zone"] ?? "";
  const apex = service.zoneIn?.(text) ?? zones.find(({ number }) => String(number) === text)?.apex ?? text;
  if (!store.zones.includes(apex)) return service.problem("zone");
  if (operation === "zone" || operation === "list") {
    return service.listAnswer?.(rrsetsOf(service, store, apex), request, apex) ?? service.problem("route");
  }
  const given = operation === "read" ? {} : service.given(request);
  if (given === undefined) return service.problem("invalid");
  const [pathOwner, type] = [parameters["owner"], parameters["type"] ?? given.type];
  const owner =
    pathOwner === undefined
      ? (service.ownerGiven ?? service.owner).parse(String(given.owner ?? ""), apex)
      : service.owner.parse(pathOwner, apex);
  if (owner === undefined || typeof type !== "string") return service.problem("invalid");
  const present = store.held(owner, type);
  if (operation === "read") {
    const [row] = rrsetsOf(service, store, apex, owner, type);
    return row === undefined
      ? (service.nothingAnswer ?? service.problem("record"))
      : (service.readAnswer?.(row) ?? service.problem("route"));
  }
  if (present.length === 0 && operation !== "create" && service.mustExist) return service.problem("record");
  if (operation === "create" && present.length > 0) return service.problem("twin");
  if (operation === "delete") {
    for (const { id } of present) store.remove(id);
    return service.deletedAnswer;
  }
  if (type !== "CNAME" && store.held(owner, "CNAME").length > 0) return service.problem("alias");
  const kept = service.keepsTtl || operation === "set-ttl" ? present[0]?.ttl : undefined;
  const ttl = given.ttl ?? kept ?? service.ttl.fallback;
  const isAsBefore = ttl === present[0]?.ttl;
  if (typeof ttl !== "number" || (!isAsBefore && (ttl < service.ttl.min || ttl > service.ttl.max))) {
    return service.problem("invalid");
  }
  const values = operation === "set-ttl" ? present.map(({ content }) => content) : given.values;
  if (!isTexts(values) || (values.length === 0 && service.emptyDeletes !== true)) return service.problem("invalid");
  for (const { id, content } of present) {
    if (values.includes(content)) store.change(id, { ttl });
    else store.remove(id);
  }
  for (const content of values) store.add({ zone: apex, owner, type, content, ttl, fields: {} });
  return service.writtenAnswer({ owner: service.owner.print(owner, apex), type, ttl, values }, operation);
}

/** The RRsets of a zone as the service shows them, or that of one owner and type. */
export function rrsetsOf(
  service: Pick<RRsetService, "owner">,
  store: ZoneStore,
  apex: string,
  owner?: string,
  type?: string,
): readonly RRsetRow[] {
  const records = store.held(owner, type).filter(({ zone }) => zone === apex);
  const first = records.filter(
    (record, index) =>
      records.findIndex((other) => other.owner === record.owner && other.type === record.type) === index,
  );
  return first.map((record) => ({
    owner: service.owner.print(record.owner, apex),
    type: record.type,
    ttl: record.ttl,
    values: records
      .filter((other) => other.owner === record.owner && other.type === record.type)
      .map(({ content }) => content),
  }));
}

function isTexts(values: unknown): values is readonly string[] {
  return Array.isArray(values) && values.every((value) => typeof value === "string");
}
