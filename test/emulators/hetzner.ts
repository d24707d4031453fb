import type { EmulatedZones } from "./emulated-zones.ts";
import type { ReceivedRequest } from "./http-emulator.ts";
import { relativeTo } from "./owner-form.ts";
import { json, pageOf } from "./pages.ts";
import { jsonBody, usualStatus } from "./record-service.ts";
import { startRRsetService, type GivenRRset, type RRsetRow } from "./rrset-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** Hetzner's Cloud API as its reference describes it (v1, 2026-11): RRsets, changed by actions. */
export function startHetzner(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.hetzner.cloud",
    routes: {
      zones: "GET /v1/zones",
      create: "POST /v1/zones/{zone}/rrsets",
      read: "GET /v1/zones/{zone}/rrsets/{owner}/{type}",
      replace: "POST /v1/zones/{zone}/rrsets/{owner}/{type}/actions/set_records",
      "set-ttl": "POST /v1/zones/{zone}/rrsets/{owner}/{type}/actions/change_ttl",
      delete: "DELETE /v1/zones/{zone}/rrsets/{owner}/{type}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${hetznerToken}`,
    problem: (problem) =>
      json({ ...usualStatus, twin: 409, invalid: 422 }[problem], {
        error: { code: problem, message: `emulated ${problem}`, details: null },
      }),
    owner: relativeTo("@"),
    given,
    ttl: { min: 60, max: largestTtl, fallback: 3600 },
    keepsTtl: true,
    mustExist: true,
    zonesAnswer: (zones, request) => {
      const name = request.query.get("name");
      const found = zones.filter(({ apex }) => name === null || apex === name);
      const { rows, page, pages, total } = pageOf(found, request, {
        page: "page",
        size: "per_page",
        largest: 50,
        usual: 25,
      });
      const list = rows.map(({ apex, number }) => ({
        id: number,
        name: apex,
        mode: "primary",
        ttl: 3600,
        status: "ok",
      }));
      return json(200, { zones: list, meta: { pagination: { page, last_page: pages, total_entries: total } } });
    },
    readAnswer: (row) => json(200, { rrset: rrset(row) }),
    writtenAnswer: (row, operation) => json(201, operation === "create" ? { rrset: rrset(row), action } : { action }),
    deletedAnswer: json(200, { action }),
  });
}

export const hetznerToken = "CANARY0123456789abcdefghijklmnop";

function given(request: ReceivedRequest): GivenRRset | undefined {
  const body = jsonBody(request);
  if (body === undefined) return request.method === "DELETE" ? {} : undefined;
  const { name: owner, type, ttl, records } = body;
  const values = Array.isArray(records)
    ? records.map((record: { readonly value: unknown }) => record.value)
    : undefined;
  return { owner, type, ttl, values };
}

const rrset = ({ owner, type, ttl, values }: RRsetRow): unknown => ({
  id: `${owner}/${type}`,
  name: owner,
  type,
  ttl,
  labels: {},
  protection: { change: false },
  records: values.map((value) => ({ value, comment: "" })),
});

const action = { id: 1, command: "set_rrset_records", status: "running", progress: 0, error: null };
