import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { tencentSecretId, tencentSecretKey } from "../../test/emulators/tc3-gateway.ts";
import { startTencentcloud } from "../../test/emulators/tencentcloud.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./tencentcloud.ts";

const settings = { secretId: tencentSecretId, secretKey: new Secret(tencentSecretKey) };
const subject = { provider, settings, start: startTencentcloud };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { secretId: tencentSecretId, secretKey: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
  pageRows: 300,
  zonePageRows: 300,
  fields: { Line: "默认", LineId: "0", Weight: 3, Remark: "kept", Status: "ENABLE" },
  option: { options: { remark: "by holdfast" }, fields: { Remark: "by holdfast" } },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };

test("records of another line are left alone, unless the line is asked for", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { Line: "电信", LineId: "10=0" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.3"], { line: "电信" })).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content, fields }) => [content, fields["Line"]])).toEqual([
      ["192.0.2.3", "电信"],
      ["192.0.2.2", "默认"],
    ]);
  }));

test("the usual line is known by its number, whatever the site calls it", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { Line: "Default" } });
    expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
  }));

test("a TTL the plan lacks is a matter of money", () =>
  zoneApiAt({ ...subject, start: () => startTencentcloud({ minTtl: 600 }) }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"], {}, 60)).toMatchObject({ kind: "rejected", code: "paid-feature" });
  }));

test("a clock that is wrong is told apart from a wrong key", () =>
  zoneApiAt(subject, async ({ clock, publish }) => {
    clock.jumpWall(-16 * 60_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "clock-skewed" });
  }));

test("an error that no row knows is a refusal, though its status is 200", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const words = '{"Response":{"Error":{"Code":"FailedOperation.Novel","Message":"?"},"RequestId":"r"}}';
    service.http.failNext({ kind: "answer", answer: { status: 200, body: words } }, service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "request-refused" });
  }));
