import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json } from "../../test/emulators/pages.ts";
import { startRecordService, usualStatus, type Given, type RecordRow } from "../../test/emulators/record-service.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./gigahostno.ts";

const token = "CANARY0123456789abcdef";
const meta = (status: number): Given => ({
  status,
  status_message: String(status),
  message: "emulated",
  maintenance: false,
});
const row = ({ id, shown }: RecordRow): unknown => ({ record_id: id, ...shown });

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { apiKey: new Secret(token) },
  wrongSettings: { apiKey: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  cannot: {
    "lifts a short TTL": "the shortest TTL is not known",
    "tells a lost precondition": "records are made anew, so nothing depends on what is there",
  },
});

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.gigahost.no",
    routes: {
      zones: "GET /api/v0/dns/zones",
      list: "GET /api/v0/dns/zones/{zone}/records",
      create: "POST /api/v0/dns/zones/{zone}/records",
      delete: "DELETE /api/v0/dns/zones/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${token}`,
    problem: (problem) => json(usualStatus[problem], { meta: meta(usualStatus[problem]) }),
    zoneIs: "number",
    members: { owner: "record_name", type: "record_type", content: "record_value", ttl: "record_ttl" },
    owner: relativeTo("@"),
    ttl: { min: 0, max: largestTtl, fallback: 3600, others: "refused" },
    zonesAnswer: (zones) =>
      json(200, {
        meta: meta(200),
        data: zones.map(({ apex, number }) => ({ zone_id: number, zone_name: apex, zone_active: true })),
      }),
    listAnswer: (all) => json(200, { meta: meta(200), data: all.map(row) }),
    storedAnswer: (stored) => json(200, { meta: meta(200), data: row(stored) }),
    deletedAnswer: json(200, { meta: meta(200) }),
  });
}
