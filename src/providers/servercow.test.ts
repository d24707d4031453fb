import { describe, expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { servercowPassword, startServercow } from "../../test/emulators/servercow.ts";
import { json } from "../../test/emulators/pages.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./servercow.ts";

const settings = { username: "user", password: new Secret(servercowPassword) };

conformsAsHttpZoneApi({
  provider,
  start: startServercow,
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
  await zoneApiAt({ provider, settings, start: startServercow }, async ({ service, publish }) => {
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
      await zoneApiAt({ provider, settings, start: startServercow }, async ({ service, publish }) => {
        service.http.failNext({ kind: "answer", answer: json(200, { error }) });
        expect(await publish(["192.0.2.1"])).toMatchObject(expected);
      });
    });
  }
});
