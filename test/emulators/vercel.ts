import { aboutZone } from "./about-zone.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { ReceivedRequest } from "./http-emulator.ts";
import { relativeTo } from "./owner-form.ts";
import { json } from "./pages.ts";
import { jsonBody, startRecordService, usualStatus, type RecordRow } from "./record-service.ts";

/** Vercel as its reference describes it (2026-11): pages that end at a time, for the team, or for the account that has none. */
export function startVercel(team: string | null = "team_1"): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.vercel.com",
    routes: {
      zones: "GET /v5/domains",
      list: ["GET /v5/domains/{zone}/records", "GET /v4/domains/{zone}/records"],
      create: "POST /v2/domains/{zone}/records",
      update: "PATCH /v1/domains/records/{id}",
      delete: "DELETE /v2/domains/{zone}/records/{id}",
    },
    isAuthentic: ({ headers, query }) =>
      headers["authorization"] === `Bearer ${vercelToken}` && query.get("teamId") === team,
    // Whatever the header says of it, a body is JSON.
    given: ({ headers, ...request }) =>
      jsonBody({ ...request, headers: { ...headers, "content-type": "application/json" } }),
    problem: (problem) => json(usualStatus[problem], { error: { code: problem, message: `emulated ${problem}` } }),
    idIs: "text",
    members: { owner: "name", type: "type", content: "value", ttl: "ttl" },
    owner: relativeTo(""),
    fields: { comment: "" },
    ttl: { min: 60, max: 86_400, fallback: 60, others: "refused" },
    also: aboutZone("GET /v5/domains/{zone}", ({ apex, number }) =>
      json(200, { domain: { id: String(number), name: apex } }),
    ),
    zonesAnswer: (zones, request) => {
      const { rows, pagination } = pageUntil(zones, request);
      return json(200, { domains: rows.map(({ apex }) => ({ name: apex, serviceType: "zeit.world" })), pagination });
    },
    listAnswer: (all, request) => {
      const { rows, pagination } = pageUntil(all, request);
      return json(200, { records: rows.map(row), pagination });
    },
    storedAnswer: (stored, operation) => json(200, operation === "create" ? { uid: stored.id } : row(stored)),
    deletedAnswer: json(200, {}),
  });
}

export const vercelToken = "CANARY0123456789abcdefVERCEL";

const row = ({ id, shown }: RecordRow): unknown => ({ id, slug: "", creator: "u_1", ...shown });

/** Pages end at a time stamp; the place in the list stands for it. */
function pageUntil<T>(
  rows: readonly T[],
  { query }: ReceivedRequest,
): { readonly rows: readonly T[]; readonly pagination: unknown } {
  const size = Math.min(100, Number(query.get("limit") ?? 20));
  const start = Number(query.get("until") ?? 1_700_000_000_000) - 1_700_000_000_000;
  const next = start + size < rows.length ? 1_700_000_000_000 + start + size : null;
  return { rows: rows.slice(start, start + size), pagination: { count: size, next, prev: null } };
}
