import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { fullName } from "../../test/emulators/owner-form.ts";
import { json, noContent, pageOf } from "../../test/emulators/pages.ts";
import { startRecordService, usualStatus, type RecordRow } from "../../test/emulators/record-service.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./netlify.ts";

const token = "nfp_CANARY0123456789";
const row = ({ id, shown }: RecordRow): unknown => ({ id, managed: false, flag: null, tag: null, ...shown });

/** Zones come in pages that link to the next one. */
function linked(rows: readonly unknown[], request: ReceivedRequest): EmulatedAnswer {
  const page = pageOf(rows, request, { page: "page", size: "per_page", largest: 100 });
  const next = `<https://api.netlify.com${request.path}?page=${page.page + 1}&per_page=100>; rel="next"`;
  return json(200, page.rows, page.hasMore ? { link: `${next}, <https://api.netlify.com/>; rel="first"` } : {});
}

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { token: new Secret(token) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 100,
  cannot: {
    "lifts a short TTL": "the shortest TTL is not known",
    "tells a lost precondition": "records are made anew, so nothing depends on what is there",
  },
});

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.netlify.com",
    routes: {
      zones: "GET /api/v1/dns_zones",
      list: "GET /api/v1/dns_zones/{zone}/dns_records",
      create: "POST /api/v1/dns_zones/{zone}/dns_records",
      delete: "DELETE /api/v1/dns_zones/{zone}/dns_records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${token}`,
    problem: (problem) =>
      json(usualStatus[problem] === 400 ? 422 : usualStatus[problem], {
        code: problem,
        message: `emulated ${problem}`,
      }),
    zoneIs: "number",
    idIs: "text",
    members: { owner: "hostname", type: "type", content: "value", ttl: "ttl" },
    owner: fullName(""),
    ttl: { min: 0, max: largestTtl, fallback: 3600, others: "refused" },
    zonesAnswer: (zones, request) =>
      linked(
        zones.map(({ apex, number }) => ({ id: String(number), name: apex, domain: apex })),
        request,
      ),
    listAnswer: (all) => json(200, all.map(row)),
    storedAnswer: (stored) => json(201, row(stored)),
    deletedAnswer: noContent,
  });
}
