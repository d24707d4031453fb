import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import {
  netcupCustomer,
  netcupKey,
  netcupPassword,
  startNetcup,
  withoutNetcupCredentials,
} from "../../test/emulators/netcup.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./netcup.ts";

const settings = {
  customerNumber: netcupCustomer,
  apiKey: new Secret(netcupKey),
  apiPassword: new Secret(netcupPassword),
  domains: ["example.net", "sub.example.net"],
};
const subject = { provider, settings, start: startNetcup };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, apiPassword: new Secret("wrong-CANARY-password") },
  presentTtl: 86_400,
  writesRecordByRecord: true,
  withoutCredentials: withoutNetcupCredentials,
  fields: { priority: "0" },
  cannot: {
    "lifts a short TTL": "the TTL belongs to the zone",
    "reads the second page": "lists come whole",
    "lists zones": "zones are those of the settings",
    "tells a lost precondition": "what is said of a record that is gone is not known",
  },
});

const actionsOf = (requests: readonly { readonly body: string }[]): readonly string[] =>
  requests.map(({ body }) => String((JSON.parse(body) as { readonly action: unknown }).action));

test("one session serves many actions, and a session that is over is replaced", () =>
  zoneApiAt({ ...subject, start: () => startNetcup({ sessionLasts: 3 }) }, async ({ service, publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(actionsOf(service.http.requests)).toEqual([
      ...["login", "infoDnsRecords", "updateDnsRecords", "infoDnsRecords"],
      ...["updateDnsRecords", "login", "updateDnsRecords"],
    ]);
    expect(service.held().map(({ content }) => content)).toEqual(["192.0.2.2"]);
  }));

test("a session is replaced before its quarter of an hour is over", () =>
  zoneApiAt(subject, async ({ clock, service, publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
    clock.jumpWall(14 * 60_000 + 1);
    expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
    expect(actionsOf(service.http.requests).filter((action) => action === "login")).toHaveLength(2);
  }));

test("a domain that has moved is said to have", () =>
  zoneApiAt(
    { ...subject, settings: { ...settings, domains: ["example.net", "home.example.net"] } },
    async ({ publish }) => {
      const outcome = await publish(["192.0.2.1"]);
      expect(outcome).toMatchObject({ kind: "rejected", code: "zone-not-found" });
      expect(outcome).toHaveProperty("detail", expect.stringContaining("moved to CloudDNS"));
    },
  ));

const answers: readonly (readonly [statuscode: number, longmessage: string, kind: string, code: string])[] = [
  [4013, "More than 180 requests per minute.", "failed", "rate-limited"],
  [4013, "Too many error messages.", "failed", "rate-limited"],
  [4013, "Value in field domainname does not match requirements of type: domainname.", "rejected", "zone-not-found"],
  [4013, "Value in field destination.", "rejected", "value-invalid"],
  [4001, "The session id is not in a valid format.", "failed", "server-error"],
  [5999, "?", "rejected", "request-refused"],
];
for (const [statuscode, longmessage, kind, code] of answers) {
  test(`${statuscode} ${longmessage}: ${kind} ${code}`, () =>
    zoneApiAt(subject, async ({ service, publish }) => {
      const body = JSON.stringify({ status: "error", statuscode, shortmessage: "?", longmessage, responsedata: "" });
      // Of a session that was used before, a second refusal counts.
      await publish([]);
      for (let time = 0; time < 2; time += 1) {
        service.http.failNext({ kind: "answer", answer: { status: 200, body } }, service.isWrite);
      }
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind, code });
    }));
}
