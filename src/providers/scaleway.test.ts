import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { scalewayToken, startScaleway } from "../../test/emulators/scaleway.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./scaleway.ts";

const settings = { secretKey: new Secret(scalewayToken) };

conformsAsHttpZoneApi({
  provider,
  start: startScaleway,
  settings,
  wrongSettings: { secretKey: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("x-auth-token"),
  pageRows: 100,
  zonePageRows: 100,
  fields: { comment: "kept" },
  option: { options: { comment: "by holdfast" }, fields: { comment: "by holdfast" } },
});

test("a write never makes a zone", () =>
  zoneApiAt({ provider, settings, start: startScaleway }, async ({ publish, service }) => {
    await publish(["192.0.2.1"]);
    await publish(["192.0.2.2"]);
    await publish([]);
    const writes = service.http.requests.filter(service.isWrite).map(({ body }) => JSON.parse(body));
    expect(writes.map((body) => body["disallow_new_zone_creation"])).toEqual([true, true, true]);
  }));
