import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, noContent } from "../../test/emulators/pages.ts";
import { filtered, startRecordService, usualStatus, type RecordRow } from "../../test/emulators/record-service.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./domeneshop.ts";

const secret = "CANARY0123456789abcdef";
const authorization = `Basic ${Buffer.from(`t0ken:${secret}`).toString("base64")}`;
const minutes = Array.from({ length: 10_080 }, (_, index) => (index + 1) * 60);
const row = ({ id, shown }: RecordRow): unknown => ({ id, ...shown });

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { token: "t0ken", secret: new Secret(secret) },
  wrongSettings: { token: "t0ken", secret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
});

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.domeneshop.no",
    routes: {
      zones: "GET /v0/domains",
      list: "GET /v0/domains/{zone}/dns",
      create: "POST /v0/domains/{zone}/dns",
      update: "PUT /v0/domains/{zone}/dns/{id}",
      delete: "DELETE /v0/domains/{zone}/dns/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === authorization,
    problem: (problem) => json({ ...usualStatus, twin: 409 }[problem], { code: problem, help: `emulated ${problem}` }),
    zoneIs: "number",
    members: { owner: "host", type: "type", content: "data", ttl: "ttl" },
    owner: relativeTo("@"),
    ttl: { min: 60, max: 604_800, fallback: 3600, others: "refused", choices: minutes },
    update: "resets",
    updateNeeds: ["owner", "type"],
    zonesAnswer: (zones, { query }) =>
      json(
        200,
        zones
          .filter(({ apex }) => apex.includes(query.get("domain") ?? ""))
          .map(({ apex, number }) => ({ id: number, domain: apex, services: { dns: true }, status: "active" })),
      ),
    listAnswer: (all, { query }, { apex }) => {
      const host = query.get("host");
      const owner = host === null ? null : host === "@" ? apex : `${host}.${apex}`;
      return json(200, filtered(all, owner, query.get("type")).map(row));
    },
    storedAnswer: ({ id }, operation) => (operation === "create" ? json(201, { id }) : noContent),
    deletedAnswer: noContent,
  });
}
