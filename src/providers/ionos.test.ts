import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { ionosKey, startIonos } from "../../test/emulators/ionos.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./ionos.ts";

const settings = { apiKey: new Secret(ionosKey) };

conformsAsHttpZoneApi({
  provider,
  start: () => startIonos(),
  settings,
  wrongSettings: { apiKey: new Secret("0123456789abcdef.wrong-CANARY") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("x-api-key"),
});

test("a disabled record is left alone, since a change would make it one that is served", async () => {
  await zoneApiAt({ provider, settings, start: () => startIonos(true) }, async ({ service, publish }) => {
    service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" });
    expect(await publish(["192.0.2.9"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
  });
});
