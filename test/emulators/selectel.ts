import { createHash } from "node:crypto";
import { startAnsweringRRsets } from "./answering-rrsets.ts";
import { bodyMembers } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json, noContent, rowsFrom } from "./pages.ts";
import type { RRset, RRsetBreach, RRsetRules } from "./rrset-rules.ts";
import { TokenDesk } from "./token-desk.ts";

/**
 * Selectel DNS Hosting as its reference describes it (v2, 2026-11), behind OpenStack's Identity service: RRsets with
 * identities, searches that find parts of names, a comment that a change without it removes.
 */
export function startSelectel(desk: TokenDesk = new TokenDesk(86_400)): Promise<EmulatedZones> {
  return startAnsweringRRsets({
    hosts: ["cloud.api.selcloud.ru", "api.selectel.ru"],
    limits: { minTtl: 60, maxTtl: 604_800, mostValues: 100 },
    usualTtl: 300,
    isWrite: ({ method, path }) => method !== "GET" && !path.startsWith("/identity/"),
    answer: (request, rules) => {
      if (request.path.startsWith("/identity/")) return authenticate(request, desk);
      return desk.isGood(request.headers["x-auth-token"])
        ? answer(rules, request)
        : problem(401, "unauthorized", "Authentication required");
    },
  });
}

export const selectelAccount = {
  accountId: "123456",
  username: "holdfast",
  password: "CANARY p@ss/word+of?selectel",
  project: "My project",
};
export const selectelProjectId = "0123456789abcdef0123456789abcdef";

function authenticate(request: ReceivedRequest, desk: TokenDesk): EmulatedAnswer {
  if (request.method !== "POST" || request.path !== "/identity/v3/auth/tokens") return json(404, {});
  const { accountId: name, username, password, project } = selectelAccount;
  const domain = { name };
  const identity = { methods: ["password"], password: { user: { name: username, domain, password } } };
  const given: unknown = bodyMembers(request).get("auth");
  const accepted = [{ id: selectelProjectId }, { name: project, domain }].map((one) => ({
    identity,
    scope: { project: one },
  }));
  if (!desk.isOpen || !accepted.some((one) => sorted(one) === sorted(given))) {
    return json(401, { error: { code: 401, message: "The request you have made requires authentication." } });
  }
  const time = (ms: number): string => new Date(ms).toISOString().replace("Z", "000Z");
  const times = { issued_at: time(desk.now()), expires_at: time(desk.now() + desk.lifetimeSeconds * 1000) };
  return json(201, { token: { methods: ["password"], ...times } }, { "x-subject-token": desk.issue() });
}

/** The same text for objects with the same members. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function answer(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  const { path, query, method } = request;
  if (path === "/domains/v2/zones") {
    const found = rules.store.zones.filter((zone) => zone.includes(query.get("filter") ?? ""));
    return page(
      found.map((zone) => ({ id: uuid("zone", zone), name: `${zone}.`, disabled: false })),
      request,
    );
  }
  const [, zoneId, id] = /^\/domains\/v2\/zones\/([^/]+)\/rrset(?:\/([^/]+))?$/.exec(path) ?? [];
  const zone = rules.store.zones.find((apex) => uuid("zone", apex) === zoneId);
  if (zone === undefined) return problem(404, "not_found", "Zone not found");
  const sets = setsOf(rules, zone);
  if (method === "GET" && id === undefined) {
    const [name, type] = [query.get("name"), query.get("rrset_types")];
    return page(
      sets.filter((set) => `${set.owner}.` === (name ?? `${set.owner}.`) && set.type === (type ?? set.type)).map(shown),
      request,
    );
  }
  const given = bodyMembers(request);
  const rest = {
    ttl: Number(given.get("ttl")),
    values: valuesIn(given),
    fields: { comment: given.get("comment") ?? "" },
  };
  if (method === "POST" && id === undefined) {
    const name = String(given.get("name"));
    const set = { zone, owner: name.endsWith(".") ? name.slice(0, -1) : "", type: String(given.get("type")), ...rest };
    const breach = rules.put(set, "create");
    return breach === undefined ? json(200, shown(set)) : refusal(breach);
  }
  const present = sets.find((set) => shown(set)["id"] === id);
  if (present === undefined) return problem(404, "not_found", "RRset not found");
  if (method === "DELETE") {
    rules.remove(zone, present.owner, present.type);
    return noContent;
  }
  if (method !== "PATCH") return problem(405, "bad_request", "Method not allowed");
  const breach = rules.put({ ...present, ...rest }, "replace");
  return breach === undefined ? noContent : refusal(breach);
}

function setsOf(rules: RRsetRules, zone: string): readonly RRset[] {
  const keys = new Set(
    rules.store
      .held()
      .filter((record) => record.zone === zone)
      .map(({ owner, type }) => `${owner} ${type}`),
  );
  return [...keys].flatMap((key) => rules.find(zone, key.split(" ")[0] ?? "", key.split(" ")[1] ?? "") ?? []);
}

function shown({ zone, owner, type, ttl, values, fields }: RRset): Record<string, unknown> {
  const records = values.map((content) => ({ content, disabled: fields["disabled"] === true }));
  const id = uuid("rrset", `${zone}/${owner}/${type}`);
  const { comment = "", managed_by = "" } = fields;
  return { id, zone_id: uuid("zone", zone), name: `${owner}.`, type, ttl, records, comment, managed_by };
}

function valuesIn(given: ReadonlyMap<string, unknown>): readonly string[] {
  const records = given.get("records");
  return Array.isArray(records) ? records.map((record) => String(Object(record).content)) : [];
}

function page(rows: readonly unknown[], request: ReceivedRequest): EmulatedAnswer {
  const result = rowsFrom(rows, request, { offset: "offset", limit: "limit", largest: 1_000, usual: 10 });
  const next = Number(request.query.get("offset") ?? 0) + result.length;
  return json(200, { count: rows.length, next_offset: next < rows.length ? next : 0, result });
}

/** An identity that tells nothing of what it is for. */
function uuid(kind: string, name: string): string {
  return createHash("sha1").update(`${kind} ${name}`).digest("hex").slice(0, 32);
}

function refusal(breach: RRsetBreach): EmulatedAnswer {
  if (breach === "present") return problem(409, "conflict", "this_rrset_is_already_exists");
  return problem(breach === "absent" ? 404 : 400, breach === "absent" ? "not_found" : "bad_request", breach);
}

function problem(status: number, error: string, description: string): EmulatedAnswer {
  return json(status, { error, description, location: "" });
}
