import type { EmulatedZones } from "./emulated-zones.ts";
import type { ReceivedRequest } from "./http-emulator.ts";
import { fullName } from "./owner-form.ts";
import { json, noContent, rowsFrom } from "./pages.ts";
import { jsonBody, startRecordService, usualStatus, type RecordRow } from "./record-service.ts";

/** Timeweb Cloud as its SDKs describe it (2026-11): lists by zone in version 1, changes by full name in version 2. */
export async function startTimeweb(): Promise<EmulatedZones> {
  const apexes: string[] = [];
  const service = await startRecordService({
    host: "api.timeweb.cloud",
    routes: {
      zones: "GET /api/v1/domains",
      list: "GET /api/v1/domains/{zone}/dns-records",
      create: "POST /api/v2/domains/{name}/dns-records",
      update: "PATCH /api/v2/domains/{name}/dns-records/{id}",
      delete: "DELETE /api/v2/domains/{name}/dns-records/{id}",
    },
    // The zone of a full name is found by the service.
    named: (request) => {
      const name = pathName(request);
      const holding = apexes.filter((apex) => name === apex || name.endsWith(`.${apex}`));
      return { zone: holding.toSorted((a, b) => b.length - a.length)[0] ?? name };
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${timewebToken}`,
    problem: (problem) =>
      json({ ...usualStatus, twin: 409, alias: 409 }[problem], {
        status_code: usualStatus[problem],
        error_code: problem,
        message: [`emulated ${problem}`],
        response_id: "1",
      }),
    given: (request) => {
      const body = jsonBody(request);
      return body === undefined ? undefined : { ...body, fqdn: pathName(request) };
    },
    members: { owner: "fqdn", type: "type", content: "value", ttl: "ttl" },
    owner: fullName(""),
    ttl: { min: 600, max: 86_400, fallback: 600, others: "refused" },
    update: "resets",
    updateNeeds: ["type"],
    zonesAnswer: (zones, request) => {
      const rows = rowsFrom(zones, request, page).map(({ apex, number }) => ({ id: number, fqdn: apex }));
      return json(200, { meta: { total: zones.length }, domains: rows });
    },
    listAnswer: (all, request) =>
      json(200, { meta: { total: all.length }, dns_records: rowsFrom(all, request, page).map(row) }),
    storedAnswer: (stored, operation) => json(operation === "create" ? 201 : 200, { dns_record: row(stored) }),
    deletedAnswer: noContent,
  });
  return {
    ...service,
    addZone: (apex) => {
      apexes.push(apex);
      service.addZone(apex);
    },
  };
}

export const timewebToken = "CANARY.eyJhbGciOiJSUzI1NiJ9.0123456789";

const page = { offset: "offset", limit: "limit", largest: 100, usual: 100 };

/** The apex keeps no part before it, and has no member for it. */
function row({ id, held, shown }: RecordRow): unknown {
  const { owner, zone, type, content: value, ttl } = held;
  const subdomain = owner === zone ? {} : { subdomain: String(shown["fqdn"]).slice(0, -zone.length - 1) };
  return { id, type, fqdn: zone, ttl, data: { value, ...subdomain } };
}

function pathName({ path }: ReceivedRequest): string {
  return decodeURIComponent(path.split("/")[4] ?? "");
}
