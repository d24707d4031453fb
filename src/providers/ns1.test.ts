import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { fullName } from "../../test/emulators/owner-form.ts";
import { json } from "../../test/emulators/pages.ts";
import { jsonBody, usualStatus } from "../../test/emulators/record-service.ts";
import { startRRsetService, type GivenRRset, type RRsetRow } from "../../test/emulators/rrset-service.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { name } from "../../test/support/values.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./ns1.ts";

const token = "CANARY0123456789abcd";

function given(request: ReceivedRequest): GivenRRset | undefined {
  const body = jsonBody(request);
  if (body === undefined) return request.method === "DELETE" ? {} : undefined;
  const { answers, ttl } = body;
  return { ttl, values: Array.isArray(answers) ? answers.flatMap(({ answer }) => answer) : undefined };
}

const record = ({ owner, type, ttl, values }: RRsetRow): unknown => ({
  domain: owner,
  type,
  ttl,
  answers: values.map((value, index) => ({ id: `a${index}`, answer: [value] })),
  filters: [],
});

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { apiKey: new Secret(token) },
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
    const api = provider.connect({ apiKey: new Secret(token) }, httpPorts(http));
    const zone = { apex: name("example.net"), id: undefined };
    const read = api.kind === "zone-api" ? await api.read(zone, name("home.example.net"), "A", {}) : undefined;
    expect(read).toMatchObject({ outcome: { kind: "rejected", code: "conflicting-records" } });
  });
}

function start(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.nsone.net",
    routes: {
      zones: "GET /v1/zones",
      read: "GET /v1/zones/{zone}/{owner}/{type}",
      create: "PUT /v1/zones/{zone}/{owner}/{type}",
      replace: "POST /v1/zones/{zone}/{owner}/{type}",
      delete: "DELETE /v1/zones/{zone}/{owner}/{type}",
    },
    isAuthentic: ({ headers }) => headers["x-nsone-key"] === token,
    problem: (problem) => json(usualStatus[problem], { message: `${problem} not found` }),
    owner: fullName(""),
    given,
    ttl: { min: 60, max: largestTtl, fallback: 3600 },
    keepsTtl: true,
    mustExist: true,
    zonesAnswer: (zones, request) => {
      const after = request.query.get("after");
      const start = after === null ? 0 : zones.findIndex(({ apex }) => apex === after) + 1;
      const rows = zones.slice(start, start + 50).map(({ apex }) => ({ zone: apex, ttl: 3600 }));
      const next = `<https://api.nsone.net/v1/zones?after=${rows.at(-1)?.zone ?? ""}&limit=50>; rel="next"`;
      return json(200, rows, start + 50 < zones.length ? { link: next } : {});
    },
    readAnswer: (row) => json(200, record(row)),
    writtenAnswer: (row) => json(200, record(row)),
    deletedAnswer: json(200, {}),
  });
}
