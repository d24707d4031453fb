import type { EmulatedZones } from "./emulated-zones.ts";
import { relativeTo } from "./owner-form.ts";
import { json, pageOf } from "./pages.ts";
import { startRecordService, usualStatus, type RecordRow } from "./record-service.ts";

/** Linode DNS Manager as its reference describes it (API v4, 2026-11): zones by number, TTLs out of a list. */
export function startLinode(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.linode.com",
    routes: {
      zones: "GET /v4/domains",
      list: "GET /v4/domains/{zone}/records",
      create: "POST /v4/domains/{zone}/records",
      update: "PUT /v4/domains/{zone}/records/{id}",
      delete: "DELETE /v4/domains/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${linodeToken}`,
    problem: (problem) => json(usualStatus[problem], { errors: [{ field: problem, reason: `emulated ${problem}` }] }),
    zoneIs: "number",
    members: { owner: "name", type: "type", content: "target", ttl: "ttl_sec" },
    owner: relativeTo(""),
    ttl: { min: 30, max: 2_419_200, fallback: 0, others: "moved", choices },
    allowsTwins: true,
    zonesAnswer: (zones, request) => {
      const { rows, page, pages: count, total } = pageOf(zones, request, pages);
      const data = rows.map(({ apex, number }) => ({ id: number, domain: apex, type: "master", status: "active" }));
      return json(200, { data, page, pages: count, results: total });
    },
    listAnswer: (all, request) => {
      const { rows, page, pages: count, total } = pageOf(all, request, pages);
      return json(200, { data: rows.map(row), page, pages: count, results: total });
    },
    storedAnswer: (stored) => json(200, row(stored)),
    deletedAnswer: json(200, {}),
  });
}

export const linodeToken = "CANARY0123456789abcdef";

const pages = { page: "page", size: "page_size", largest: 500, usual: 100 };

const choices = [
  30, 120, 300, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200,
];

const row = ({ id, shown }: RecordRow): unknown => ({ id, priority: 0, weight: 0, port: 0, tag: null, ...shown });
