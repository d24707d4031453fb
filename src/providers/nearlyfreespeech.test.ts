import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { nfsnKey, nfsnLogin, startNearlyfreespeech } from "../../test/emulators/nearlyfreespeech.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./nearlyfreespeech.ts";

const settings = { login: nfsnLogin, apiKey: new Secret(nfsnKey), domains: ["example.net", "sub.example.net"] };
const subject = { provider, settings, start: startNearlyfreespeech };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, apiKey: new Secret("wrong-CANARY-key") },
  writesRecordByRecord: true,
  confirmsWithoutWords: true,
  withoutCredentials: withoutHeader("x-nfsn-authentication"),
  cannot: {
    "reads the second page": "lists come whole",
    "lists zones": "zones are those of the settings",
    "tells a lost precondition": "a change is an addition and a removal, of which the first succeeds",
  },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };

test("records that the service made itself are left alone", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { scope: "system" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
  }));

test("a TTL alone is changed by removing the record first, since it cannot be there twice", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold(record);
    expect(await publish(["192.0.2.1"], {}, 300)).toMatchObject({ kind: "updated" });
    expect(service.held()).toMatchObject([{ content: "192.0.2.1", ttl: 300 }]);
  }));

test("a clock that is off by more than seconds looks like a wrong key", () =>
  zoneApiAt(subject, async ({ clock, publish }) => {
    clock.jumpWall(10_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
  }));
