import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { gandiToken, startGandi } from "../../test/emulators/gandi.ts";
import { EmulatedHttp } from "../../test/support/emulated-http.ts";
import { loopbackHttp } from "../../test/support/loopback-http.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./gandi.ts";

conformsAsHttpZoneApi({
  provider,
  start: startGandi,
  settings: { token: new Secret(gandiToken) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 100,
  cannot: {
    "tells a lost precondition": "RRsets are written whole",
  },
});

test("a key of the older kind signs in as well", async () => {
  const service = await startGandi();
  service.addZone("example.net");
  const http = new EmulatedHttp(loopbackHttp, service.hosts);
  const api = provider.connect({ apiKey: new Secret(gandiToken) }, httpPorts(http));
  const zones = api.kind === "zone-api" ? await api.zones() : undefined;
  await service.stop();
  expect(zones).toMatchObject({ ok: true, value: [{ id: undefined }] });
  expect(service.http.requests[0]?.headers["authorization"]).toBe(`Apikey ${gandiToken}`);
});
