import { describe, expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { exchangesTokens } from "../../test/conformance/token-exchange.ts";
import { gcpKeyFile, startGcp } from "../../test/emulators/gcp.ts";
import { rsaPair } from "../../test/emulators/signatures/rsa-pair.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./gcp.ts";

const settings = { key: new Secret(gcpKeyFile()) };
const subject = { provider, settings, start: startGcp };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { key: new Secret(gcpKeyFile(rsaPair().privateKey)) },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 100,
  cannot: {
    "reads the second page": "an RRset is read alone",
    "lifts a short TTL": "every TTL is allowed",
  },
});

exchangesTokens({ ...subject, lifetime: 3_599, isExchange: ({ path }) => path === "/token" });

test("a clock that is wrong is told apart from a wrong key", () =>
  zoneApiAt(subject, async ({ clock, publish }) => {
    clock.jumpWall(7_200_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "clock-skewed" });
  }));

test("a routing policy is left alone", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const fields = { routingPolicy: { geo: { items: [] } } };
    service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.7", fields });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
    expect(service.http.requests.filter(service.isWrite)).toEqual([]);
  }));

test("a project of its own is asked for", () =>
  zoneApiAt({ ...subject, settings: { ...settings, project: "other" } }, async ({ service, publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected" });
    expect(service.http.requests.at(-1)?.path).toBe("/dns/v1/projects/other/managedZones");
  }));

describe("what is no key", () => {
  const rows: readonly (readonly [title: string, key: string])[] = [
    ["no JSON", "CANARY-key"],
    ["another JSON", '{"type":"authorized_user","CANARY":"x"}'],
    [
      "a file whose private key is damaged",
      gcpKeyFile("-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----"),
    ],
  ];
  for (const [title, key] of rows) {
    test(`${title}: rejected, nothing sent or shown`, () =>
      zoneApiAt({ ...subject, settings: { key: new Secret(key) } }, async ({ service, publish }) => {
        const outcome = await publish(["192.0.2.1"]);
        expect(outcome).toMatchObject({ kind: "rejected", code: "value-invalid" });
        expect(JSON.stringify(outcome)).not.toContain("CANARY");
        expect(service.http.requests).toEqual([]);
      }));
  }
});

test("a quota told by 403 is temporary", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const words = '{"error":{"code":403,"message":"Quota","errors":[{"reason":"rateLimitExceeded"}]}}';
    service.http.failNext({ kind: "answer", answer: { status: 403, body: words } }, service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "rate-limited" });
  }));
