import type { EmulatedZones } from "./emulated-zones.ts";
import type { ReceivedRequest } from "./http-emulator.ts";
import { relativeTo } from "./owner-form.ts";
import { json, pageOf } from "./pages.ts";
import {
  filtered,
  jsonBody,
  startRecordService,
  usualStatus,
  type Given,
  type RecordRow,
  type RecordOperation,
} from "./record-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** Scaleway as its reference describes it (v2beta1, 2026-11): one path for every change, its steps in the body. */
export function startScaleway(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.scaleway.com",
    routes: {
      zones: "GET /domain/v2beta1/dns-zones",
      list: "GET /domain/v2beta1/dns-zones/{zone}/records",
      update: "PATCH /domain/v2beta1/dns-zones/{zone}/records",
    },
    operation: (request) => operations[stepIn(request)[0] ?? ""],
    named: (request) => ({ id: stepIn(request)[1]?.id }),
    given: (request) => stepIn(request)[1]?.records?.[0],
    isAuthentic: ({ headers }) => headers["x-auth-token"] === scalewayToken,
    problem: (problem) => json(usualStatus[problem], { message: `emulated ${problem}`, type: problem }),
    idIs: "text",
    members: { owner: "name", type: "type", content: "data", ttl: "ttl" },
    owner: relativeTo(""),
    fields: { comment: null },
    ttl: { min: 60, max: largestTtl, fallback: 3600, others: "refused" },
    update: "resets",
    updateNeeds: ["type", "ttl"],
    zonesAnswer: (zones, request) => {
      const { rows, total } = pageOf(zones, request, pages);
      const dns_zones = rows.map(({ apex }) => {
        const labels = apex.split(".");
        return { domain: labels.slice(-2).join("."), subdomain: labels.slice(0, -2).join("."), status: "active" };
      });
      return json(200, { total_count: total, dns_zones });
    },
    listAnswer: (all, request, { apex }) => {
      const name = request.query.get("name");
      const owner = name === null || name === "" ? (name === null ? null : apex) : `${name}.${apex}`;
      const { rows, total } = pageOf(filtered(all, owner, request.query.get("type")), request, pages);
      return json(200, { total_count: total, records: rows.map(row) });
    },
    storedAnswer: (stored) => json(200, { records: [row(stored)] }),
    deletedAnswer: json(200, { records: [] }),
  });
}

export const scalewayToken = "CANARY00-0123-4567-89ab-cdef01234567";

type Step = Readonly<Record<string, { readonly id?: string; readonly records?: readonly Given[] } | undefined>>;

/** The only change of a body. */
function stepIn(request: ReceivedRequest): readonly [string | undefined, Step[string]] {
  const body = request.method === "PATCH" ? jsonBody(request) : undefined;
  const [step] = (body?.["changes"] ?? []) as readonly Step[];
  const kind = Object.keys(step ?? {})[0];
  return [kind, kind === undefined ? undefined : step?.[kind]];
}

const operations: Readonly<Record<string, RecordOperation>> = { add: "create", set: "update", delete: "delete" };

const row = ({ id, shown }: RecordRow): unknown => ({ id, priority: 0, geo_ip_config: null, ...shown });

const pages = { page: "page", size: "page_size", largest: 100, usual: 20 };
