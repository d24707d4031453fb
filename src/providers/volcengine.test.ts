import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { startVolcengine, volcengineKeyId, volcengineSecret } from "../../test/emulators/volcengine.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./volcengine.ts";

const settings = { accessKeyId: volcengineKeyId, secretAccessKey: new Secret(volcengineSecret) };
const subject = { provider, settings, start: startVolcengine };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { accessKeyId: volcengineKeyId, secretAccessKey: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
  pageRows: 100,
  zonePageRows: 100,
  fields: { Line: "default", Weight: 3, Enable: true },
  option: { options: { weight: 7 }, fields: { Weight: 7 } },
});

test("records of another line are left alone", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const telecom = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };
    service.hold({ ...telecom, fields: { Line: "telecom" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content }) => content)).toEqual(["192.0.2.1", "192.0.2.2"]);
  }));

test("a clock that is wrong is told apart from a wrong key", () =>
  zoneApiAt(subject, async ({ clock, publish }) => {
    clock.jumpWall(16 * 60_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "clock-skewed" });
  }));
