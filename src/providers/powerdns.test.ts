import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { fullName } from "../../test/emulators/owner-form.ts";
import { json, noContent } from "../../test/emulators/pages.ts";
import { jsonBody, usualStatus } from "../../test/emulators/record-service.ts";
import { startRRsetService } from "../../test/emulators/rrset-service.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./powerdns.ts";

const token = "CANARY0123456789";
type Change = {
  readonly name: unknown;
  readonly type: unknown;
  readonly ttl: unknown;
  readonly changetype: unknown;
  readonly records?: readonly { readonly content: unknown }[];
};

function changeIn(request: ReceivedRequest): Change | undefined {
  const [change] = (jsonBody(request)?.["rrsets"] ?? []) as readonly Change[];
  return change;
}

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { url: "https://ns1.example.org:8081", apiKey: new Secret(token), server: "localhost", insecure: false },
  wrongSettings: { url: "https://ns1.example.org:8081", apiKey: new Secret("wrong-CANARY"), insecure: false },
  writesRecordByRecord: false,
  confirmsWithoutWords: true,
  withoutCredentials: withoutHeader("x-api-key"),
  cannot: {
    "lifts a short TTL": "every TTL is accepted",
    "tells a lost precondition": "RRsets are written whole",
  },
});

function start(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "ns1.example.org:8081",
    routes: {
      zones: "GET /api/v1/servers/localhost/zones",
      list: "GET /api/v1/servers/localhost/zones/{zone}",
      replace: "PATCH /api/v1/servers/localhost/zones/{zone}",
    },
    operation: (request) =>
      request.method === "PATCH" && changeIn(request)?.changetype === "DELETE" ? "delete" : undefined,
    isAuthentic: ({ headers }) => headers["x-api-key"] === token,
    problem: (problem) => json({ ...usualStatus, invalid: 422, alias: 422 }[problem], { error: `emulated ${problem}` }),
    zoneIn: (text) => text.replace(/\.$/, ""),
    owner: fullName("."),
    given: (request) => {
      const change = changeIn(request);
      if (change === undefined) return undefined;
      return {
        owner: change.name,
        type: change.type,
        ttl: change.ttl,
        values: change.records?.map(({ content }) => content),
      };
    },
    ttl: { min: 0, max: largestTtl, fallback: 3600 },
    keepsTtl: false,
    mustExist: false,
    zonesAnswer: (zones, { query }) => {
      const asked = query.get("zone");
      const found = zones.filter(({ apex }) => asked === null || asked === `${apex}.`);
      return json(
        200,
        found.map(({ apex }) => ({ id: `${apex}.`, name: `${apex}.`, kind: "Native", serial: 1 })),
      );
    },
    // As a server before 4.6 does: the whole zone, whatever is asked for.
    listAnswer: (rows, _request, apex) =>
      json(200, {
        id: `${apex}.`,
        name: `${apex}.`,
        rrsets: rows.map(({ owner, type, ttl, values }) => ({
          name: owner,
          type,
          ttl,
          records: values.map((content) => ({ content, disabled: false })),
          comments: [],
        })),
      }),
    writtenAnswer: () => noContent,
    deletedAnswer: noContent,
  });
}
