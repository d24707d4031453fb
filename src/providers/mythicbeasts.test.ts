import { describe, expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { mythicBeastsKey, startMythicBeasts } from "../../test/emulators/mythicbeasts.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { address, name } from "../../test/support/values.ts";
import { addressRdata } from "../core/rrset.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./mythicbeasts.ts";

const { keyId, secret } = mythicBeastsKey;
const wholeSets = "RRsets are read and written whole";

conformsAsHttpZoneApi({
  provider,
  start: startMythicBeasts,
  settings: { keyId, secret: new Secret(secret) },
  wrongSettings: { keyId, secret: new Secret("wrong-CANARY") },
  writesRecordByRecord: false,
  withoutCredentials: (request) => ({ ...request, headers: { ...request.headers, authorization: "" } }),
  cannot: {
    "reads the second page": wholeSets,
    "tells a lost precondition": "the interface has no precondition",
  },
});

describe("withdrawing", () => {
  test("names every value that was read, so that no other goes", async () => {
    const http = new ScriptedHttp(({ url }) => ({
      body: url.pathname.endsWith("/zones") ? '{"zones":["example.net"]}' : '{"records_removed":1}',
    }));
    const api = provider.connect({ keyId: "k", secret: new Secret("s3cret") }, httpPorts(http));
    if (api.kind !== "zone-api") throw new Error("Mythic Beasts is a zone API");
    const owner = name("*.example.net");
    const zone = expectOk(await api.zoneOf(owner));
    const records = ["192.0.2.1", "192.0.2.2"].map((text) => ({
      id: undefined,
      rdata: addressRdata(address(text)),
      ttl: undefined,
      fields: {},
    }));
    const edits = records.map((record) => ({ kind: "delete", record }) as const);
    const change = {
      owner,
      type: "A",
      before: { records, isMasked: false },
      after: [],
      ttl: undefined,
      options: {},
      edits,
    };
    expect(await api.apply(zone, { ...change, type: "A" })).toMatchObject({ kind: "updated" });
    expect(http.requests.slice(1).map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
      "DELETE /dns/v2/zones/example.net/records/*/A?data=192.0.2.1",
      "DELETE /dns/v2/zones/example.net/records/*/A?data=192.0.2.2",
    ]);
  });
});
