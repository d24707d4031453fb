import { aboutZone } from "./about-zone.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { relativeTo } from "./owner-form.ts";
import { json, pageOf } from "./pages.ts";
import { jsonBody, usualStatus } from "./record-service.ts";
import { startRRsetService, type GivenRRset, type RRsetRow } from "./rrset-service.ts";
import type { ZoneStore } from "./zone-store.ts";
import { RouteTable } from "./route-table.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** Hetzner's Cloud API as its reference describes it (v1, 2026-11): RRsets, changed by actions. */
export function startHetzner(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.hetzner.cloud",
    routes: {
      zones: "GET /v1/zones",
      list: "GET /v1/zones/{zone}/rrsets",
      create: "POST /v1/zones/{zone}/rrsets",
      read: "GET /v1/zones/{zone}/rrsets/{owner}/{type}",
      replace: "POST /v1/zones/{zone}/rrsets/{owner}/{type}/actions/set_records",
      "set-ttl": "POST /v1/zones/{zone}/rrsets/{owner}/{type}/actions/change_ttl",
      delete: "DELETE /v1/zones/{zone}/rrsets/{owner}/{type}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${hetznerToken}`,
    problem: (problem) =>
      json({ ...usualStatus, twin: 409, invalid: 422 }[problem], {
        error: { code: problem, message: `emulated ${problem}`, details: null },
      }),
    owner: relativeTo("@"),
    given,
    ttl: { min: 60, max: largestTtl, fallback: 3600 },
    keepsTtl: true,
    mustExist: true,
    also: (request, store) => zoneByName(request, store) ?? addOrRemove(request, store),
    listAnswer: (rows, request) => {
      const [name, type] = [request.query.get("name"), request.query.get("type")];
      const found = rows.filter((row) => row.owner === (name ?? row.owner) && row.type === (type ?? row.type));
      return json(200, { rrsets: found.map(rrset), meta: { pagination: { page: 1, last_page: 1 } } });
    },
    zonesAnswer: (zones, request) => {
      const name = request.query.get("name");
      const found = zones.filter(({ apex }) => name === null || apex === name);
      const { rows, page, pages, total } = pageOf(found, request, {
        page: "page",
        size: "per_page",
        largest: 50,
        usual: 25,
      });
      const list = rows.map(({ apex, number }) => ({
        id: number,
        name: apex,
        mode: "primary",
        ttl: 3600,
        status: "ok",
      }));
      return json(200, { zones: list, meta: { pagination: { page, last_page: pages, total_entries: total } } });
    },
    readAnswer: (row) => json(200, { rrset: rrset(row) }),
    writtenAnswer: (row, operation) => json(201, operation === "create" ? { rrset: rrset(row), action } : { action }),
    deletedAnswer: json(200, { action }),
  });
}

export const hetznerToken = "CANARY0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV";

function given(request: ReceivedRequest): GivenRRset | undefined {
  const body = jsonBody(request);
  if (body === undefined) return request.method === "DELETE" ? {} : undefined;
  const { name: owner, type, ttl, records } = body;
  const values = Array.isArray(records)
    ? records.map((record: { readonly value: unknown }) => record.value)
    : undefined;
  return { owner, type, ttl, values };
}

const rrset = ({ owner, type, ttl, values }: RRsetRow): unknown => ({
  id: `${owner}/${type}`,
  name: owner,
  type,
  ttl,
  labels: {},
  protection: { change: false },
  records: values.map((value) => ({ value, comment: "" })),
});

const action = { id: 1, command: "set_rrset_records", status: "success", progress: 100, error: null };

const zoneByName = aboutZone("GET /v1/zones/{zone}", ({ apex, number }) =>
  json(200, { zone: { id: number, name: apex, mode: "primary", ttl: 3600, status: "ok" } }),
);

const single = new RouteTable({
  add: "POST /v1/zones/{zone}/rrsets/{owner}/{type}/actions/add_records",
  remove: "POST /v1/zones/{zone}/rrsets/{owner}/{type}/actions/remove_records",
});

/** Values one by one, for clients that do not write whole RRsets: the first makes the RRset, the last takes it away. */
function addOrRemove(request: ReceivedRequest, store: ZoneStore): EmulatedAnswer | undefined {
  const matched = single.match(request);
  if (matched === undefined) return undefined;
  const zones = store.zones.map((apex, index) => ({ apex, number: String(1000 + index) }));
  const { zone: named, owner: part = "", type = "" } = matched.parameters;
  const zone = zones.find(({ apex, number }) => named === number || named === apex)?.apex;
  const owner = zone === undefined ? undefined : relativeTo("@").parse(part, zone);
  const values = given(request)?.values;
  if (zone === undefined || owner === undefined || !Array.isArray(values)) return undefined;
  for (const content of values.map(String)) {
    if (matched.operation === "add") store.add({ zone, owner, type, content, ttl: 3600, fields: {} });
    else for (const { id } of store.held(owner, type).filter((held) => held.content === content)) store.remove(id);
  }
  return json(201, { action });
}
