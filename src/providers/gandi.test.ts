import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, noContent, pageOf } from "../../test/emulators/pages.ts";
import { jsonBody, usualStatus } from "../../test/emulators/record-service.ts";
import { startRRsetService } from "../../test/emulators/rrset-service.ts";
import { EmulatedHttp } from "../../test/support/emulated-http.ts";
import { loopbackHttp } from "../../test/support/loopback-http.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./gandi.ts";

const token = "CANARY0123456789abcdef0123456789";

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

test("a key of the older kind signs in as well", async () => {
  const service = await start();
  service.addZone("example.net");
  const http = new EmulatedHttp(loopbackHttp, service.hosts);
  const api = provider.connect({ apiKey: new Secret(token) }, httpPorts(http));
  const zones = api.kind === "zone-api" ? await api.zones() : undefined;
  await service.stop();
  expect(zones).toMatchObject({ ok: true, value: [{ id: undefined }] });
  expect(service.http.requests[0]?.headers["authorization"]).toBe(`Apikey ${token}`);
});

function start(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.gandi.net",
    routes: {
      zones: "GET /v5/livedns/domains",
      read: "GET /v5/livedns/domains/{zone}/records/{owner}/{type}",
      replace: "PUT /v5/livedns/domains/{zone}/records/{owner}/{type}",
      delete: "DELETE /v5/livedns/domains/{zone}/records/{owner}/{type}",
    },
    isAuthentic: ({ headers }) => [`Bearer ${token}`, `Apikey ${token}`].includes(headers["authorization"] ?? ""),
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
