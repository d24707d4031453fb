import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { EmulatedAnswer } from "../../test/emulators/http-emulator.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, pageOf } from "../../test/emulators/pages.ts";
import { jsonBody, startRecordService } from "../../test/emulators/record-service.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./rainyun.ts";

const token = "CANARY0123456789abcdef";
const say = (code: number, data: unknown): EmulatedAnswer =>
  json(code === 200 ? 200 : 400, code === 200 ? { code, data } : { code, message: String(data) });

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { apiKey: new Secret(token) },
  wrongSettings: { apiKey: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("x-api-key"),
  pageRows: 100,
  zonePageRows: 100,
  fields: { level: 20 },
  option: { options: { level: 5 }, fields: { level: 5 } },
});

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.v2.rainyun.com",
    routes: {
      zones: "GET /product/domain",
      list: "GET /product/domain/{zone}/dns",
      create: "POST /product/domain/{zone}/dns",
      update: "PATCH /product/domain/{zone}/dns",
      delete: "DELETE /product/domain/{zone}/dns",
    },
    named: (request) => ({
      id:
        request.query.get("record_id") ?? (request.body === "" ? undefined : String(jsonBody(request)?.["record_id"])),
    }),
    isAuthentic: ({ headers }) => headers["x-api-key"] === token,
    problem: (problem) =>
      problem === "record" || problem === "zone"
        ? json(404, { code: 404, message: problem })
        : say(problem === "credentials" ? 30_039 : 70_000, problem),
    zoneIs: "number",
    members: { owner: "host", type: "type", content: "value", ttl: "ttl" },
    owner: relativeTo("@"),
    fields: { line: "DEFAULT", level: 10 },
    ttl: { min: 120, max: largestTtl, fallback: 600, others: "refused" },
    update: "resets",
    updateNeeds: ["owner", "type"],
    zonesAnswer: (zones, { query }) => {
      const { page, perPage } = JSON.parse(query.get("options") ?? "{}") as Readonly<Record<string, number>>;
      if (page === undefined || perPage === undefined || perPage > 100) return say(70_001, "options");
      const rows = zones.slice((page - 1) * perPage, page * perPage);
      const Records = rows.map(({ apex, number }) => ({ id: number, domain: apex }));
      return say(200, { TotalRecords: zones.length, Records });
    },
    listAnswer: (all, request) => {
      const { rows, total } = pageOf(all, request, { page: "page_no", size: "limit", largest: 100 });
      return say(200, { TotalRecords: total, Records: rows.map(({ id, shown }) => ({ record_id: id, ...shown })) });
    },
    storedAnswer: () => say(200, ""),
    deletedAnswer: say(200, ""),
  });
}
