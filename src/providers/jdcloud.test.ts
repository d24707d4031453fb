import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { jdcloudKeyId, jdcloudSecret, startJdcloud } from "../../test/emulators/jdcloud.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./jdcloud.ts";

const settings = { accessKeyId: jdcloudKeyId, accessKeySecret: new Secret(jdcloudSecret) };
const subject = { provider, settings, start: startJdcloud };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { accessKeyId: jdcloudKeyId, accessKeySecret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
  pageRows: 99,
  zonePageRows: 99,
  fields: { weight: 3, viewValue: [-1] },
  option: { options: { weight: 7 }, fields: { weight: 7 } },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };

test("records of another line are left alone, unless the line is asked for", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { viewValue: [1, 117] } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.3"], { line: 117 })).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content, fields }) => [content, fields["viewValue"]])).toEqual([
      ["192.0.2.3", [117]],
      ["192.0.2.2", [-1]],
    ]);
  }));

test("a record of one of the cloud's resources is not for us to change", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { jcloudRes: true } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
  }));

test("an error with status 200 is a refusal", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const words = '{"requestId":"r","error":{"code":400,"status":"INVALID_ARGUMENT","message":"?"}}';
    service.http.failNext({ kind: "answer", answer: { status: 200, body: words } }, service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "request-refused" });
  }));
