import { describe, expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { exchangesTokens } from "../../test/conformance/token-exchange.ts";
import { rsaPair } from "../../test/emulators/signatures/rsa-pair.ts";
import { startYandexCloud, yandexFolder, yandexKeyFile } from "../../test/emulators/yandexcloud.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./yandexcloud.ts";

const settings = { key: new Secret(yandexKeyFile()), folderId: yandexFolder };
const subject = { provider, settings, start: startYandexCloud };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, key: new Secret(yandexKeyFile(rsaPair().privateKey)) },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 1_000,
  cannot: {
    "reads the second page": "an RRset is read alone",
    "lifts a short TTL": "every TTL is allowed",
    "tells a lost precondition": "a write replaces whatever is there",
  },
});

// Used for an hour, although it would be good for longer.
exchangesTokens({ ...subject, lifetime: 3_600, isExchange: ({ path }) => path === "/iam/v1/tokens" });

describe("an operation that ended badly", () => {
  const rows: readonly (readonly [code: number, kind: string, outcome: string])[] = [
    [3, "rejected", "value-invalid"],
    [7, "rejected", "not-authorized"],
    [9, "failed", "precondition-lost"],
    [8, "failed", "rate-limited"],
    [13, "failed", "server-error"],
  ];
  for (const [code, kind, outcome] of rows) {
    test(`with code ${code}: ${kind} ${outcome}`, () =>
      zoneApiAt(subject, async ({ service, publish }) => {
        const words = JSON.stringify({ id: "dns1", done: true, error: { code, message: "No" } });
        service.http.failNext({ kind: "answer", answer: { status: 200, body: words } }, service.isWrite);
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind, code: outcome });
      }));
  }
});

test("a folder that is somebody else's: rejected", () =>
  zoneApiAt({ ...subject, settings: { ...settings, folderId: "other" } }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "not-authorized" });
  }));

test("what is not the file of an authorized key: rejected, and nothing sent", () =>
  zoneApiAt({ ...subject, settings: { ...settings, key: new Secret("{}") } }, async ({ service, publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "value-invalid" });
    expect(service.http.requests).toEqual([]);
  }));
