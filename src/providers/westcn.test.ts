import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { startWestcn, westcnPassword, westcnUser } from "../../test/emulators/westcn.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./westcn.ts";

const settings = { username: westcnUser, apiPassword: new Secret(westcnPassword) };
const subject = { provider, settings, start: startWestcn };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { username: westcnUser, apiPassword: new Secret("wrong-CANARY-password") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
  pageRows: 1_000,
  zonePageRows: 100,
  fields: { line: "", level: "10" },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };

test("records of another line are left alone, unless the line is asked for", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { line: "LTEL" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.3"], { line: "LTEL" })).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content, fields }) => [content, fields["line"]])).toEqual([
      ["192.0.2.3", "LTEL"],
      ["192.0.2.2", ""],
    ]);
  }));

const errors: readonly (readonly [errcode: number, kind: string, code: string])[] = [
  [10_002, "rejected", "not-authorized"],
  [20_112, "rejected", "zone-not-found"],
  [20_118, "failed", "precondition-lost"],
  [20_119, "rejected", "value-invalid"],
  [29_999, "rejected", "request-refused"],
];
for (const [errcode, kind, code] of errors) {
  test(`${errcode}, with status 200: ${kind} ${code}`, () =>
    zoneApiAt(subject, async ({ service, publish }) => {
      const body = JSON.stringify({ result: 500, msg: "?", errcode });
      service.http.failNext({ kind: "answer", answer: { status: 200, body } }, service.isWrite);
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind, code });
    }));
}

test("what the service says in GBK is shown as it was meant", () =>
  zoneApiAt({ ...subject, settings: { ...settings, username: "lisi" } }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"])).toHaveProperty("detail", expect.stringContaining("10000 失败 誠"));
  }));
