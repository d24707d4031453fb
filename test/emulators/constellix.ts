import { createHmac } from "node:crypto";
import { bodyMembers, json } from "./answering-records.ts";
import { startAnsweringRRsets } from "./answering-rrsets.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { rowsFrom } from "./pages.ts";
import type { RRset, RRsetBreach, RRsetRules } from "./rrset-rules.ts";

/**
 * Constellix as its reference and clients describe it (API v1, 2026-11): a signed time, a record for each name and type
 * with its values in a list, changes that need the whole record and have to change something.
 */
export function startConstellix(): Promise<EmulatedZones> {
  const numbers = new Map<string, number>();
  return startAnsweringRRsets({
    hosts: ["api.dns.constellix.com"],
    limits: { minTtl: 60, maxTtl: 604_800, mostValues: 200 },
    usualTtl: 1_800,
    usualFields: usual,
    isWrite: ({ method }) => method !== "GET",
    answer: (request, rules) =>
      isGenuine(request) ? answer(rules, request, numbers) : json(401, { errors: ["Unauthorized"] }),
  });
}

export const constellixKey = "0f1a2b3c-example-key";
export const constellixSecret = "CANARY-4d5e6f70-secret";

const usual = { recordOption: "roundRobin", noAnswer: false, note: "", gtdRegion: 1, off: [] };

function isGenuine({ headers }: ReceivedRequest): boolean {
  const [key, signature, time = ""] = (headers["x-cns-security-token"] ?? "").split(":");
  if (key !== constellixKey || !/^\d{13}$/.test(time)) return false;
  if (Math.abs(Number(time) - Date.UTC(2026, 10, 20)) > 5 * 60_000) return false;
  return createHmac("sha1", constellixSecret).update(time).digest("base64") === signature;
}

function answer(rules: RRsetRules, request: ReceivedRequest, numbers: Map<string, number>): EmulatedAnswer {
  const { zones } = rules.store;
  const domains = zones.map((name, index) => ({ id: 1000 + index, name, status: "ACTIVE" }));
  if (request.path === "/v1/domains") {
    return json(200, rowsFrom(domains, request, { offset: "offset", limit: "max", largest: 100 }));
  }
  const [, domainId, lowerType = "", id] =
    /^\/v1\/domains\/(\d+)\/records\/(a|aaaa|cname)(?:\/(\d+))?$/.exec(request.path) ?? [];
  const zone = domains.find((domain) => String(domain.id) === domainId)?.name;
  if (zone === undefined) return json(404, { errors: ["Requested domain was not found"] });
  const type = lowerType.toUpperCase();
  const sets = rrsetsOf(rules, zone, type);
  const numberOf = (owner: string): number => {
    const number = numbers.get(`${owner} ${type}`) ?? 1_808_500 + numbers.size;
    numbers.set(`${owner} ${type}`, number);
    return number;
  };
  if (request.method === "GET") {
    if (sets.length === 0) return json(404, { errors: ["Requested record was not found"] });
    return json(
      200,
      sets.map((set) => rowOf(set, numberOf(set.owner))),
    );
  }
  const given = bodyMembers(request);
  const owner = given.get("name") === "" ? zone : `${given.get("name")}.${zone}`;
  if (request.method === "POST") {
    const breach = rules.put(described(zone, owner, type, given), "create");
    return breach === undefined ? json(201, [{ id: numberOf(owner), type, name: given.get("name") }]) : refused(breach);
  }
  const present = sets.find((set) => String(numberOf(set.owner)) === id);
  if (present === undefined) return json(404, { errors: ["Requested record was not found"] });
  if (request.method === "DELETE") {
    rules.remove(zone, present.owner, type);
    numbers.delete(`${present.owner} ${type}`);
    return json(200, { success: "Record deleted successfully" });
  }
  if (owner !== present.owner || given.get("recordOption") !== "roundRobin") return json(400, { errors: ["Invalid"] });
  const next = described(zone, owner, type, given);
  if (JSON.stringify(next) === JSON.stringify(present)) return json(400, { errors: ["no changes to save"] });
  const breach = rules.put(next, "replace");
  return breach === undefined ? json(200, { success: "Record updated successfully" }) : refused(breach);
}

function rrsetsOf(rules: RRsetRules, zone: string, type: string): readonly RRset[] {
  const held = rules.store.held().filter((record) => record.zone === zone && record.type === type);
  return [...new Set(held.map(({ owner }) => owner))].flatMap((owner) => rules.find(zone, owner, type) ?? []);
}

/** What a body says; what it does not say is what a new record has. */
function described(zone: string, owner: string, type: string, given: ReadonlyMap<string, unknown>): RRset {
  const list = given.get("roundRobin");
  const entries = (Array.isArray(list) ? list : []).map((entry: unknown) =>
    typeof entry === "object" && entry !== null ? new Map<string, unknown>(Object.entries(entry)) : new Map(),
  );
  const texts = (isOff: boolean): readonly string[] =>
    entries.filter((entry) => (entry.get("disableFlag") === true) === isOff).map((entry) => String(entry.get("value")));
  const fields = {
    ...usual,
    noAnswer: given.get("noAnswer") ?? usual.noAnswer,
    note: given.get("note") ?? usual.note,
    gtdRegion: given.get("gtdRegion") ?? usual.gtdRegion,
    off: texts(true),
  };
  return { zone, owner, type, ttl: Number(given.get("ttl")), values: texts(false), fields };
}

function rowOf({ zone, owner, type, ttl, values, fields }: RRset, id: number): Record<string, unknown> {
  const { off, ...others } = fields;
  const entry = (value: string, disableFlag: boolean) => ({ value, disableFlag });
  const switchedOff = (Array.isArray(off) ? off : []).map((value: unknown) => entry(String(value), true));
  return {
    ...{ id, type, recordType: type.toLowerCase(), name: owner === zone ? "" : owner.slice(0, -zone.length - 1), ttl },
    ...{ ...others, parent: "domain", value: values, pools: [] },
    roundRobin: [...values.map((value) => entry(value, false)), ...switchedOff],
  };
}

function refused(breach: RRsetBreach): EmulatedAnswer {
  return json(400, { errors: [breach === "present" ? "Record already exists" : `Invalid: ${breach}`] });
}
