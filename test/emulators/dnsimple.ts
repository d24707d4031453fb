import type { EmulatedZones } from "./emulated-zones.ts";
import { relativeTo } from "./owner-form.ts";
import { json, noContent, pageOf } from "./pages.ts";
import { filtered, startRecordService, usualStatus, zoneRows, type RecordRow } from "./record-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** DNSimple as its reference describes it (API v2, 2026-11), for the account 1010. */
export function startDnsimple(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.dnsimple.com",
    routes: {
      zones: "GET /v2/1010/zones",
      list: "GET /v2/1010/zones/{zone}/records",
      create: "POST /v2/1010/zones/{zone}/records",
      update: "PATCH /v2/1010/zones/{zone}/records/{id}",
      delete: "DELETE /v2/1010/zones/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${dnsimpleToken}`,
    problem: (problem) =>
      json(usualStatus[problem], { message: `emulated ${problem}`, errors: { content: [problem] } }),
    members: { owner: "name", type: "type", content: "content", ttl: "ttl" },
    owner: relativeTo(""),
    ttl: { min: 60, max: largestTtl, fallback: 3600, others: "refused" },
    also: ({ path, query }, store) => {
      if (path === "/v2/accounts") return json(200, { data: [{ id: 1010, plan_identifier: "solo-v2-monthly" }] });
      if (path !== "/v2/1010/domains") return undefined;
      const found = zoneRows(store).filter(({ apex }) => apex.includes(query.get("name_like") ?? ""));
      return json(200, { data: found.map(({ apex, number }) => ({ id: number, name: apex })) });
    },
    zonesAnswer: (zones, request) => {
      const part = request.query.get("name_like") ?? "";
      const {
        rows,
        page,
        pages: count,
      } = pageOf(
        zones.filter(({ apex }) => apex.includes(part)),
        request,
        pages,
      );
      const data = rows.map(({ apex, number }) => ({ id: number, name: apex, reverse: false, active: true }));
      return json(200, { data, pagination: { current_page: page, total_pages: count } });
    },
    listAnswer: (all, request, zone) => {
      const part = request.query.get("name");
      const owner = part === null ? null : part === "" ? zone.apex : `${part}.${zone.apex}`;
      const { rows, page, pages: count } = pageOf(filtered(all, owner, request.query.get("type")), request, pages);
      return json(200, { data: rows.map(row), pagination: { current_page: page, total_pages: count } });
    },
    storedAnswer: (stored, operation) => json(operation === "create" ? 201 : 200, { data: row(stored) }),
    deletedAnswer: noContent,
  });
}

export const dnsimpleToken = "dnsimple_a_CANARY0123456789";

const pages = { page: "page", size: "per_page", largest: 100, usual: 30 };

const row = ({ id, shown }: RecordRow): unknown => ({
  id,
  regions: ["global"],
  priority: null,
  system_record: false,
  ...shown,
});
