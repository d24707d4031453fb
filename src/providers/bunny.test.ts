import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, noContent, pageOf } from "../../test/emulators/pages.ts";
import { startRecordService, usualStatus, type RecordRow } from "../../test/emulators/record-service.ts";
import { EmulatedHttp } from "../../test/support/emulated-http.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { loopbackHttp } from "../../test/support/loopback-http.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { name } from "../../test/support/values.ts";
import type { SeededRecord } from "../../test/conformance/zone-peer.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./bunny.ts";

const token = "CANARY-0123-4567-89ab-cdef";
const row = ({ id, shown }: RecordRow): unknown => ({
  Id: id,
  Priority: 0,
  Weight: 100,
  Port: 0,
  Disabled: false,
  ...shown,
});

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { apiKey: new Secret(token) },
  wrongSettings: { apiKey: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("accesskey"),
  zonePageRows: 20,
  fields: { Comment: "kept" },
  option: { options: { comment: "by holdfast" }, fields: { Comment: "by holdfast" } },
});

const owner = name("home.example.net");
const place = { zone: "example.net", owner: "home.example.net", ttl: 300 };

async function reading(record: Pick<SeededRecord, "type" | "content" | "fields">): Promise<unknown> {
  const service = await start();
  service.addZone("example.net");
  service.hold({ ...place, ...record });
  const api = provider.connect({ apiKey: new Secret(token) }, httpPorts(new EmulatedHttp(loopbackHttp, service.hosts)));
  try {
    if (api.kind !== "zone-api") throw new Error("bunny has zones");
    return await api.read(expectOk(await api.zoneOf(owner)), owner, "A", {});
  } finally {
    await service.stop();
  }
}

for (const type of ["Redirect", "PullZone"]) {
  test(`a ${type} record is not for us to change`, async () => {
    expect(await reading({ type, content: "1234" })).toMatchObject({ outcome: { code: "conflicting-records" } });
  });
}

test("an accelerated record is answered by the service's edge", async () => {
  const fields = { Accelerated: true };
  expect(await reading({ type: "A", content: "192.0.2.1", fields })).toMatchObject({ value: { isMasked: true } });
});

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.bunny.net",
    routes: {
      zones: "GET /dnszone",
      list: "GET /dnszone/{zone}",
      create: "PUT /dnszone/{zone}/records",
      update: "POST /dnszone/{zone}/records/{id}",
      delete: "DELETE /dnszone/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["accesskey"] === token,
    problem: (problem) =>
      json(usualStatus[problem], { ErrorKey: problem, Field: "Record", Message: `emulated ${problem}` }),
    zoneIs: "number",
    members: { owner: "Name", type: "Type", content: "Value", ttl: "Ttl" },
    owner: relativeTo(""),
    types: { A: 0, AAAA: 1, CNAME: 2, TXT: 3, Redirect: 5, PullZone: 7 },
    fields: { Comment: "", Accelerated: false },
    ttl: { min: 15, max: 86_400, fallback: 300, others: "refused" },
    zonesAnswer: (zones, request) => {
      const search = request.query.get("search") ?? "";
      const found = zones.filter(({ apex }) => apex.includes(search));
      const { rows, page, total, hasMore } = pageOf(found, request, { page: "page", size: "perPage", largest: 1000 });
      const Items = rows.map(({ apex, number }) => ({ Id: number, Domain: apex, Records: [] }));
      return json(200, { Items, CurrentPage: page, TotalItems: total, HasMoreItems: hasMore });
    },
    listAnswer: (all, _request, zone) => json(200, { Id: zone.number, Domain: zone.apex, Records: all.map(row) }),
    storedAnswer: (stored, operation) => (operation === "create" ? json(201, row(stored)) : noContent),
    deletedAnswer: noContent,
  });
}
