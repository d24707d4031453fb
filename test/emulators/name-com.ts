import type { EmulatedZones } from "./emulated-zones.ts";
import { relativeTo } from "./owner-form.ts";
import { json, pageOf } from "./pages.ts";
import { startRecordService, usualStatus, type RecordRow } from "./record-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** Name.com as its reference describes it (Core API, 2026-11), which was called v4 before. */
export function startNameCom(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.name.com",
    routes: {
      zones: ["GET /core/v1/domains", "GET /v4/domains"],
      list: ["GET /core/v1/domains/{zone}/records", "GET /v4/domains/{zone}/records"],
      create: ["POST /core/v1/domains/{zone}/records", "POST /v4/domains/{zone}/records"],
      update: ["PUT /core/v1/domains/{zone}/records/{id}", "PUT /v4/domains/{zone}/records/{id}"],
      delete: ["DELETE /core/v1/domains/{zone}/records/{id}", "DELETE /v4/domains/{zone}/records/{id}"],
    },
    isAuthentic: ({ headers }) => headers["authorization"] === authorization,
    problem: (problem) =>
      json(usualStatus[problem], { message: problem === "zone" ? "Not Found" : "Invalid Argument", details: problem }),
    members: { owner: "host", type: "type", content: "answer", ttl: "ttl" },
    owner: relativeTo(""),
    ttl: { min: 300, max: largestTtl, fallback: 300, others: "refused" },
    update: "resets",
    updateNeeds: ["type"],
    zonesAnswer: (zones, request) => {
      const { rows, pages: lastPage, page } = pageOf(zones, request, pages);
      const nextPage = page < lastPage ? page + 1 : 0;
      return json(200, { domains: rows.map(({ apex }) => ({ domainName: apex })), nextPage, lastPage });
    },
    listAnswer: (all, request) => {
      const { rows, pages: lastPage, total } = pageOf(all, request, pages);
      return json(200, { records: rows.map(row), totalCount: total, lastPage });
    },
    storedAnswer: (stored) => json(200, row(stored)),
    deletedAnswer: json(200, {}),
  });
}

export const nameComToken = "CANARY0123456789abcdef";

const authorization = `Basic ${Buffer.from(`user:${nameComToken}`).toString("base64")}`;

const row = ({ id, held, shown }: RecordRow): unknown => ({
  id,
  domainName: held.zone,
  fqdn: `${held.owner}.`,
  ...shown,
});

const pages = { page: "page", size: "perPage", largest: 1000 };
