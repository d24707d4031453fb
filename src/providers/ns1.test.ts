import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { ns1Token, startNs1 } from "../../test/emulators/ns1.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { name } from "../../test/support/values.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./ns1.ts";

conformsAsHttpZoneApi({
  provider,
  start: startNs1,
  settings: { apiKey: new Secret(ns1Token) },
  wrongSettings: { apiKey: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("x-nsone-key"),
  zonePageRows: 50,
  cannot: {
    "tells a lost precondition": "RRsets are written whole",
  },
});

const steered: readonly (readonly [title: string, record: unknown])[] = [
  ["by filters", { answers: [{ answer: ["192.0.2.1"] }], filters: [{ filter: "up", config: {} }] }],
  ["by weights", { answers: [{ answer: ["192.0.2.1"], meta: { weight: 3 } }], filters: [] }],
  ["by a feed", { answers: [{ answer: ["192.0.2.1"], feeds: [{ feed: "f" }] }], filters: [] }],
];

for (const [title, found] of steered) {
  test(`an RRset steered ${title} is left alone`, async () => {
    const http = new ScriptedHttp(() => ({ body: JSON.stringify({ ttl: 60, ...(found as object) }) }));
    const api = provider.connect({ apiKey: new Secret(ns1Token) }, httpPorts(http));
    const zone = { apex: name("example.net"), id: undefined };
    const read = api.kind === "zone-api" ? await api.read(zone, name("home.example.net"), "A", {}) : undefined;
    expect(read).toMatchObject({ outcome: { kind: "rejected", code: "conflicting-records" } });
  });
}
