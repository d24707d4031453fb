import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import { ZoneStore, type HeldRecord } from "./zone-store.ts";

/**
 * Cloudflare's DNS records interface as far as its reference describes it (2026-11): bearer tokens or e-mail and global
 * key, zones by name, pages of at most 100 records, partial updates, identical records refused.
 */
export async function startCloudflare(): Promise<EmulatedZones> {
  const store = new ZoneStore();
  const http = await HttpEmulator.start((request) => answer(store, request));
  return {
    http,
    hosts: { "api.cloudflare.com": http.origin },
    addZone: (apex) => void store.zones.push(apex),
    hold: ({ zone, owner, type, content, ttl = 1, fields = {} }) => {
      store.add({ zone, owner, type, content, ttl, fields: { ...unset, ...fields } });
    },
    held: (owner, type) => store.held(owner, type),
    isWrite: ({ method }) => method !== "GET",
    stop: () => http.stop(),
  };
}

export const cloudflareToken = "v1.0-CANARY+token/0123456789abcdef";
export const cloudflareGlobalKey = "c2547eb745079dac9320b638f5e225cf483cc";
export const cloudflareEmail = "user@example.net";

const unset = { proxied: false, comment: null, tags: [] as readonly string[] };

function answer(store: ZoneStore, request: ReceivedRequest): EmulatedAnswer {
  const refusal = authenticationProblem(request.headers);
  if (refusal !== undefined) return refusal;
  const [version, collection, zoneId, records, recordId, ...rest] = request.path.replace(/^\/client\//, "").split("/");
  if (version !== "v4" || collection !== "zones" || rest.length > 0) return problem(400, 7000, "No route for that URI");
  if (zoneId === undefined) return listZones(store, request);
  const zone = store.zones[Number(zoneId.replace(/^z0*/, "") || "0") - 1];
  if (zone === undefined || zoneId !== idOfZone(store, zone)) {
    return problem(404, 7003, "Could not route to /zones, perhaps your object identifier is invalid?");
  }
  if (records === undefined) return success(zoneRow(store, zone));
  if (records !== "dns_records") return problem(400, 7000, "No route for that URI");
  return recordId === undefined ? answerCollection(store, zone, request) : answerRecord(store, zone, recordId, request);
}

function authenticationProblem(headers: Readonly<Record<string, string>>): EmulatedAnswer | undefined {
  const token = headers["authorization"];
  if (token !== undefined) {
    if (!/^Bearer [\w.+/-]+$/.test(token)) return problem(400, 6003, "Invalid request headers");
    return token === `Bearer ${cloudflareToken}` ? undefined : problem(401, 10_000, `Authentication error: ${token}`);
  }
  if (headers["x-auth-email"] === undefined || headers["x-auth-key"] === undefined) {
    return problem(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  }
  const isKnown = headers["x-auth-email"] === cloudflareEmail && headers["x-auth-key"] === cloudflareGlobalKey;
  return isKnown ? undefined : problem(403, 9103, "Unknown X-Auth-Key or X-Auth-Email");
}

function listZones(store: ZoneStore, request: ReceivedRequest): EmulatedAnswer {
  const name = request.query.get("name");
  const zones = store.zones.filter((apex) => name === null || apex === name);
  return page(
    request,
    zones.map((apex) => zoneRow(store, apex)),
    50,
  );
}

function answerCollection(store: ZoneStore, zone: string, request: ReceivedRequest): EmulatedAnswer {
  if (request.method === "GET") {
    const [type, name] = [request.query.get("type"), request.query.get("name")];
    const found = store
      .held(name ?? undefined, type ?? undefined)
      .filter((record) => record.zone === zone)
      .map(recordRow);
    return page(request, found, 100);
  }
  if (request.method !== "POST") return problem(405, 10_405, "Method not allowed");
  const given = readBody(request);
  if (given === undefined) return problem(400, 9207, "Request body is invalid");
  const { type, name, content, ttl, ...fields } = given;
  if (typeof type !== "string" || typeof name !== "string" || typeof content !== "string") {
    return problem(400, 9005, "Content for the record is missing");
  }
  const invalid = fieldProblem(given, zone, type);
  if (invalid !== undefined) return invalid;
  const held = store.held(name);
  if (held.some((record) => record.type === "CNAME"))
    return problem(400, 81_053, "A CNAME with that host already exists");
  const added = store.add({
    zone,
    owner: name,
    type,
    content,
    ttl: storedTtl(ttl, fields["proxied"] === true),
    fields: { ...unset, ...fields },
  });
  return added === undefined ? problem(400, 81_058, "An identical record already exists.") : success(recordRow(added));
}

function answerRecord(store: ZoneStore, zone: string, id: string, request: ReceivedRequest): EmulatedAnswer {
  const present = store.find(id);
  if (present === undefined || present.zone !== zone) return problem(404, 81_044, "Record does not exist.");
  if (request.method === "DELETE") {
    store.remove(id);
    return success({ id });
  }
  if (request.method !== "PATCH" && request.method !== "PUT") return problem(405, 10_405, "Method not allowed");
  const given = readBody(request);
  if (given === undefined) return problem(400, 9207, "Request body is invalid");
  const invalid = fieldProblem(given, zone, present.type);
  if (invalid !== undefined) return invalid;
  const { content, ttl, name: _name, type: _type, ...fields } = given;
  const base = request.method === "PUT" ? unset : present.fields;
  const isProxied = (fields["proxied"] ?? base["proxied"]) === true;
  const changed = store.change(id, {
    ...(typeof content === "string" ? { content } : {}),
    ttl: storedTtl(ttl ?? (request.method === "PUT" ? 1 : present.ttl), isProxied),
    fields: { ...base, ...fields },
  });
  if (changed === "identical") return problem(400, 81_058, "An identical record already exists.");
  return changed === undefined ? problem(404, 81_044, "Record does not exist.") : success(recordRow(changed));
}

function fieldProblem(given: Record<string, unknown>, zone: string, type: string): EmulatedAnswer | undefined {
  const { name, content, ttl, proxied, tags, comment } = given;
  if (typeof name === "string" && name !== zone && !name.endsWith(`.${zone}`)) {
    return problem(400, 1004, "DNS Validation Error");
  }
  const shape = type === "A" ? /^\d+\.\d+\.\d+\.\d+$/ : /^[0-9a-f:.]+$/;
  if (content !== undefined && !(typeof content === "string" && shape.test(content))) {
    return problem(400, 9005, `Content for ${type} record is invalid.`);
  }
  const isTtl = ttl === undefined || ttl === 1 || (typeof ttl === "number" && ttl >= 60 && ttl <= 86_400);
  if (!isTtl) return problem(400, 9021, "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.");
  if (proxied !== undefined && typeof proxied !== "boolean") return problem(400, 9004, "proxied must be a boolean");
  if (tags !== undefined && !Array.isArray(tags)) return problem(400, 9300, "tags must be a list");
  return comment === undefined || comment === null || typeof comment === "string"
    ? undefined
    : problem(400, 9300, "comment must be a text");
}

/** A proxied record has the automatic TTL, whatever is sent. */
function storedTtl(ttl: unknown, isProxied: boolean): number {
  return isProxied || typeof ttl !== "number" ? 1 : ttl;
}

function zoneRow(store: ZoneStore, apex: string): Record<string, unknown> {
  return { id: idOfZone(store, apex), name: apex, status: "active" };
}

function idOfZone(store: ZoneStore, apex: string): string {
  return `z${String(store.zones.indexOf(apex) + 1).padStart(31, "0")}`;
}

function recordRow({ id, owner, type, content, ttl, fields }: HeldRecord): Record<string, unknown> {
  return { id, type, name: owner, content, ttl, proxiable: true, ...fields, settings: {} };
}

function readBody(request: ReceivedRequest): Record<string, unknown> | undefined {
  if (request.headers["content-type"] !== "application/json") return undefined;
  const body: unknown = JSON.parse(request.body);
  return typeof body === "object" && body !== null ? { ...body } : undefined;
}

function page(request: ReceivedRequest, rows: readonly unknown[], largest: number): EmulatedAnswer {
  const [number, asked] = [Number(request.query.get("page") ?? 1), Number(request.query.get("per_page") ?? 20)];
  if (asked < 1 || number < 1) return problem(400, 9000, "per_page is out of range");
  // Clients in use ask for 100 zones, twice of what the reference allows.
  const size = Math.min(asked, largest);
  const here = rows.slice((number - 1) * size, number * size);
  const pages = Math.ceil(rows.length / size);
  const info = { page: number, per_page: size, count: here.length, total_count: rows.length, total_pages: pages };
  return json(200, { success: true, errors: [], messages: [], result: here, result_info: info });
}

function success(result: unknown): EmulatedAnswer {
  return json(200, { success: true, errors: [], messages: [], result });
}

function problem(status: number, code: number, message: string): EmulatedAnswer {
  return json(status, { success: false, errors: [{ code, message }], messages: [], result: null });
}

function json(status: number, body: unknown): EmulatedAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
