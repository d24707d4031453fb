import { relativeTo } from "./owner-form.ts";
import { json, noContent, pageOf } from "./pages.ts";
import { filtered, startRecordService, usualStatus, type RecordRow } from "./record-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";
import { aboutZone } from "./about-zone.ts";
import type { EmulatedZones } from "./emulated-zones.ts";

/** DigitalOcean as its reference describes it (API v2, 2026-11): twins are allowed, an update names the type. */
export function startDigitalocean(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.digitalocean.com",
    routes: {
      zones: "GET /v2/domains",
      list: "GET /v2/domains/{zone}/records",
      create: "POST /v2/domains/{zone}/records",
      update: "PATCH /v2/domains/{zone}/records/{id}",
      delete: "DELETE /v2/domains/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${digitaloceanToken}`,
    problem: (problem) => {
      const status = usualStatus[problem] === 400 ? 422 : usualStatus[problem];
      return json(status, { id: problem, message: `emulated ${problem}`, request_id: "r-1" });
    },
    members: { owner: "name", type: "type", content: "data", ttl: "ttl" },
    owner: relativeTo("@"),
    ttl: { min: 30, max: largestTtl, fallback: 1800, others: "refused" },
    updateNeeds: ["type"],
    allowsTwins: true,
    also: aboutZone("GET /v2/domains/{zone}", ({ apex }) => json(200, { domain: { name: apex, ttl: 1800 } })),
    zonesAnswer: (zones, request) => {
      const { rows, total } = pageOf(zones, request, pages);
      return json(200, { domains: rows.map(({ apex }) => ({ name: apex, ttl: 1800 })), meta: { total } });
    },
    listAnswer: (all, request) => {
      const [name, type] = [request.query.get("name"), request.query.get("type")];
      const { rows, total } = pageOf(filtered(all, name, type), request, pages);
      return json(200, { domain_records: rows.map(row), links: {}, meta: { total } });
    },
    storedAnswer: (stored, operation) => json(operation === "create" ? 201 : 200, { domain_record: row(stored) }),
    deletedAnswer: noContent,
  });
}

export const digitaloceanToken = "dop_v1_CANARY0123456789abcdef";

const pages = { page: "page", size: "per_page", largest: 200, usual: 20 };

const row = ({ id, shown }: RecordRow): unknown => ({ id, priority: null, port: null, weight: null, ...shown });
