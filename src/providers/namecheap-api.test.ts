import { describe, expect, test } from "bun:test";
import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { namecheapApiKey, startNamecheapApi } from "../../test/emulators/namecheap-api.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./namecheap-api.ts";

const settings = { user: "user", apiKey: new Secret(namecheapApiKey), clientIp: "192.0.2.200" };
const subject = { provider, settings, start: () => startNamecheapApi() };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, apiKey: new Secret("wrong-CANARY") },
  writesRecordByRecord: false,
  withoutCredentials: withoutMembers("ApiKey"),
  zonePageRows: 100,
});

test("all other records are written back as they were, whatever they hold", async () => {
  await zoneApiAt(subject, async ({ service, publish }) => {
    const zone = "example.net";
    service.hold({ zone, owner: zone, type: "MX", content: "mx.example.org.", ttl: 300, fields: { MXPref: "20" } });
    service.hold({ zone, owner: zone, type: "TXT", content: 'v=spf1 "a" & <b> ~all', ttl: 60 });
    service.hold({ zone, owner: `www.${zone}`, type: "URL", content: "https://example.org/?a=1&b=2" });
    const before = service.held();
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(service.held().slice(0, 3)).toEqual([...before]);
    // The service empties the mail setting it is not given.
    const written = service.http.requests.filter(service.isWrite).map(({ body }) => new URLSearchParams(body));
    expect(written.map((form) => form.get("EmailType"))).toEqual(["MX", "MX"]);
  });
});

test("the service's own TTL is told as another, and is no reason to write", async () => {
  await zoneApiAt(subject, async ({ service, publish }) => {
    const held = (): unknown => service.held().map(({ content, ttl }) => [content, ttl]);
    service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1", ttl: 1_799 });
    expect(await publish(["192.0.2.1"], {}, 1_800)).toEqual({ kind: "unchanged" });
    await publish(["192.0.2.2"]);
    expect(held()).toEqual([["192.0.2.2", 1_799]]);
    await publish(["192.0.2.2"], {}, 300);
    expect(held()).toEqual([["192.0.2.2", 300]]);
  });
});

test("a write that did not succeed is refused, whatever its status", async () => {
  await zoneApiAt(subject, async ({ service, publish }) => {
    const result = '<DomainDNSSetHostsResult Domain="example.net" IsSuccess="false" />';
    const body = `<ApiResponse Status="OK"><CommandResponse>${result}</CommandResponse></ApiResponse>`;
    service.http.failNext({ kind: "answer", answer: { status: 200, body } }, service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "request-refused" });
  });
});

describe("nothing is written where something would be lost", () => {
  const host = 'HostId="7" Name="a" Type="A" Address="192.0.2.7" MXPref="10" TTL="1800"';
  const rows = [
    ["a record of dynamic DNS", { hosts: `<host ${host} IsActive="true" IsDDNSEnabled="true" />` }],
    ["an inactive record", { hosts: `<host ${host} IsActive="false" IsDDNSEnabled="false" />` }],
    ["a record with a part nobody knows", { hosts: `<host ${host} Flag="0" />` }],
    ["a record that is not told whole", { hosts: '<host HostId="7" Name="a" Type="A" />' }],
    ["something that is no record", { hosts: "<Redirect>x</Redirect>" }],
    ["the mail setting", { zone: 'IsUsingOurDNS="true"' }],
    ["servers of somebody else", { zone: 'EmailType="MX" IsUsingOurDNS="false"' }],
  ] as const;
  for (const [title, more] of rows) {
    test(title, async () => {
      await zoneApiAt({ ...subject, start: () => startNamecheapApi(more) }, async ({ service, publish }) => {
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
        expect(service.http.requests.filter(service.isWrite)).toEqual([]);
      });
    });
  }
});

test("another spelling of the list's name is a list too", async () => {
  const hosts = '<Host HostId="7" Name="home" Type="A" Address="192.0.2.1" MXPref="10" TTL="1800" />';
  await zoneApiAt({ ...subject, start: () => startNamecheapApi({ hosts }) }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
  });
});

describe("errors with status 200", () => {
  const rows = [
    [1_011_102, { kind: "rejected", code: "credentials-rejected" }],
    [1_011_150, { kind: "rejected", code: "not-authorized" }],
    [2_030_288, { kind: "rejected", code: "zone-not-found" }],
    [500_000, { kind: "failed", code: "rate-limited" }],
    [4_711, { kind: "rejected", code: "request-refused" }],
  ] as const;
  for (const [number, expected] of rows) {
    test(String(number), async () => {
      await zoneApiAt(subject, async ({ service, publish }) => {
        const body = `<ApiResponse Status="ERROR"><Errors><Error Number="${number}">no</Error></Errors></ApiResponse>`;
        service.http.failNext({ kind: "answer", answer: { status: 200, body } }, service.isWrite);
        expect(await publish(["192.0.2.1"])).toMatchObject({
          ...expected,
          detail: expect.stringContaining(`${number} no`),
        });
      });
    });
  }
});
