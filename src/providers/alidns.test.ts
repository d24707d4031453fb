import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { alidnsKeyId, alidnsSecret, startAlidns } from "../../test/emulators/alidns.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./alidns.ts";

const settings = { accessKeyId: alidnsKeyId, accessKeySecret: new Secret(alidnsSecret) };

conformsAsHttpZoneApi({
  provider,
  start: startAlidns,
  settings,
  wrongSettings: { accessKeyId: alidnsKeyId, accessKeySecret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
  pageRows: 100,
  zonePageRows: 100,
  fields: { Line: "default", Weight: 3, Remark: "kept" },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };

test("records of another line are left alone, unless the line is asked for", () =>
  zoneApiAt({ provider, settings, start: startAlidns }, async ({ service, publish }) => {
    service.hold({ ...record, fields: { Line: "telecom" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.3"], { line: "telecom" })).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content, fields }) => [content, fields["Line"]])).toEqual([
      ["192.0.2.3", "telecom"],
      ["192.0.2.2", "default"],
    ]);
  }));

test("a TTL the edition lacks is a matter of money", () =>
  zoneApiAt({ provider, settings, start: () => startAlidns({ minTtl: 600 }) }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"], {}, 60)).toMatchObject({ kind: "rejected", code: "paid-feature" });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
  }));

test("a clock that is wrong is told apart from a wrong key", () =>
  zoneApiAt({ provider, settings, start: startAlidns }, async ({ clock, publish }) => {
    clock.jumpWall(16 * 60_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "clock-skewed" });
  }));

test("an unknown key is a wrong credential", () =>
  zoneApiAt(
    { provider, settings: { ...settings, accessKeyId: "LTAI5tNobody" }, start: startAlidns },
    async ({ publish }) => {
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
    },
  ));

test("a CNAME in the way is a conflict that a person has to solve", () =>
  zoneApiAt({ provider, settings, start: startAlidns }, async ({ service, publish }) => {
    service.hold({ ...record, type: "CNAME", content: "elsewhere.example" });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
  }));
