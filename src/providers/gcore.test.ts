import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { fullName } from "../../test/emulators/owner-form.ts";
import { json, rowsFrom } from "../../test/emulators/pages.ts";
import { jsonBody, usualStatus } from "../../test/emulators/record-service.ts";
import { startRRsetService, type GivenRRset } from "../../test/emulators/rrset-service.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./gcore.ts";

const token = "CANARY$0123456789abcdef";

function given(request: ReceivedRequest): GivenRRset | undefined {
  const body = jsonBody(request);
  if (body === undefined) return request.method === "DELETE" ? {} : undefined;
  const { resource_records: records, ttl } = body;
  return { ttl, values: Array.isArray(records) ? records.flatMap(({ content }) => content) : undefined };
}

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { token: new Secret(token) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 100,
  cannot: {
    "tells a lost precondition": "RRsets are written whole",
  },
});

function start(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.gcore.com",
    routes: {
      zones: "GET /dns/v2/zones",
      read: "GET /dns/v2/zones/{zone}/{owner}/{type}",
      create: "POST /dns/v2/zones/{zone}/{owner}/{type}",
      replace: "PUT /dns/v2/zones/{zone}/{owner}/{type}",
      delete: "DELETE /dns/v2/zones/{zone}/{owner}/{type}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `APIKey ${token}`,
    problem: (problem) => json({ ...usualStatus, twin: 409 }[problem], { error: `emulated ${problem}` }),
    owner: fullName(""),
    given,
    ttl: { min: 120, max: largestTtl, fallback: 120 },
    keepsTtl: false,
    mustExist: true,
    zonesAnswer: (zones, request) => {
      const name = request.query.get("name");
      const found = zones.filter(({ apex }) => name === null || apex === name);
      const rows = rowsFrom(found, request, { offset: "offset", limit: "limit", largest: 100 });
      return json(200, {
        zones: rows.map(({ apex, number }) => ({ id: number, name: apex })),
        total_amount: found.length,
      });
    },
    readAnswer: ({ owner, type, ttl, values }) =>
      json(200, {
        name: owner,
        type,
        ttl,
        resource_records: values.map((value, id) => ({ id, content: [value], enabled: true, meta: {} })),
        filters: null,
        meta: null,
      }),
    writtenAnswer: () => json(200, {}),
    deletedAnswer: json(200, {}),
  });
}
