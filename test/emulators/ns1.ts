import { aboutZone } from "./about-zone.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { ReceivedRequest } from "./http-emulator.ts";
import { fullName } from "./owner-form.ts";
import { json } from "./pages.ts";
import { jsonBody, usualStatus } from "./record-service.ts";
import { rrsetsOf, startRRsetService, type GivenRRset, type RRsetRow } from "./rrset-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** NS1 as its Go client and manual show it (v1, 2026-11): a PUT makes an RRset, a POST changes it. */
export function startNs1(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.nsone.net",
    routes: {
      zones: "GET /v1/zones",
      read: "GET /v1/zones/{zone}/{owner}/{type}",
      create: "PUT /v1/zones/{zone}/{owner}/{type}",
      replace: "POST /v1/zones/{zone}/{owner}/{type}",
      delete: "DELETE /v1/zones/{zone}/{owner}/{type}",
    },
    isAuthentic: ({ headers }) => headers["x-nsone-key"] === ns1Token,
    problem: (problem) => json(usualStatus[problem], { message: `${problem} not found` }),
    owner: fullName(""),
    given,
    ttl: { min: 60, max: largestTtl, fallback: 3600 },
    keepsTtl: true,
    mustExist: true,
    also: aboutZone("GET /v1/zones/{zone}", ({ apex, number }, store) => {
      const rows = rrsetsOf({ owner: fullName("") }, store, apex);
      const records = rows.map(({ owner, type, ttl, values }) => ({ domain: owner, type, ttl, short_answers: values }));
      return json(200, { id: String(number), zone: apex, ttl: 3600, records });
    }),
    zonesAnswer: (zones, request) => {
      const after = request.query.get("after");
      const start = after === null ? 0 : zones.findIndex(({ apex }) => apex === after) + 1;
      const rows = zones.slice(start, start + 50).map(({ apex }) => ({ zone: apex, ttl: 3600 }));
      const next = `<https://api.nsone.net/v1/zones?after=${rows.at(-1)?.zone ?? ""}&limit=50>; rel="next"`;
      return json(200, rows, start + 50 < zones.length ? { link: next } : {});
    },
    readAnswer: (row) => json(200, record(row)),
    writtenAnswer: (row) => json(200, record(row)),
    deletedAnswer: json(200, {}),
  });
}

export const ns1Token = "CANARY0123456789abcd";

function given(request: ReceivedRequest): GivenRRset | undefined {
  const body = jsonBody(request);
  if (body === undefined) return request.method === "DELETE" ? {} : undefined;
  const { answers, ttl } = body;
  return { ttl, values: Array.isArray(answers) ? answers.flatMap(({ answer }) => answer) : undefined };
}

const record = ({ owner, type, ttl, values }: RRsetRow): unknown => ({
  domain: owner,
  type,
  ttl,
  answers: values.map((value, index) => ({ id: `a${index}`, answer: [value] })),
  filters: [],
});
