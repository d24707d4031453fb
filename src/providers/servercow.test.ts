import { describe, expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json } from "../../test/emulators/pages.ts";
import { jsonBody } from "../../test/emulators/record-service.ts";
import { startRRsetService } from "../../test/emulators/rrset-service.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { largestTtl } from "../core/ttl.ts";
import { provider } from "./servercow.ts";

const password = "CANARY0123456789";
const settings = { username: "user", password: new Secret(password) };
const words = {
  credentials: "Unauthorized",
  route: "malformed",
  zone: "no such domain in user context",
  record: "no such record",
  invalid: "malformed",
  twin: "malformed",
  alias: "malformed",
} as const;

conformsAsHttpZoneApi({
  provider,
  start,
  settings,
  wrongSettings: { username: "user", password: new Secret("wrong-CANARY") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("x-auth-password"),
  cannot: {
    "holds several values": "the manual has several values for other types only",
    "lists zones": "the service has no list of zones",
    "tells a lost precondition": "RRsets are written whole",
  },
});

test("two addresses that somebody else made are read, and one of them may stay", async () => {
  await zoneApiAt({ provider, settings, start }, async ({ service, publish }) => {
    for (const content of ["192.0.2.1", "192.0.2.2"]) {
      service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content });
    }
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content }) => content)).toEqual(["192.0.2.2"]);
  });
});

describe("errors with status 200", () => {
  const rows = [
    ["Unauthorized", { kind: "rejected", code: "credentials-rejected" }],
    ["too many requests", { kind: "failed", code: "rate-limited" }],
    ["something new", { kind: "rejected", code: "request-refused" }],
  ] as const;
  for (const [error, expected] of rows) {
    test(error, async () => {
      await zoneApiAt({ provider, settings, start }, async ({ service, publish }) => {
        service.http.failNext({ kind: "answer", answer: json(200, { error }) });
        expect(await publish(["192.0.2.1"])).toMatchObject(expected);
      });
    });
  }
});

function start(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.servercow.de",
    routes: {
      list: "GET /dns/v1/domains/{zone}",
      replace: "POST /dns/v1/domains/{zone}",
      delete: "DELETE /dns/v1/domains/{zone}",
    },
    isAuthentic: ({ headers }) =>
      headers["content-type"] === "application/json" &&
      headers["x-auth-username"] === "user" &&
      headers["x-auth-password"] === password,
    problem: (problem) => json(200, { error: words[problem] }),
    owner: relativeTo(""),
    given: (request) => {
      const { name: owner, type, content, ttl } = jsonBody(request) ?? {};
      return { owner, type, ttl, values: content === undefined ? undefined : [content] };
    },
    ttl: { min: 20, max: largestTtl, fallback: 120 },
    keepsTtl: false,
    mustExist: false,
    listAnswer: (rows) =>
      json(
        200,
        rows.map(({ owner, type, ttl, values }) => {
          const [content, ...more] = values;
          return { name: owner, type, ttl, content: more.length === 0 ? content : values };
        }),
      ),
    writtenAnswer: () => json(200, { message: "ok" }),
    deletedAnswer: json(200, { message: "ok" }),
  });
}
