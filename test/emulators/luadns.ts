import type { EmulatedZones } from "./emulated-zones.ts";
import { fullName } from "./owner-form.ts";
import { json } from "./pages.ts";
import { startRecordService, usualStatus, type RecordRow } from "./record-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/**
 * LuaDNS as its manual describes it (API v1, 2026-11): names with a final dot, an update that needs all of a record.
 */
export function startLuadns(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.luadns.com",
    routes: {
      zones: "GET /v1/zones",
      list: "GET /v1/zones/{zone}/records",
      create: "POST /v1/zones/{zone}/records",
      update: "PUT /v1/zones/{zone}/records/{id}",
      delete: "DELETE /v1/zones/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === authorization,
    problem: (problem) =>
      json(usualStatus[problem], { status: problem, message: `emulated ${problem}`, request_id: "1" }),
    zoneIs: "number",
    members: { owner: "name", type: "type", content: "content", ttl: "ttl" },
    owner: fullName("."),
    ttl: { min: 300, max: largestTtl, fallback: 3600, others: "refused" },
    update: "resets",
    updateNeeds: ["owner", "type"],
    zonesAnswer: (zones) =>
      json(
        200,
        zones.map(({ apex, number }) => ({ id: number, name: apex, synced: true })),
      ),
    listAnswer: (all) => json(200, all.map(row)),
    storedAnswer: (stored) => json(200, row(stored)),
    deletedAnswer: json(200, {}),
  });
}

export const luadnsToken = "CANARY0123456789abcdef";

const authorization = `Basic ${Buffer.from(`user@example.net:${luadnsToken}`).toString("base64")}`;

const row = ({ id, shown }: RecordRow): unknown => ({ id, generated: false, ...shown });
