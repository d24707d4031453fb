import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { godaddyToken, startGodaddy } from "../../test/emulators/godaddy.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./godaddy.ts";

conformsAsHttpZoneApi({
  provider,
  start: startGodaddy,
  settings: { key: new Secret(godaddyToken), secret: new Secret("s3cret-CANARY") },
  wrongSettings: { key: new Secret(godaddyToken), secret: new Secret("wrong-CANARY") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 1000,
  cannot: {
    "tells a lost precondition": "RRsets are written whole",
  },
});

test("an account that the interface is closed to is told that it costs money", async () => {
  const body = '{"code":"ACCESS_DENIED","message":"Authenticated user is not allowed access"}';
  const http = new ScriptedHttp(() => ({ status: 403, body }));
  const api = provider.connect({ key: new Secret("k"), secret: new Secret("s") }, httpPorts(http));
  const zones = api.kind === "zone-api" ? await api.zones() : undefined;
  expect(zones).toMatchObject({ outcome: { kind: "rejected", code: "paid-feature" } });
});
