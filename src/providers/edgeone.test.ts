import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { startEdgeone } from "../../test/emulators/edgeone.ts";
import { tencentSecretId, tencentSecretKey } from "../../test/emulators/tc3-gateway.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./edgeone.ts";

const settings = { secretId: tencentSecretId, secretKey: new Secret(tencentSecretKey) };
const subject = { provider, settings, start: startEdgeone };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { secretId: tencentSecretId, secretKey: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
  pageRows: 1_000,
  zonePageRows: 100,
  fields: { Location: "Default", Weight: 3, Status: "enable" },
  option: { options: { weight: 7 }, fields: { Weight: 7 } },
});

test("records of another location are left alone, unless it is asked for", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const home = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };
    service.hold({ ...home, fields: { Location: "Eu" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.3"], { location: "Eu" })).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content, fields }) => [content, fields["Location"]])).toEqual([
      ["192.0.2.3", "Eu"],
      ["192.0.2.2", "Default"],
    ]);
  }));

const errors: readonly (readonly [code: string, kind: string, meaning: string])[] = [
  ["AuthFailure.UnauthorizedOperation", "rejected", "not-authorized"],
  ["RequestLimitExceeded", "failed", "rate-limited"],
  ["LimitExceeded.RecordCount", "rejected", "quota-exceeded"],
  ["InternalError.RouteError", "failed", "server-error"],
  ["OperationDenied.ZoneIsPaused", "rejected", "not-authorized"],
  ["Novel", "rejected", "request-refused"],
];
for (const [code, kind, meaning] of errors) {
  test(`${code}, with status 200: ${kind} ${meaning}`, () =>
    zoneApiAt(subject, async ({ service, publish }) => {
      const body = JSON.stringify({ Response: { Error: { Code: code, Message: "?" }, RequestId: "r" } });
      service.http.failNext({ kind: "answer", answer: { status: 200, body } }, service.isWrite);
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind, code: meaning });
    }));
}
