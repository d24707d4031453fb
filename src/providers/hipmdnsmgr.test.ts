import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { EmulatedAnswer } from "../../test/emulators/http-emulator.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, pageOf } from "../../test/emulators/pages.ts";
import { startRecordService, type Problem } from "../../test/emulators/record-service.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./hipmdnsmgr.ts";

const token = "CANARYtokenOfDnsmgr";
const settings = { url: "https://dnsmgr.example.com/api/", token: new Secret(token) };
const say = (data: unknown): EmulatedAnswer => json(200, { code: 0, data, msg: "" });

const words: Readonly<Record<Problem, string>> = {
  credentials: "Unauthorized",
  route: "Not found",
  zone: "Domain not found",
  record: "Failed to update record",
  invalid: "name, type, and value are required",
  twin: "The record already exists",
  alias: "A CNAME is in the way",
};

/** Old panels give all their domains at once. */
function start({ isOld = false }: { readonly isOld?: boolean } = {}): Promise<EmulatedZones> {
  return startRecordService({
    host: "dnsmgr.example.com",
    routes: {
      zones: "GET /api/domains",
      list: "GET /api/domains/{zone}/records",
      create: "POST /api/domains/{zone}/records",
      update: "PUT /api/domains/{zone}/records/{id}",
      delete: "DELETE /api/domains/{zone}/records/{id}",
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `Bearer ${token}`,
    problem: (problem) =>
      problem === "credentials"
        ? json(401, { code: -1, msg: "Unauthorized" })
        : json(200, { code: -1, msg: words[problem] }),
    zoneIs: "number",
    idIs: "text",
    members: { owner: "name", type: "type", content: "value", ttl: "ttl" },
    owner: relativeTo("@"),
    fields: { line: "0", weight: 0, remark: "", proxiable: false, cloudflare: null },
    ttl: { min: 60, max: 86_400, fallback: 600, others: "refused" },
    update: "resets",
    updateNeeds: ["owner", "type"],
    zonesAnswer: (zones, request) => {
      const { rows } = pageOf(zones, request, { page: "page", size: "pageSize", largest: 100 });
      return say((isOld ? zones : rows).map(({ apex, number }) => ({ id: number, name: apex })));
    },
    listAnswer: (records, request) => {
      const [subdomain, type] = [request.query.get("subdomain"), request.query.get("type")];
      const wanted = records.filter(
        ({ shown }) => (subdomain ?? shown["name"]) === shown["name"] && (type ?? shown["type"]) === shown["type"],
      );
      const { rows, total } = pageOf(wanted, request, { page: "page", size: "pageSize", largest: 100 });
      return say({ total, list: rows.map(({ id, shown }) => ({ id, ...shown })) });
    },
    storedAnswer: ({ id }) => say({ id }),
    deletedAnswer: say(null),
  });
}

conformsAsHttpZoneApi({
  provider,
  start,
  settings,
  wrongSettings: { ...settings, token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 100,
  zonePageRows: 100,
  fields: { line: "default", weight: 3, remark: "kept" },
  option: { options: { remark: "by holdfast" }, fields: { remark: "by holdfast" } },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A" };

test("domains that an old panel gives all at once are read", () =>
  zoneApiAt({ provider, settings, start: () => start({ isOld: true }) }, async ({ api, service }) => {
    for (let index = 0; index < 150; index += 1) service.addZone(`zone${index}.example`);
    expect(expectOk(await api.zones()).length).toBe(151);
  }));

test("several lines of a name need a choice", () =>
  zoneApiAt({ provider, settings, start }, async ({ service, publish }) => {
    service.hold({ ...record, content: "192.0.2.1", fields: { line: "default" } });
    service.hold({ ...record, content: "192.0.2.2", fields: { line: "telecom" } });
    expect(await publish(["192.0.2.9"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
    expect(await publish(["192.0.2.9"], { line: "telecom" })).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content }) => content)).toEqual(["192.0.2.1", "192.0.2.9"]);
  }));

test("a record that Cloudflare answers for is known to be masked", () =>
  zoneApiAt({ provider, settings, start }, async ({ api, service }) => {
    service.hold({ ...record, content: "192.0.2.1", fields: { cloudflare: { proxied: true } } });
    const zone = expectOk(await api.zones())[0];
    if (zone === undefined) throw new Error("the emulator has a zone");
    const read = await api.read(zone, name("home.example.net"), "A", {});
    expect(expectOk(read).isMasked).toBe(true);
  }));

test("a token that may only read is told apart", () =>
  zoneApiAt({ provider, settings, start }, async ({ service, publish }) => {
    const body = '{"code":-1,"msg":"Permission denied"}';
    service.http.failNext({ kind: "answer", answer: { status: 200, body } }, service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "not-authorized" });
  }));
