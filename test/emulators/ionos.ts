import type { EmulatedZones } from "./emulated-zones.ts";
import { fullName } from "./owner-form.ts";
import { json } from "./pages.ts";
import { filtered, startRecordService, usualStatus, type Given, type RecordRow } from "./record-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** IONOS as its manual describes it (DNS API v1, 2026-11): lists of records to create, all members to change one. */
export function startIonos(disabled = false): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.hosting.ionos.com",
    routes: {
      zones: "GET /dns/v1/zones",
      list: "GET /dns/v1/zones/{zone}",
      create: "POST /dns/v1/zones/{zone}/records",
      update: "PUT /dns/v1/zones/{zone}/records/{id}",
      delete: "DELETE /dns/v1/zones/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["x-api-key"] === ionosKey,
    problem: (problem) => json(usualStatus[problem], [{ code: codes[problem], message: `emulated ${problem}` }]),
    zoneIs: "number",
    idIs: "text",
    given: ({ method, headers, body }) => {
      if (headers["content-type"] !== "application/json") return undefined;
      const parsed: unknown = JSON.parse(body);
      const [given, ...more]: readonly Given[] = method === "POST" && Array.isArray(parsed) ? parsed : [parsed];
      const names = method === "POST" ? "content,disabled,name,prio,ttl,type" : "content,disabled,prio,ttl";
      return more.length === 0 &&
        Object.keys(given ?? {})
          .toSorted()
          .join() === names
        ? given
        : undefined;
    },
    members: { owner: "name", type: "type", content: "content", ttl: "ttl" },
    owner: fullName(""),
    ttl: { min: 60, max: largestTtl, fallback: 3600, others: "refused" },
    update: "resets",
    zonesAnswer: (zones) =>
      json(
        200,
        zones.map(({ apex, number }) => ({ id: String(number), name: apex, type: "NATIVE" })),
      ),
    listAnswer: (all, { query }, { apex, number }) => {
      const found = filtered(all, query.get("recordName"), query.get("recordType"));
      const records = found.map((each) => ({ ...row(each), disabled }));
      return json(200, { id: String(number), name: apex, type: "NATIVE", records });
    },
    storedAnswer: (stored, operation) => json(operation === "create" ? 201 : 200, [row(stored)]),
    deletedAnswer: { status: 200, body: "" },
  });
}

export const ionosKey = "0123456789abcdef.CANARY0123456789";

const codes = {
  credentials: "UNAUTHORIZED",
  route: "NOT_FOUND",
  zone: "ZONE_NOT_FOUND",
  record: "RECORD_NOT_FOUND",
  invalid: "INVALID_RECORD",
  twin: "DUPLICATE_RECORD",
  alias: "INVALID_RECORD",
} as const;
const row = ({ id, held, shown }: RecordRow): Given => ({ id, rootName: held.zone, ...shown, disabled: false });
