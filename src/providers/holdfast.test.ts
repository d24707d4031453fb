import { describe, expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { holdfastToken, startHoldfast } from "../../test/emulators/holdfast.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { addAlias, published, startUpdateServer } from "../../test/support/update-server.ts";
import { httpOf } from "../../test/support/update-server-http.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import type { HttpClient } from "../core/http.ts";
import type { ActualRRset, ZoneApi } from "../core/provider.ts";
import { addressRdata } from "../core/rrset.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./holdfast.ts";

const wholeSets = "RRsets are read and written whole";

conformsAsHttpZoneApi({
  provider,
  start: () => startHoldfast("dyn.example.org"),
  settings: { url: "https://dyn.example.org", token: new Secret(holdfastToken), insecure: false },
  wrongSettings: { url: "https://dyn.example.org", token: new Secret("wrong-CANARY-token"), insecure: false },
  writesRecordByRecord: false,
  withoutCredentials: (request) => ({ ...request, headers: { ...request.headers, authorization: "" } }),
  cannot: {
    "lists zones": "a token belongs to a name, and sees nothing else",
    "lifts a short TTL": "the server declares no shortest TTL",
    "reads the second page": wholeSets,
    "tells a lost precondition": "the interface has no precondition",
  },
});

function connect(http: HttpClient, token: string, url = "https://dyn.example.org"): ZoneApi {
  const api = provider.connect({ url, token: new Secret(token), insecure: false }, httpPorts(http));
  if (api.kind !== "zone-api") throw new Error("the server is a zone API");
  return api;
}

describe("against our own server", () => {
  test("a host is read, written, found unchanged and withdrawn", async () => {
    const server = await startUpdateServer();
    const api = connect(httpOf(server), await server.addHost("home.dyn.example"));
    const owner = name("home.dyn.example");
    const zone = expectOk(await api.zoneOf(owner));
    expect(zone.apex.hostname).toBe("dyn.example");
    const read = async (): Promise<ActualRRset> => expectOk(await api.read(zone, owner, "A", {}));
    const write = async (before: ActualRRset, ...values: readonly string[]) => {
      const after = values.map((value) => addressRdata(address(value)));
      const edits = after.map((rdata) => ({ kind: "create", rdata }) as const);
      const steps = edits.length > 0 ? edits : before.records.map((record) => ({ kind: "delete", record }) as const);
      return api.apply(zone, { owner, type: "A", before, after, ttl: ttl(120), options: {}, edits: steps });
    };
    const before = await read();
    expect(before.records).toEqual([]);
    expect(await write(before, "192.0.2.1", "192.0.2.2")).toMatchObject({ kind: "updated" });
    expect(published(server, "home.dyn.example")).toEqual(["192.0.2.1", "192.0.2.2"]);
    const present = await read();
    expect(present.records.map((record) => record.ttl)).toEqual([ttl(120), ttl(120)]);
    expect(await write(present, "192.0.2.1", "192.0.2.2")).toEqual({ kind: "unchanged" });
    expect(await write(present)).toMatchObject({ kind: "updated" });
    expect(published(server, "home.dyn.example")).toEqual([]);
  });

  test("another name's token: rejected", async () => {
    const server = await startUpdateServer();
    const token = await server.addHost("other.dyn.example");
    expect(await connect(httpOf(server), token).zoneOf(name("home.dyn.example"))).toMatchObject({
      outcome: { kind: "rejected", code: "name-not-found" },
    });
  });

  test("a name that is an alias: rejected", async () => {
    const server = await startUpdateServer();
    const api = connect(httpOf(server), await server.addHost("home.dyn.example"));
    await addAlias(server, "home.dyn.example");
    const owner = name("home.dyn.example");
    const zone = expectOk(await api.zoneOf(owner));
    const before = expectOk(await api.read(zone, owner, "A", {}));
    const after = [addressRdata(address("192.0.2.1"))];
    const edits = after.map((rdata) => ({ kind: "create", rdata }) as const);
    const outcome = await api.apply(zone, { owner, type: "A", before, after, ttl: ttl(120), options: {}, edits });
    expect(outcome).toMatchObject({ kind: "rejected", code: "conflicting-records" });
  });

  test("no token of this server: rejected", async () => {
    const server = await startUpdateServer();
    expect(await connect(httpOf(server), "nobody").zoneOf(name("home.dyn.example"))).toMatchObject({
      outcome: { kind: "rejected", code: "credentials-rejected" },
    });
  });
});

test("the interface has no aliases to ask for", async () => {
  const http = new ScriptedHttp(() => ({ body: '{"zone":"dyn.example","ttl":60,"ipv4":[],"ipv6":["2001:db8::1"]}' }));
  const api = connect(http, "t");
  const zone = expectOk(await api.zoneOf(name("home.dyn.example")));
  expect(await api.read(zone, name("home.dyn.example"), "CNAME", {})).toMatchObject({
    outcome: { code: "unsupported" },
  });
});

test("a server below a path is asked there", async () => {
  const http = new ScriptedHttp(() => ({ body: '{"zone":"dyn.example"}' }));
  expectOk(await connect(http, "t", "https://example.org/dns/").zoneOf(name("*.home.dyn.example")));
  expect(http.url()).toBe("https://example.org/dns/api/v1/names/*.home.dyn.example/addresses");
});

test("a page that is not there is not taken for a name that is not there", async () => {
  const api = connect(new ScriptedHttp(() => ({ status: 404, body: '{"code":"path-not-found"}' })), "t");
  expect(await api.zoneOf(name("home.dyn.example"))).toMatchObject({ outcome: { code: "request-refused" } });
});

test("plain HTTP beyond loopback is refused before the token leaves", async () => {
  const http = new ScriptedHttp(() => ({}));
  const outcome = await connect(http, "t", "http://192.168.1.2").zoneOf(name("home.dyn.example"));
  expect(outcome).toMatchObject({ outcome: { kind: "rejected", code: "insecure-transport" } });
  expect(http.requests).toEqual([]);
});
