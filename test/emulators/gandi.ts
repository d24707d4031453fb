import { aboutZone } from "./about-zone.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import { relativeTo } from "./owner-form.ts";
import { json, noContent, pageOf } from "./pages.ts";
import { jsonBody, usualStatus } from "./record-service.ts";
import { startRRsetService } from "./rrset-service.ts";

/** Gandi LiveDNS as its reference describes it (v5, 2026-11): whole RRsets, and keys of two kinds. */
export function startGandi(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.gandi.net",
    routes: {
      zones: "GET /v5/livedns/domains",
      read: "GET /v5/livedns/domains/{zone}/records/{owner}/{type}",
      create: "POST /v5/livedns/domains/{zone}/records/{owner}/{type}",
      replace: "PUT /v5/livedns/domains/{zone}/records/{owner}/{type}",
      delete: "DELETE /v5/livedns/domains/{zone}/records/{owner}/{type}",
    },
    isAuthentic: ({ headers }) =>
      [`Bearer ${gandiToken}`, `Apikey ${gandiToken}`].includes(headers["authorization"] ?? ""),
    problem: (problem) =>
      json(usualStatus[problem], {
        code: usualStatus[problem],
        cause: problem,
        message: `emulated ${problem}`,
        object: "dns",
      }),
    owner: relativeTo("@"),
    given: (request) => {
      const body = jsonBody(request);
      return body === undefined ? {} : { ttl: body["rrset_ttl"], values: body["rrset_values"] };
    },
    ttl: { min: 300, max: 2_592_000, fallback: 10_800 },
    keepsTtl: false,
    mustExist: false,
    also: aboutZone("GET /v5/livedns/domains/{zone}", ({ apex }) => json(200, { fqdn: apex })),
    zonesAnswer: (zones, request) => {
      const { rows, total } = pageOf(zones, request, { page: "page", size: "per_page", largest: 100 });
      return json(
        200,
        rows.map(({ apex }) => ({ fqdn: apex, automatic_snapshots: true })),
        { "total-count": String(total) },
      );
    },
    readAnswer: ({ owner, type, ttl, values }) =>
      json(200, { rrset_name: owner, rrset_type: type, rrset_ttl: ttl, rrset_values: values }),
    writtenAnswer: () => json(201, { message: "DNS Record Created" }),
    deletedAnswer: noContent,
  });
}

export const gandiToken = "CANARY0123456789abcdef0123456789";
