import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import { fullName } from "../../test/emulators/owner-form.ts";
import { json } from "../../test/emulators/pages.ts";
import { startRecordService, usualStatus, type RecordRow } from "../../test/emulators/record-service.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./luadns.ts";

const token = "CANARY0123456789abcdef";
const authorization = `Basic ${Buffer.from(`user@example.net:${token}`).toString("base64")}`;
const row = ({ id, shown }: RecordRow): unknown => ({ id, generated: false, ...shown });

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { email: "user@example.net", token: new Secret(token) },
  wrongSettings: { email: "user@example.net", token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
});

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.luadns.com",
    routes: {
      zones: "GET /v1/zones",
      list: "GET /v1/zones/{zone}/records",
      create: "POST /v1/zones/{zone}/records",
      update: "PUT /v1/zones/{zone}/records/{id}",
      delete: "DELETE /v1/zones/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === authorization,
    problem: (problem) =>
      json(usualStatus[problem], { status: problem, message: `emulated ${problem}`, request_id: "1" }),
    zoneIs: "number",
    members: { owner: "name", type: "type", content: "content", ttl: "ttl" },
    owner: fullName("."),
    ttl: { min: 300, max: largestTtl, fallback: 3600, others: "refused" },
    update: "resets",
    updateNeeds: ["owner", "type"],
    zonesAnswer: (zones) =>
      json(
        200,
        zones.map(({ apex, number }) => ({ id: number, name: apex, synced: true })),
      ),
    listAnswer: (all) => json(200, all.map(row)),
    storedAnswer: (stored) => json(200, row(stored)),
    deletedAnswer: json(200, {}),
  });
}
