import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { EmulatedAnswer } from "../../test/emulators/http-emulator.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, pageOf } from "../../test/emulators/pages.ts";
import { filtered, jsonBody, startRecordService, usualStatus } from "../../test/emulators/record-service.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./dnsla.ts";

const secret = "CANARY0123456789abcdef";
const authorization = `Basic ${Buffer.from(`id-1:${secret}`).toString("base64")}`;
const types: Readonly<Record<string, number>> = { A: 1, AAAA: 28, CNAME: 5, TXT: 16 };
const pages = { page: "pageIndex", size: "pageSize", largest: 999, usual: 20 };
const say = (code: number, data: unknown): EmulatedAnswer => json(code === 200 ? 200 : code, { code, msg: "", data });

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { apiId: "id-1", apiSecret: new Secret(secret) },
  wrongSettings: { apiId: "id-1", apiSecret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 999,
  zonePageRows: 100,
  fields: { lineId: "7" },
});

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.dns.la",
    routes: {
      zones: "GET /api/domainList",
      list: "GET /api/recordList",
      create: "POST /api/record",
      update: "PUT /api/record",
      delete: "DELETE /api/record",
    },
    named: (request) => {
      const body = jsonBody(request);
      const [zone, id] = [request.query.get("domainId") ?? body?.["domainId"], request.query.get("id") ?? body?.["id"]];
      return {
        zone: typeof zone === "string" ? zone : undefined,
        id: typeof id === "string" ? id : undefined,
      };
    },
    isAuthentic: ({ headers }) => headers["authorization"] === authorization,
    problem: (problem) => say(usualStatus[problem], {}),
    zoneIs: "number",
    members: { owner: "host", type: "type", content: "data", ttl: "ttl" },
    owner: relativeTo("@"),
    types,
    fields: { lineId: "0" },
    ttl: { min: 600, max: largestTtl, fallback: 600, others: "refused" },
    update: "resets",
    updateNeeds: ["owner", "type"],
    zonesAnswer: (zones, request) => {
      const { rows, total } = pageOf(zones, request, { ...pages, largest: 100 });
      return say(200, { total, results: rows.map(({ apex, number }) => ({ id: String(number), domain: `${apex}.` })) });
    },
    listAnswer: (all, request, { apex }) => {
      const host = request.query.get("host");
      const owner = host === null ? null : host === "@" ? apex : `${host}.${apex}`;
      const type = Object.keys(types).find((name) => String(types[name]) === request.query.get("type"));
      const { rows, total } = pageOf(filtered(all, owner, type), request, pages);
      return say(200, { total, results: rows.map(({ id, shown }) => ({ id: String(id), ...shown })) });
    },
    storedAnswer: ({ id }) => say(200, { id: String(id) }),
    deletedAnswer: say(200, {}),
  });
}
