import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Settings } from "../../src/core/provider.ts";
import { addressRdata } from "../../src/core/rrset.ts";
import { Secret } from "../../src/core/secret.ts";
import { catalogue } from "../../src/providers/catalogue.ts";
import { provider } from "../../src/providers/powerdns.ts";
import { conformsAsZoneApi } from "../conformance/zone-api.ts";
import { startCommand } from "../support/command-bench.ts";
import { expectOk } from "../support/expect-ok.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeHost } from "../support/fake-host.ts";
import { address, name } from "../support/values.ts";
import { startPowerDns, type PowerDns } from "./powerdns-server.ts";

/** The declaration against the real server of the Debian package. */

const apiKey = "CANARY-0123456789";
let url = "";

/** Settings are asked for when a test connects, because the server's port is known only then. */
const settings: Settings = {
  get url() {
    return url;
  },
  apiKey: new Secret(apiKey),
  insecure: false,
};
const wrongSettings: Settings = {
  get url() {
    return url;
  },
  apiKey: new Secret("wrong-CANARY-key"),
  insecure: false,
};

conformsAsZoneApi({
  provider,
  start: async () => {
    const server = await startPowerDns(apiKey);
    url = server.url;
    return server;
  },
  settings,
  wrongSettings,
  cannot: {
    "lifts a short TTL": "every TTL is accepted",
    "tells a lost precondition": "RRsets are written whole",
  },
});

let server: PowerDns;
beforeAll(async () => {
  server = await startPowerDns(apiKey);
  await server.addZone("example.net");
});
afterAll(async () => {
  await server.stop();
});

test("an alias in the way is told apart from a bad value", async () => {
  await server.hold({ zone: "example.net", owner: "alias.example.net", type: "CNAME", content: "elsewhere.invalid" });
  const clock = new FakeClock(Date.now());
  const api = provider.connect({ url: server.url, apiKey: new Secret(apiKey), insecure: false }, server.ports(clock));
  if (api.kind !== "zone-api") throw new Error("PowerDNS has zones");
  const owner = name("alias.example.net");
  const zone = expectOk(await api.zoneOf(owner));
  expect(expectOk(await api.read(zone, owner, "CNAME", {})).records.length).toBe(1);
  const before = expectOk(await api.read(zone, owner, "A", {}));
  const rdata = addressRdata(address("192.0.2.1"));
  const edits = [{ kind: "create", rdata }] as const;
  const change = { owner, type: "A", before, after: [rdata], ttl: undefined, options: {}, edits } as const;
  expect(await api.apply(zone, change)).toMatchObject({ kind: "rejected", code: "conflicting-records" });
});

test("`provider test` and `provider zones` read the zones, write nothing, and are refused with a wrong key", async () => {
  await server.addZone("example.org");
  const type = async (line: string, key: string): Promise<{ readonly status: number; readonly told: unknown }> => {
    const host = new FakeHost();
    host.elsewhere = server.ports(host.clock).http;
    const environment = { POWERDNS_URL: server.url, POWERDNS_API_KEY: key };
    const { printed, status } = startCommand([...line.split(" "), "--json"], host, { catalogue, environment });
    const ended = await status;
    expect(printed.stdout + printed.stderr).not.toContain(key);
    return { status: ended, told: printed.stdout === "" ? undefined : JSON.parse(printed.stdout) };
  };
  const serial = await server.held("example.net", "SOA");
  expect(await type("provider test powerdns --name home.example.net", apiKey)).toMatchObject({
    status: 0,
    told: { result: "accepted", names: [{ zone: "example.net", code: null }], warnings: [{ code: "nothing-smaller" }] },
  });
  expect(await type("provider zones powerdns --name home.example.org", apiKey)).toMatchObject({
    status: 0,
    told: { zones: [{ apex: "example.net" }, { apex: "example.org", names: ["home.example.org"] }], outside: [] },
  });
  expect(await type("provider test powerdns", "wrong-CANARY-key")).toMatchObject({
    status: 3,
    told: { result: "rejected", code: "credentials-rejected" },
  });
  expect(await server.held("example.net", "SOA")).toEqual(serial);
});
