import { aboutZone } from "./about-zone.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { relativeTo } from "./owner-form.ts";
import { json, noContent } from "./pages.ts";
import { usualStatus } from "./record-service.ts";
import { RouteTable } from "./route-table.ts";
import { startRRsetService, type GivenRRset } from "./rrset-service.ts";
import type { ZoneStore } from "./zone-store.ts";

/** GoDaddy as its reference describes it (v1, 2026-11): an RRset is a list, its type before its name in the path. */
export function startGodaddy(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.godaddy.com",
    routes: {
      zones: "GET /v1/domains",
      read: "GET /v1/domains/{zone}/records/{type}/{owner}",
      replace: "PUT /v1/domains/{zone}/records/{type}/{owner}",
      delete: "DELETE /v1/domains/{zone}/records/{type}/{owner}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `sso-key ${godaddyToken}:s3cret-CANARY`,
    problem: (problem) =>
      json({ ...usualStatus, invalid: 422 }[problem], { code: problem.toUpperCase(), message: `emulated ${problem}` }),
    owner: relativeTo("@"),
    given,
    ttl: { min: 600, max: 604_800, fallback: 3600 },
    keepsTtl: false,
    mustExist: false,
    also: (request, store) => zoneByName(request, store) ?? everything(request, store) ?? replaceType(request, store),
    zonesAnswer: (zones, { query }) => {
      const start = zones.findIndex(({ apex }) => apex === query.get("marker")) + 1;
      const size = Math.min(1000, Number(query.get("limit") ?? 100));
      return json(
        200,
        zones
          .slice(start, start + size)
          .map(({ apex, number }) => ({ domain: apex, domainId: number, status: "ACTIVE" })),
      );
    },
    readAnswer: ({ owner, type, ttl, values }) =>
      json(
        200,
        values.map((data) => ({ data, name: owner, ttl, type })),
      ),
    nothingAnswer: json(200, []),
    writtenAnswer: () => ({ status: 200, body: "" }),
    deletedAnswer: noContent,
  });
}

export const godaddyToken = "CANARY_key_0123456789";

function given(request: ReceivedRequest): GivenRRset {
  const records: unknown = request.body === "" ? [] : JSON.parse(request.body);
  if (!Array.isArray(records)) return {};
  return { ttl: records[0]?.ttl, values: records.map(({ data }) => data) };
}

const zoneByName = aboutZone("GET /v1/domains/{zone}", ({ apex, number }) =>
  json(200, { domain: apex, domainId: number, status: "ACTIVE" }),
);

const everything = aboutZone("GET /v1/domains/{zone}/records", ({ apex }, store) => {
  const held = store.held().filter(({ zone }) => zone === apex);
  const rows = held.map(({ owner, type, content, ttl }) => ({
    data: content,
    name: relativeTo("@").print(owner, apex),
    ttl,
    type,
  }));
  return json(200, rows);
});

const ofType = new RouteTable({ replace: "PUT /v1/domains/{zone}/records/{type}" });

/** All records of a type at once, as clients with little care write them. */
function replaceType(request: ReceivedRequest, store: ZoneStore): EmulatedAnswer | undefined {
  const { zone = "", type = "" } = ofType.match(request)?.parameters ?? {};
  if (!store.zones.includes(zone)) return undefined;
  const records: readonly Readonly<Record<string, unknown>>[] = JSON.parse(request.body);
  for (const { id } of store.held(undefined, type)) store.remove(id);
  for (const { name, data, ttl } of records) {
    const owner = relativeTo("@").parse(String(name), zone) ?? zone;
    store.add({ zone, owner, type, content: String(data), ttl: Number(ttl ?? 3600), fields: {} });
  }
  return { status: 200, body: "" };
}
