import { bodyMembers, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import type { Breach, RecordRules } from "./record-rules.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Infoblox's WAPI as its guide describes it (2.11, 2026-11): references with slashes, pages by token, TTLs that count
 * only when said to.
 */
export function startInfoblox(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["grid.example.org"],
    limits: { minTtl: 0, maxTtl: 2_147_483_647 },
    usualTtl: zoneTtl,
    usualFields: { comment: "", use_ttl: true },
    isWrite: ({ method }) => method !== "GET",
    answer,
  });
}

export const infobloxPassword = "CANARY+infoblox 0123";

/** What records without a TTL of their own get. */
const zoneTtl = 28_800;
const path = "/wapi/v2.11/";
const proof = `Basic ${Buffer.from(`admin:${infobloxPassword}`).toString("base64")}`;
const members: Readonly<Record<string, string>> = { A: "ipv4addr", AAAA: "ipv6addr", CNAME: "canonical" };

function answer(request: ReceivedRequest, rules: RecordRules): EmulatedAnswer {
  if (request.headers["authorization"] !== proof) return { status: 401, body: "<html>Authorization Required</html>" };
  // The server does not take an encoded slash for one that separates.
  const steps = request.path.startsWith(path) ? request.path.slice(path.length).split("/").map(decodeURIComponent) : [];
  const [object = "", reference] = steps;
  if (request.method === "GET") return list(rules, request, object);
  const type = object.replace(/^record:/, "").toUpperCase();
  if (request.method === "POST" && steps.length === 1) return create(rules, type, bodyMembers(request));
  const [id = ""] = reference?.split(":") ?? [];
  const present = rules.store.find(id);
  if (present === undefined || present.type !== type || steps.join("/") !== referenceOf(present)) {
    return error(404, "Client.Ibap.Data.NotFound", `Reference ${steps.join("/")} not found`);
  }
  if (request.method === "DELETE") {
    rules.remove(id);
    return json(200, referenceOf(present));
  }
  const given = bodyMembers(request);
  const changed = rules.update(id, {
    relative: relativeOf(present.owner, present.zone),
    type,
    content: String(given.get(members[type] ?? "") ?? present.content),
    ...ttlIn(given, present),
    fields: { ...present.fields, ...ttlIn(given, present).fields, ...commentIn(given) },
  });
  return written(changed, 200);
}

function list(rules: RecordRules, request: ReceivedRequest, object: string): EmulatedAnswer {
  const { query } = request;
  const isPaged = query.get("_paging") === "1" && query.get("_return_as_object") === "1";
  if (!isPaged || query.get("view") !== "default") return error(400, "Client.Ibap.Proto", "Invalid request");
  const all = object === "zone_auth" ? zones(rules, query.get("fqdn")) : records(rules, object, query);
  if (all === undefined) return error(400, "Client.Ibap.Proto", `Unknown object type (${object})`);
  const [start, size] = [Number(query.get("_page_id") ?? 0), Math.min(1_000, Number(query.get("_max_results")))];
  const next = start + size < all.length ? { next_page_id: String(start + size) } : {};
  return json(200, { result: all.slice(start, start + size), ...next });
}

function zones({ store }: RecordRules, fqdn: string | null): readonly unknown[] {
  const reverse = [{ _ref: "zone_auth/r:10.0.0.0%2F8/default", fqdn: "10.0.0.0/8", view: "default" }];
  const named = store.zones.map((apex) => ({ _ref: `zone_auth/z:${apex}/default`, fqdn: apex, view: "default" }));
  return [...reverse, ...named].filter((zone) => fqdn === null || zone.fqdn === fqdn);
}

function records({ store }: RecordRules, object: string, query: URLSearchParams): readonly unknown[] | undefined {
  const type = object.replace(/^record:/, "").toUpperCase();
  const fields = (query.get("_return_fields") ?? "").split(",");
  if (members[type] === undefined || !fields.every((name) => known(type).includes(name))) return undefined;
  return store.held(query.get("name") ?? "", type).map((record) => {
    const row = { name: record.owner, [members[type] ?? ""]: record.content, ...record.fields, ttl: record.ttl };
    const shown = Object.entries(row).filter(([name]) => fields.includes(name));
    return { _ref: referenceOf(record), ...Object.fromEntries(shown) };
  });
}

function known(type: string): readonly string[] {
  return ["name", members[type] ?? "", "ttl", "use_ttl", "view", "comment", "disable"];
}

function create(rules: RecordRules, type: string, given: ReadonlyMap<string, unknown>): EmulatedAnswer {
  const owner = String(given.get("name"));
  const holding = rules.store.zones.filter((apex) => owner === apex || owner.endsWith(`.${apex}`));
  const zone = holding.toSorted((a, b) => b.length - a.length)[0] ?? "";
  const isKnown = [...given.keys()].every((name) => known(type).includes(name)) && given.get("view") === "default";
  if (!isKnown) return error(400, "Client.Ibap.Proto", "Unknown argument");
  const content = String(given.get(members[type] ?? ""));
  const { ttl, fields } = ttlIn(given, { ttl: zoneTtl, fields: { use_ttl: false } });
  const described = { zone, relative: relativeOf(owner, zone), type, content, ttl };
  return written(rules.create({ ...described, fields: { comment: "", ...fields, ...commentIn(given) } }), 201);
}

function ttlIn(given: ReadonlyMap<string, unknown>, present: Pick<HeldRecord, "ttl" | "fields">) {
  const usesOwn = given.get("use_ttl") ?? present.fields["use_ttl"];
  const own = Number(given.get("ttl") ?? present.ttl);
  return { ttl: usesOwn === true ? own : zoneTtl, fields: { use_ttl: usesOwn } };
}

function commentIn(given: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> {
  return given.has("comment") ? { comment: given.get("comment") } : {};
}

function relativeOf(owner: string, zone: string): string {
  return owner === zone ? "" : owner.slice(0, -zone.length - 1);
}

function referenceOf({ id, type, owner }: HeldRecord): string {
  return `record:${type.toLowerCase()}/${id}:${owner}/default`;
}

function written(result: HeldRecord | Breach, status: number): EmulatedAnswer {
  if (typeof result !== "string") return json(status, referenceOf(result));
  return error(400, result === "twin" ? "Client.Ibap.Data.Conflict" : "Client.Ibap.Data", `emulated ${result}`);
}

function error(status: number, code: string, text: string): EmulatedAnswer {
  return json(status, { Error: `AdmConDataError: None (${code})`, code, text });
}
