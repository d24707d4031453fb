import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { baiduKeyId, baiduSecret, startBaiducloud } from "../../test/emulators/baiducloud.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./baiducloud.ts";

const settings = { accessKeyId: baiduKeyId, secretAccessKey: new Secret(baiduSecret) };
const subject = { provider, settings, start: startBaiducloud };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { accessKeyId: baiduKeyId, secretAccessKey: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
  pageRows: 100,
  zonePageRows: 100,
  fields: { line: "default", description: "kept" },
  option: { options: { description: "by holdfast" }, fields: { description: "by holdfast" } },
});

test("records of another line are left alone, unless the line is asked for", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };
    service.hold({ ...record, fields: { line: "ct" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.3"], { line: "ct" })).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content, fields }) => [content, fields["line"]])).toEqual([
      ["192.0.2.3", "ct"],
      ["192.0.2.2", "default"],
    ]);
  }));

test("a clock that is wrong is told apart from a wrong key", () =>
  zoneApiAt(subject, async ({ clock, publish }) => {
    clock.jumpWall(-31 * 60_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "clock-skewed" });
  }));
