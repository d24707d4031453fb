import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { exoscaleKey, exoscaleSecret, startExoscale } from "../../test/emulators/exoscale.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./exoscale.ts";

const settings = { apiKey: exoscaleKey, apiSecret: new Secret(exoscaleSecret) };
const subject = { provider, settings, start: startExoscale };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { apiKey: exoscaleKey, apiSecret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
});

test("an operation that ended badly is no success", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const words = '{"id":"89083a5c","state":"failure","reason":"unavailable","message":"try later"}';
    service.http.failNext({ kind: "answer", answer: { status: 200, body: words } }, service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "server-error" });
  }));
