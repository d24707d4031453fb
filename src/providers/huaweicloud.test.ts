import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { huaweiKeyId, huaweiSecret, startHuaweicloud } from "../../test/emulators/huaweicloud.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./huaweicloud.ts";

const settings = { accessKeyId: huaweiKeyId, secretAccessKey: new Secret(huaweiSecret) };
const subject = { provider, settings, start: startHuaweicloud };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { accessKeyId: huaweiKeyId, secretAccessKey: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: false,
  withoutCredentials: (request) => request,
  zonePageRows: 100,
  fields: { line: "default_view", weight: 5, description: "kept" },
  cannot: { "reads the second page": "an RRset is one row" },
});

test("names that only hold the one asked for do not hide it, however many there are", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const record = { zone: "example.net", type: "A", content: "192.0.2.1" };
    for (let index = 0; index < 120; index += 1) service.hold({ ...record, owner: `n${index}.home.example.net` });
    service.hold({ ...record, owner: "home.example.net" });
    expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
  }));

test("a record set of another line is left alone", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };
    service.hold({ ...record, fields: { line: "Dianxin" } });
    expect(await publish([])).toEqual({ kind: "unchanged" });
    expect(await publish(["192.0.2.9"], { line: "Dianxin" })).toMatchObject({ kind: "updated" });
    expect(service.held()[0]).toMatchObject({ content: "192.0.2.9", fields: { line: "Dianxin" } });
  }));
