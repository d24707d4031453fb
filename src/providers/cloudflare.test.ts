import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { refuses } from "../../test/conformance/refusal-tables.ts";
import {
  cloudflareEmail,
  cloudflareGlobalKey,
  cloudflareToken,
  startCloudflare,
} from "../../test/emulators/cloudflare.ts";
import { EmulatedHttp } from "../../test/support/emulated-http.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { loopbackHttp } from "../../test/support/loopback-http.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { name, ttl } from "../../test/support/values.ts";
import type { Settings, ZoneApi } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./cloudflare.ts";

conformsAsHttpZoneApi({
  provider,
  start: startCloudflare,
  settings: { token: new Secret(cloudflareToken) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => ({ ...request, headers: { ...request.headers, authorization: "" } }),
  pageRows: 100,
  zonePageRows: 50,
  fields: { proxied: false, comment: "kept", tags: ["a:b"] },
  option: { options: { comment: "by holdfast", tags: ["x:y"] }, fields: { comment: "by holdfast", tags: ["x:y"] } },
});

/** Connects to an emulator of its own and runs the body with it. */
async function withCloudflare(
  settings: Settings,
  run: (api: ZoneApi, service: Awaited<ReturnType<typeof startCloudflare>>) => Promise<void>,
): Promise<void> {
  const service = await startCloudflare();
  service.addZone("example.net");
  const api = provider.connect(settings, httpPorts(new EmulatedHttp(loopbackHttp, service.hosts)));
  try {
    if (api.kind === "zone-api") await run(api, service);
  } finally {
    await service.stop();
  }
}

const owner = name("home.example.net");
const withToken = { token: new Secret(cloudflareToken) };
const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };

test("e-mail and global key sign in as well", () =>
  withCloudflare({ email: cloudflareEmail, globalKey: new Secret(cloudflareGlobalKey) }, async (api) => {
    expect(expectOk(await api.zones()).map(({ apex }) => apex.hostname)).toEqual(["example.net"]);
  }));

test("half of a way to sign in is sent nowhere", () =>
  withCloudflare({ email: cloudflareEmail }, async (api, service) => {
    expect(await api.zones()).toMatchObject({ outcome: { kind: "rejected", code: "value-invalid" } });
    expect(service.http.requests).toEqual([]);
  }));

test("a token in the wrong form is told apart from a bad request", () =>
  withCloudflare({ token: new Secret("with blanks") }, async (api) => {
    expect(await api.zones()).toMatchObject({ outcome: { kind: "rejected", code: "credentials-rejected" } });
  }));

test("a zone id saves looking the zone up", () =>
  withCloudflare({ ...withToken, zoneId: "z0000000000000000000000000000001" }, async (api, service) => {
    expect(expectOk(await api.zoneOf(owner)).apex.hostname).toBe("example.net");
    expect(service.http.requests.map(({ path }) => path)).toEqual([
      "/client/v4/zones/z0000000000000000000000000000001",
    ]);
    expect(await api.zoneOf(name("home.example.org"))).toMatchObject({ outcome: { code: "zone-not-found" } });
  }));

test("a zone id of somebody else is not found", () =>
  withCloudflare({ ...withToken, zoneId: "z0000000000000000000000000000009" }, async (api) => {
    expect(await api.zoneOf(owner)).toMatchObject({ outcome: { kind: "rejected", code: "zone-not-found" } });
  }));

test("a proxied record is masked, and its TTL is nobody's", () =>
  withCloudflare(withToken, async (api, service) => {
    service.hold({ ...record, fields: { proxied: true } });
    const zone = expectOk(await api.zoneOf(owner));
    expect(expectOk(await api.read(zone, owner, "A", {}))).toMatchObject({
      isMasked: true,
      records: [{ ttl: undefined, fields: { proxied: true, comment: "", tags: [] } }],
    });
  }));

test("the automatic TTL amounts to 300 seconds", () =>
  withCloudflare(withToken, async (api, service) => {
    service.hold({ ...record, ttl: 1 });
    const zone = expectOk(await api.zoneOf(owner));
    expect(expectOk(await api.read(zone, owner, "A", {})).records[0]?.ttl).toBe(ttl(300));
  }));

test("a CNAME in the way is a conflict that a person has to solve", () =>
  withCloudflare(withToken, async (api, service) => {
    service.hold({ ...record, type: "CNAME", content: "elsewhere.example" });
    const zone = expectOk(await api.zoneOf(owner));
    const before = expectOk(await api.read(zone, owner, "A", {}));
    expect(before.records).toEqual([]);
    expect(expectOk(await api.read(zone, owner, "CNAME", {})).records[0]?.rdata).toEqual(
      name("elsewhere.example").wire,
    );
    const rdata = Uint8Array.of(192, 0, 2, 1);
    const change = { owner, type: "A", before, after: [rdata], ttl: undefined, options: {} } as const;
    expect(await api.apply(zone, { ...change, edits: [{ kind: "create", rdata }] })).toMatchObject({
      kind: "rejected",
      code: "conflicting-records",
      detail: expect.stringContaining("81053"),
    });
  }));

const freenom =
  "You cannot use this API for domains with a .cf, .ga, .gq, .ml, or .tk TLD (top-level domain). To configure the DNS settings for this domain, use the Cloudflare Dashboard.";
const notByApi = { kind: "rejected", code: "zone-not-by-api" };

function refusal(status: number, code: number, message: string) {
  return { status, body: JSON.stringify({ result: null, success: false, errors: [{ code, message }], messages: [] }) };
}

const wrong = { kind: "rejected", code: "credentials-rejected" };
const tooSmall = { kind: "rejected", code: "not-authorized" };

// One code stands for a token nobody knows and for a good one without the right, which other names need not lack.
refuses(provider, withToken, [
  ["an unknown token", refusal(401, 10_000, "Authentication error"), wrong],
  ["a token without the right", refusal(403, 10_000, "Authentication error"), tooSmall],
  ["an unknown token, by its own code", refusal(403, 9_109, "Invalid access token"), wrong],
  ["a zone out of reach", refusal(403, 9_109, "Unauthorized to access requested resource"), tooSmall],
  ["an unknown global key", refusal(403, 9_103, "Unknown X-Auth-Key or X-Auth-Email"), wrong],
]);

// Both as people showed them (acme.sh issues 2989 and 3805).
refuses(provider, withToken, [
  [
    "a free top-level domain, in the envelope",
    {
      status: 403,
      body: JSON.stringify({ result: null, success: false, errors: [{ code: 1_038, message: freenom }], messages: [] }),
    },
    notByApi,
  ],
  ["a free top-level domain, without it", { status: 403, body: JSON.stringify({ error: freenom }) }, notByApi],
]);
