import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, noContent } from "../../test/emulators/pages.ts";
import { usualStatus } from "../../test/emulators/record-service.ts";
import { startRRsetService, type GivenRRset } from "../../test/emulators/rrset-service.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./godaddy.ts";

const token = "CANARY_key_0123456789";

function given(request: ReceivedRequest): GivenRRset {
  const records: unknown = request.body === "" ? [] : JSON.parse(request.body);
  if (!Array.isArray(records)) return {};
  return { ttl: records[0]?.ttl, values: records.map(({ data }) => data) };
}

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { key: new Secret(token), secret: new Secret("s3cret-CANARY") },
  wrongSettings: { key: new Secret(token), secret: new Secret("wrong-CANARY") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 1000,
  cannot: {
    "tells a lost precondition": "RRsets are written whole",
  },
});

test("an account that the interface is closed to is told that it costs money", async () => {
  const body = '{"code":"ACCESS_DENIED","message":"Authenticated user is not allowed access"}';
  const http = new ScriptedHttp(() => ({ status: 403, body }));
  const api = provider.connect({ key: new Secret("k"), secret: new Secret("s") }, httpPorts(http));
  const zones = api.kind === "zone-api" ? await api.zones() : undefined;
  expect(zones).toMatchObject({ outcome: { kind: "rejected", code: "paid-feature" } });
});

function start(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.godaddy.com",
    routes: {
      zones: "GET /v1/domains",
      read: "GET /v1/domains/{zone}/records/{type}/{owner}",
      replace: "PUT /v1/domains/{zone}/records/{type}/{owner}",
      delete: "DELETE /v1/domains/{zone}/records/{type}/{owner}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `sso-key ${token}:s3cret-CANARY`,
    problem: (problem) =>
      json({ ...usualStatus, invalid: 422 }[problem], { code: problem.toUpperCase(), message: `emulated ${problem}` }),
    owner: relativeTo("@"),
    given,
    ttl: { min: 600, max: 604_800, fallback: 3600 },
    keepsTtl: false,
    mustExist: false,
    zonesAnswer: (zones, { query }) => {
      const start = zones.findIndex(({ apex }) => apex === query.get("marker")) + 1;
      const size = Math.min(1000, Number(query.get("limit") ?? 100));
      return json(
        200,
        zones
          .slice(start, start + size)
          .map(({ apex, number }) => ({ domain: apex, domainId: number, status: "ACTIVE" })),
      );
    },
    readAnswer: ({ owner, type, ttl, values }) =>
      json(
        200,
        values.map((data) => ({ data, name: owner, ttl, type })),
      ),
    nothingAnswer: json(200, []),
    writtenAnswer: () => ({ status: 200, body: "" }),
    deletedAnswer: noContent,
  });
}
