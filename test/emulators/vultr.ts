import type { EmulatedZones } from "./emulated-zones.ts";
import type { ReceivedRequest } from "./http-emulator.ts";
import { relativeTo } from "./owner-form.ts";
import { json, noContent } from "./pages.ts";
import { startRecordService, usualStatus, type RecordRow } from "./record-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** Vultr as its reference describes it (API v2, 2026-11): pages by cursor. */
export function startVultr(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.vultr.com",
    routes: {
      zones: "GET /v2/domains",
      list: "GET /v2/domains/{zone}/records",
      create: "POST /v2/domains/{zone}/records",
      update: "PATCH /v2/domains/{zone}/records/{id}",
      delete: "DELETE /v2/domains/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${vultrToken}`,
    problem: (problem) => json(usualStatus[problem], { error: `emulated ${problem}`, status: usualStatus[problem] }),
    idIs: "text",
    members: { owner: "name", type: "type", content: "data", ttl: "ttl" },
    owner: relativeTo(""),
    ttl: { min: 120, max: largestTtl, fallback: 300, others: "refused" },
    zonesAnswer: (zones, request) => {
      const { rows, meta } = pageAt(zones, request);
      return json(200, { domains: rows.map(({ apex }) => ({ domain: apex })), meta });
    },
    listAnswer: (all, request) => {
      const { rows, meta } = pageAt(all, request);
      return json(200, { records: rows.map(row), meta });
    },
    storedAnswer: (stored, operation) => (operation === "create" ? json(201, { record: row(stored) }) : noContent),
    deletedAnswer: noContent,
  });
}

export const vultrToken = "CANARY0123456789ABCDEF";

/** Cursors are offsets here; nobody but the service may know that. */
function pageAt<T>(
  rows: readonly T[],
  { query }: ReceivedRequest,
): { readonly rows: readonly T[]; readonly meta: unknown } {
  const size = Math.min(500, Number(query.get("per_page") ?? 100));
  const start = Number(Buffer.from(query.get("cursor") ?? "", "base64url").toString() || "0");
  const next = start + size < rows.length ? Buffer.from(String(start + size)).toString("base64url") : "";
  return { rows: rows.slice(start, start + size), meta: { total: rows.length, links: { next, prev: "" } } };
}

const row = ({ id, shown }: RecordRow): unknown => ({ id, priority: -1, ...shown });
