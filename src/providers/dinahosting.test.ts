import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { dinahostingPassword, dinahostingUser, startDinahosting } from "../../test/emulators/dinahosting.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dinahosting.ts";

const settings = { username: dinahostingUser, password: new Secret(dinahostingPassword) };
const subject = { provider, settings, start: startDinahosting };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY-password") },
  presentTtl: 300,
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  cannot: {
    "lifts a short TTL": "the service chooses the TTL",
    "reads the second page": "lists come whole",
  },
});

test("a text at the apex, which is listed under the zone's name, is nobody's address", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ zone: "example.net", owner: "example.net", type: "TXT", content: "v=spf1 -all" });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
  }));

const errors: readonly (readonly [status: number, code: number, kind: string, meaning: string])[] = [
  [200, 2201, "rejected", "not-authorized"],
  [200, 2302, "failed", "precondition-lost"],
  [400, 2005, "rejected", "value-invalid"],
  [200, 2400, "rejected", "request-refused"],
  [200, 2501, "failed", "server-error"],
];
for (const [status, responseCode, kind, meaning] of errors) {
  test(`${responseCode} with status ${status}: ${kind} ${meaning}`, () =>
    zoneApiAt(subject, async ({ service, publish }) => {
      const body = JSON.stringify({ responseCode, message: "Command failed.", command: "Domain_Zone_AddTypeA" });
      service.http.failNext({ kind: "answer", answer: { status, body } }, service.isWrite);
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind, code: meaning });
    }));
}
