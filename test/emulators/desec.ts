import { aboutZone } from "./about-zone.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import { relativeTo } from "./owner-form.ts";
import { json, noContent } from "./pages.ts";
import { jsonBody, usualStatus } from "./record-service.ts";
import { startRRsetService, type RRsetRow } from "./rrset-service.ts";

/**
 * deSEC as its documentation describes it (2026-11): RRsets, cursors in links, and a refusal to list many domains at
 * once.
 */
export function startDesec(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "desec.io",
    routes: {
      zones: "GET /api/v1/domains/",
      // Servers take slashes in a row for one.
      list: ["GET /api/v1/domains/{zone}/rrsets/", "GET /api/v1/domains/{zone}/rrsets//"],
      create: ["POST /api/v1/domains/{zone}/rrsets/", "POST /api/v1/domains/{zone}/rrsets//"],
      read: "GET /api/v1/domains/{zone}/rrsets/{owner}/{type}/",
      replace: "PATCH /api/v1/domains/{zone}/rrsets/{owner}/{type}/",
      delete: "DELETE /api/v1/domains/{zone}/rrsets/{owner}/{type}/",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Token ${desecToken}`,
    problem: (problem) =>
      usualStatus[problem] === 400
        ? json(400, { non_field_errors: [`emulated ${problem}`] })
        : json(usualStatus[problem], { detail: `emulated ${problem}` }),
    owner: relativeTo("@"),
    ownerGiven: relativeTo(""),
    given: (request) => {
      const { subname: owner, type, ttl, records: values } = jsonBody(request) ?? {};
      // Numbers may be written as texts.
      return { owner, type, ttl: typeof ttl === "string" ? Number(ttl) : ttl, values };
    },
    ttl: { min: 60, max: 86_400, fallback: 3600 },
    keepsTtl: true,
    mustExist: true,
    emptyDeletes: true,
    also: aboutZone("GET /api/v1/domains/{zone}/", ({ apex }) => json(200, domain(apex))),
    listAnswer: (rows, { query }, apex) => {
      const [type, subname] = [query.get("type"), query.get("subname")];
      const found = rows.filter(
        (row) => row.type === (type ?? row.type) && shown(row).subname === (subname ?? shown(row).subname),
      );
      return json(
        200,
        found.map((row) => ({ ...shown(row), domain: apex, name: `${relativeTo("@").parse(row.owner, apex)}.` })),
      );
    },
    zonesAnswer: (zones, request) => {
      const name = request.query.get("owns_qname");
      if (name !== null) {
        const owning = zones.filter(({ apex }) => name === apex || name.endsWith(`.${apex}`));
        const [longest] = owning.toSorted((a, b) => b.apex.length - a.apex.length);
        return json(200, longest === undefined ? [] : [domain(longest.apex)]);
      }
      const cursor = request.query.get("cursor");
      if (cursor === null && zones.length > 500) return json(400, { detail: "Pagination required." });
      const start = Number(cursor ?? "0");
      const next = `<https://desec.io/api/v1/domains/?cursor=${start + 500}>; rel="next"`;
      return json(
        200,
        zones.slice(start, start + 500).map(({ apex }) => domain(apex)),
        start + 500 < zones.length ? { link: `<https://desec.io/api/v1/domains/?cursor=>; rel="first", ${next}` } : {},
      );
    },
    readAnswer: (row) => json(200, shown(row)),
    writtenAnswer: (row, operation) => json(operation === "create" ? 201 : 200, shown(row)),
    deletedAnswer: noContent,
  });
}

export const desecToken = "CANARY0123456789abcdefghijkl";

const domain = (apex: string): unknown => ({ name: apex, minimum_ttl: 60, published: "2026-11-20T09:00:00Z" });

const shown = ({ owner, type, ttl, values }: RRsetRow) => ({
  subname: owner === "@" ? "" : owner,
  type,
  ttl,
  records: values,
});
