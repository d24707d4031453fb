import { expect, test } from "bun:test";
import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { cloudnsPassword, startCloudns } from "../../test/emulators/cloudns.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { name } from "../../test/support/values.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./cloudns.ts";

conformsAsHttpZoneApi({
  provider,
  start: startCloudns,
  settings: { subAuthId: "77", password: new Secret(cloudnsPassword) },
  wrongSettings: { subAuthId: "77", password: new Secret("wrong-CANARY-password") },
  writesRecordByRecord: true,
  withoutCredentials: withoutMembers("auth-password"),
  zonePageRows: 100,
});

for (const answer of ['{"error":"x"}', "{}", '"none"', "null", "[1]"]) {
  test(`${answer} is no proof that there are no records`, async () => {
    const settings = { subAuthId: "77", password: new Secret(cloudnsPassword) };
    const api = provider.connect(settings, httpPorts(new ScriptedHttp(() => ({ body: answer }))));
    const zone = { apex: name("example.net"), id: undefined };
    const read = api.kind === "zone-api" ? await api.read(zone, name("home.example.net"), "A", {}) : undefined;
    expect(read).toMatchObject({ outcome: { kind: "failed", code: "answer-unreadable" } });
  });
}
