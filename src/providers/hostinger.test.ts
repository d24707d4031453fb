import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json } from "../../test/emulators/pages.ts";
import { jsonBody, usualStatus } from "../../test/emulators/record-service.ts";
import { startRRsetService, type GivenRRset } from "../../test/emulators/rrset-service.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./hostinger.ts";

const token = "CANARY0123456789abcdef";
type Filter = { readonly name: unknown; readonly type: unknown };
type Entry = Filter & { readonly ttl: unknown; readonly records: readonly { readonly content: unknown }[] };

function given(request: ReceivedRequest): GivenRRset | undefined {
  const body = jsonBody(request);
  const [filter] = (body?.["filters"] ?? []) as readonly Filter[];
  if (filter !== undefined) return { owner: filter.name, type: filter.type };
  const [entry] = (body?.["zone"] ?? []) as readonly Entry[];
  if (entry === undefined || body?.["overwrite"] !== true) return undefined;
  return { owner: entry.name, type: entry.type, ttl: entry.ttl, values: entry.records.map(({ content }) => content) };
}

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { token: new Secret(token) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  cannot: {
    "lists zones": "domains are listed by another interface",
    "tells a lost precondition": "RRsets are written whole",
  },
});

function start(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "developers.hostinger.com",
    routes: {
      list: "GET /api/dns/v1/zones/{zone}",
      replace: "PUT /api/dns/v1/zones/{zone}",
      delete: "DELETE /api/dns/v1/zones/{zone}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${token}`,
    problem: (problem) =>
      json({ ...usualStatus, invalid: 422 }[problem], { message: `emulated ${problem}`, correlation_id: "c-1" }),
    owner: relativeTo("@"),
    given,
    ttl: { min: 300, max: largestTtl, fallback: 14_400 },
    keepsTtl: true,
    mustExist: false,
    listAnswer: (rows) =>
      json(
        200,
        rows.map(({ owner, type, ttl, values }) => ({
          name: owner,
          type,
          ttl,
          records: values.map((content) => ({ content, is_disabled: false })),
        })),
      ),
    writtenAnswer: () => json(200, { message: "Request accepted" }),
    deletedAnswer: json(200, { message: "Request accepted" }),
  });
}
