import { isIPv4, isIPv6 } from "node:net";
import type { EmulatedZones } from "./emulated-zones.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import { RouteTable } from "./route-table.ts";
import { ZoneStore } from "./zone-store.ts";

/** Mythic Beasts' primary DNS API v2 as its manual and tutorial describe it (2026-11), for one API key. */
export async function startMythicBeasts(): Promise<EmulatedZones> {
  const store = new ZoneStore();
  const http = await HttpEmulator.start((request) => answer(store, request));
  return {
    http,
    hosts: { "api.mythic-beasts.com": http.origin, "auth.mythic-beasts.com": http.origin },
    addZone: (apex) => void store.zones.push(apex),
    hold: ({ zone, owner, type, content, ttl = usualTtl }) => {
      store.add({ zone, owner, type, content, ttl, fields: {} });
    },
    held: (owner, type) => store.held(owner, type),
    isWrite: ({ method }) => method !== "GET",
    stop: () => http.stop(),
  };
}

export const mythicBeastsKey = { keyId: "abcd1234", secret: "CANARY+secret 5678" };

const usualTtl = 86_400;
const accessToken = "emulated-access-token";
const selected = "/dns/v2/zones/{zone}/records/{host}/{type}";
const routes = new RouteTable({
  zones: "GET /dns/v2/zones",
  list: "GET /dns/v2/zones/{zone}/records",
  add: "POST /dns/v2/zones/{zone}/records",
  withdraw: "DELETE /dns/v2/zones/{zone}/records",
  read: `GET ${selected}`,
  replace: `PUT ${selected}`,
  delete: `DELETE ${selected}`,
});

function answer(store: ZoneStore, request: ReceivedRequest): EmulatedAnswer {
  const { keyId, secret } = mythicBeastsKey;
  const proof = `Basic ${Buffer.from(`${keyId}:${secret}`).toString("base64")}`;
  const isBasic = request.headers["authorization"] === proof;
  if (!isBasic && request.headers["authorization"] !== `Bearer ${accessToken}`) {
    return said(401, { error: "Authentication failed" });
  }
  // On a host of its own: keys are traded for a token that is good for minutes.
  if (request.path === "/login")
    return isBasic ? said(200, { access_token: accessToken, expires_in: 300 }) : said(401, {});
  const route = routes.match(request);
  if (route === undefined) return said(404, { error: "Not found" });
  if (route.operation === "zones") return said(200, { zones: store.zones });
  const { zone = "" } = route.parameters;
  if (!store.zones.includes(zone)) return said(404, { error: "Zone not found" });
  const { host = request.query.get("host") ?? "", type = request.query.get("type") ?? "" } = route.parameters;
  if (route.operation === "add") return added(store, zone, request);
  const owner = host === "@" ? zone : `${host}.${zone}`;
  const present = store.held(owner, type).filter((record) => record.zone === zone);
  if (route.operation === "read" || route.operation === "list") {
    return said(200, { records: present.map(({ content, ttl }) => ({ data: content, host, ttl, type })) });
  }
  if (route.operation === "delete" || route.operation === "withdraw") {
    const data = request.query.get("data");
    const removed = present.filter(({ content }) => data === null || content === data);
    for (const { id } of removed) store.remove(id);
    return said(200, { message: `${removed.length} records removed`, records_removed: removed.length });
  }
  const records = recordsIn(request, host, type);
  if (typeof records === "string") return said(400, { errors: [records] });
  for (const { id } of present) store.remove(id);
  for (const { data, ttl } of records) store.add({ zone, owner, type, content: data, ttl, fields: {} });
  return said(200, { message: "", records_added: records.length, records_removed: present.length });
}

/** Records beside those there are, as other clients make them. */
function added(store: ZoneStore, zone: string, request: ReceivedRequest): EmulatedAnswer {
  const { records = [] }: { readonly records?: readonly Readonly<Record<string, unknown>>[] } = JSON.parse(
    request.body,
  );
  for (const { host, type, data, ttl = usualTtl } of records) {
    const owner = host === "@" ? zone : `${String(host)}.${zone}`;
    store.add({ zone, owner, type: String(type), content: String(data), ttl: Number(ttl), fields: {} });
  }
  return said(200, { message: `${records.length} records added`, records_added: records.length });
}

interface Given {
  readonly data: string;
  readonly ttl: number;
}

/** The records of a body, or what is wrong with them. */
function recordsIn(request: ReceivedRequest, host: string, type: string): readonly Given[] | string {
  if (request.headers["content-type"] !== "application/json") return "not JSON";
  const { records }: { readonly records?: unknown } = JSON.parse(request.body);
  if (!Array.isArray(records) || records.length === 0) return "no records";
  const rows = records as readonly Readonly<Record<string, unknown>>[];
  const isOfType = type === "A" ? isIPv4 : isIPv6;
  for (const row of rows) {
    if (row["host"] !== host || row["type"] !== type) return "a record does not match the URL";
    if (!isOfType(String(row["data"]))) return "invalid data";
    if (!Number.isInteger(row["ttl"]) || Number(row["ttl"]) < 60) return "invalid ttl";
  }
  return rows.map(({ data, ttl }) => ({ data: String(data), ttl: Number(ttl) }));
}

function said(status: number, body: unknown): EmulatedAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
