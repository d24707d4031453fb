import { startAnswering } from "./answering.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import { ZoneStore, type HeldRecord } from "./zone-store.ts";

/**
 * Beget's API as its manual and recorded answers describe it (2026-11): JSON inside a form, one write for all records of
 * a name, errors at two levels. Sub-domains are all there but those said to be missing.
 */
export function startBeget(
  more: { readonly missing?: string; readonly result?: Readonly<Record<string, unknown>> } = {},
): Promise<EmulatedZones> {
  const rules = { store: new ZoneStore() };
  return startAnswering(rules, {
    hosts: ["api.beget.com"],
    usualTtl,
    isWrite: ({ path }) => path === "/api/dns/changeRecords",
    answer: (request) => answer(request, rules.store, more),
  });
}

export const begetPassword = "CANARY+beget 0123";

const usualTtl = 300;

/** Where the value of each type is when it is read. */
const members: Readonly<Record<string, string>> = { A: "address", AAAA: "address", CNAME: "cname", TXT: "txtdata" };

function answer(request: ReceivedRequest, store: ZoneStore, more: Parameters<typeof startBeget>[0]): EmulatedAnswer {
  const isForm = request.headers["content-type"] === "application/x-www-form-urlencoded";
  const form = new URLSearchParams(request.method === "POST" && isForm ? request.body : "");
  if (form.get("login") !== "user" || form.get("passwd") !== begetPassword) {
    return json(200, { status: "error", error_text: "Wrong login or password", error_code: "AUTH_ERROR" });
  }
  const isJson = form.get("input_format") === "json" && form.get("output_format") === "json";
  const input: unknown = isJson ? JSON.parse(form.get("input_data") ?? "null") : undefined;
  const given = new Map(typeof input === "object" && input !== null ? Object.entries(input) : []);
  if (request.path === "/api/domain/getList") return done(store.zones.map((fqdn, id) => ({ id, fqdn })));
  const fqdn = String(given.get("fqdn"));
  const zone = zoneOf(store, fqdn);
  if (zone === undefined || fqdn === more?.missing) return refused("INVALID_DATA", "There is no such domain");
  if (request.path === "/api/dns/getData") {
    return done({
      is_under_control: true,
      is_beget_dns: true,
      fqdn,
      set_type: 1,
      ...told(store, fqdn),
      ...more?.result,
    });
  }
  if (request.path !== "/api/dns/changeRecords") {
    return json(200, { status: "error", error_text: "No such method", error_code: "NO_SUCH_METHOD" });
  }
  const records = recordsIn(given.get("records"), zone, fqdn);
  if (typeof records === "string") return refused("INVALID_DATA", records);
  for (const held of store.held(fqdn)) {
    const same = records.find(({ type, content }) => type === held.type && content === held.content);
    if (same === undefined) store.remove(held.id);
    else store.change(held.id, same);
  }
  for (const record of records) store.add(record);
  return done(true);
}

/** A name without records has no member for them. */
function told(store: ZoneStore, fqdn: string): Readonly<Record<string, unknown>> {
  const held = store.held(fqdn);
  const types = [...new Set(held.map(({ type }) => type))];
  const lists = types.map((type) => [type, held.filter((record) => record.type === type).map(rowOf)]);
  const servers = { DNS: [{ value: "ns1.beget.com" }], DNS_IP: [{ value: "" }] };
  return held.length === 0 ? {} : { records: { ...Object.fromEntries(lists), ...servers } };
}

function rowOf({ type, content, ttl }: HeldRecord): unknown {
  if (type !== "MX") return { ttl, [members[type] ?? "value"]: content };
  const [preference, exchange] = content.split(" ");
  return { ttl, exchange, preference: Number(preference) };
}

/** The records of a request, or what is wrong with them. */
function recordsIn(given: unknown, zone: string, owner: string): readonly Omit<HeldRecord, "id">[] | string {
  if (typeof given !== "object" || given === null) return "records";
  const records: Omit<HeldRecord, "id">[] = [];
  for (const [type, list] of Object.entries(given)) {
    if (!["A", "AAAA", "CAA", "MX", "SRV", "TXT"].includes(type)) return `type ${type}`;
    if (!Array.isArray(list) || list.length > 10) return `${type}: up to 10`;
    for (const row of list) {
      const { value = row[members[type] ?? ""], ttl = usualTtl, exchange, preference } = row;
      const content = type === "MX" && exchange !== undefined ? `${preference} ${exchange}` : value;
      if (typeof content !== "string" || typeof ttl !== "number") return `${type}: no value`;
      records.push({ zone, owner, type, content, ttl, fields: {} });
    }
  }
  return records;
}

function zoneOf(store: ZoneStore, fqdn: string): string | undefined {
  const holding = store.zones.filter((apex) => fqdn === apex || fqdn.endsWith(`.${apex}`));
  return holding.toSorted((a, b) => b.length - a.length)[0];
}

function done(result: unknown): EmulatedAnswer {
  return json(200, { status: "success", answer: { status: "success", result } });
}

function refused(error_code: string, error_text: string): EmulatedAnswer {
  return json(200, { status: "success", answer: { status: "error", errors: [{ error_code, error_text }] } });
}
