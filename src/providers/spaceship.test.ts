import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, noContent, rowsFrom } from "../../test/emulators/pages.ts";
import { startRecordService, usualStatus, type Given, type RecordRow } from "../../test/emulators/record-service.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./spaceship.ts";

const token = "CANARY0123456789";
const member = (type: unknown): string => (type === "CNAME" ? "cname" : type === "TXT" ? "value" : "address");

function item({ shown: { content, ...shown } }: RecordRow): unknown {
  return { ...shown, [member(shown["type"])]: content, group: { type: "custom" } };
}

/** The only item of a body, its value under one name for all types. */
function given({ headers, body }: ReceivedRequest): Given | undefined {
  if (headers["content-type"] !== "application/json") return undefined;
  const parsed: unknown = JSON.parse(body);
  const items: unknown = Array.isArray(parsed) ? parsed : (parsed as Given)["items"];
  const [first] = (Array.isArray(items) ? items : []) as readonly Given[];
  return first === undefined ? undefined : { ...first, content: first[member(first["type"])] };
}

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { apiKey: new Secret(token), apiSecret: new Secret("secret-CANARY") },
  wrongSettings: { apiKey: new Secret(token), apiSecret: new Secret("wrong-CANARY") },
  writesRecordByRecord: true,
  confirmsWithoutWords: true,
  withoutCredentials: withoutHeader("x-api-key", "x-api-secret"),
  pageRows: 500,
  zonePageRows: 100,
  cannot: { "tells a lost precondition": "a value is added whether or not the old one is there" },
});

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "spaceship.dev",
    routes: {
      zones: "GET /api/v1/domains",
      list: "GET /api/v1/dns/records/{zone}",
      create: "PUT /api/v1/dns/records/{zone}",
      delete: "DELETE /api/v1/dns/records/{zone}",
    },
    isAuthentic: ({ headers }) => headers["x-api-key"] === token && headers["x-api-secret"] === "secret-CANARY",
    problem: (problem) => json({ ...usualStatus, invalid: 422 }[problem], { detail: `emulated ${problem}`, data: [] }),
    valueIsIdentity: true,
    given,
    members: { owner: "name", type: "type", content: "content", ttl: "ttl" },
    owner: relativeTo("@"),
    ttl: { min: 60, max: 3600, fallback: 3600, others: "refused" },
    zonesAnswer: (zones, request) => {
      const rows = rowsFrom(zones, request, { offset: "skip", limit: "take", largest: 100 });
      return json(200, { items: rows.map(({ apex }) => ({ name: apex })), total: zones.length });
    },
    listAnswer: (all, request) => {
      if (!request.query.has("take") || !request.query.has("skip")) return json(422, { detail: "take is mandatory" });
      const rows = rowsFrom(all, request, { offset: "skip", limit: "take", largest: 500 });
      return json(200, { items: rows.map(item), total: all.length });
    },
    storedAnswer: () => noContent,
    deletedAnswer: noContent,
  });
}
