import { expect, test } from "bun:test";
import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { EmulatedAnswer } from "../../test/emulators/http-emulator.ts";
import { fullName, relativeTo, type OwnerForm } from "../../test/emulators/owner-form.ts";
import { queryMembers, startRecordService, type Problem, type RecordRow } from "../../test/emulators/record-service.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./namesilo.ts";

const key = "CANARY0123456789abcdef";
const settings = { key: new Secret(key) };
const said: Readonly<Record<Problem, readonly [code: number, detail: string]>> = {
  credentials: [110, "Invalid API Key"],
  route: [107, "Invalid API Operation"],
  zone: [200, "Domain is not active, or does not belong to this user"],
  record: [280, "DNS modification error"],
  invalid: [280, "DNS modification error"],
  twin: [280, "DNS modification error"],
  alias: [280, "DNS modification error"],
};

const subject = {
  provider,
  settings,
  wrongSettings: { key: new Secret("wrong-CANARY-key") },
  writesRecordByRecord: true,
  withoutCredentials: withoutQuery("key"),
  presentTtl: 7_207,
} as const;

conformsAsHttpZoneApi({ ...subject, start });

test("a zone that is listed with the parts before the apex", async () => {
  await zoneApiAt({ ...subject, start: () => start(relativeTo("")) }, async ({ service, publish }) => {
    service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" });
    service.hold({ zone: "example.net", owner: "example.net", type: "A", content: "192.0.2.2" });
    expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
    expect(await publish(["192.0.2.9"])).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content }) => content)).toEqual(["192.0.2.2", "192.0.2.9"]);
  });
});

test("an empty zone is an empty list, and an error is none", async () => {
  await zoneApiAt({ ...subject, start }, async ({ service, publish }) => {
    const body = reply(210, "General error").body;
    service.http.failNext({ kind: "answer", answer: { status: 200, body } }, ({ path }) => path.endsWith("Records"));
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "request-refused" });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
  });
});

function start(owner: OwnerForm = fullName("")): Promise<EmulatedZones> {
  return startRecordService({
    host: "www.namesilo.com",
    routes: {
      zones: "GET /api/listDomains",
      list: "GET /api/dnsListRecords",
      create: "GET /api/dnsAddRecord",
      update: "GET /api/dnsUpdateRecord",
      delete: "GET /api/dnsDeleteRecord",
    },
    named: ({ query }) => ({ zone: query.get("domain") ?? "", id: query.get("rrid") ?? undefined }),
    isAuthentic: ({ query }) => query.get("key") === key && query.get("version") === "1" && query.get("type") === "xml",
    problem: (problem) => reply(...said[problem]),
    idIs: "text",
    given: (request) => {
      const { rrhost, rrvalue: value, rrttl: ttl, rrtype: type } = queryMembers(request);
      return { host: rrhost, value, ttl, ...(type === undefined ? {} : { type }) };
    },
    members: { owner: "host", type: "type", content: "value", ttl: "ttl" },
    owner,
    ownerGiven: relativeTo(""),
    ttl: { min: 3_600, max: 2_592_000, fallback: 7_207, others: "refused" },
    update: "resets",
    updateNeeds: ["owner"],
    renewsIdentity: true,
    zonesAnswer: (zones) =>
      reply(300, "success", `<domains>${zones.map(({ apex }) => `<domain>${apex}</domain>`).join("")}</domains>`),
    listAnswer: (all) => reply(300, "success", all.map(row).join("")),
    storedAnswer: ({ id }) => reply(300, "success", `<record_id>${id}</record_id>`),
    deletedAnswer: reply(300, "success"),
  });
}

function row({ id, shown }: RecordRow): string {
  const members = Object.entries({ record_id: id, ...shown, distance: 0 });
  return `<resource_record>${members.map(([name, value]) => `<${name}>${value}</${name}>`).join("")}</resource_record>`;
}

function reply(code: number, detail: string, more = ""): EmulatedAnswer {
  const request = "<request><operation>x</operation><ip>192.0.2.200</ip></request>";
  const body = `<?xml version="1.0"?>\n<namesilo>${request}<reply><code>${code}</code><detail>${detail}</detail>${more}</reply></namesilo>\n`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}
