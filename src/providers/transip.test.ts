import { describe, expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { exchangesTokens } from "../../test/conformance/token-exchange.ts";
import { rsaPair } from "../../test/emulators/signatures/rsa-pair.ts";
import { startTransip, transipAccessToken, transipKey, transipLogin } from "../../test/emulators/transip.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./transip.ts";

const settings = { login: transipLogin, privateKey: new Secret(transipKey) };
const subject = { provider, settings, start: startTransip };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { login: transipLogin, privateKey: new Secret(rsaPair().privateKey) },
  writesRecordByRecord: true,
  confirmsWithoutWords: true,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 100,
  cannot: {
    "reads the second page": "the entries of a domain come whole",
    "tells a lost precondition": "what is new is made before the old entry is found to have gone",
  },
});

exchangesTokens({ ...subject, lifetime: 1_800, isExchange: ({ path }) => path === "/v6/auth" });

describe("an access token of the panel", () => {
  const withToken = (token: string) => ({ ...subject, settings: { accessToken: new Secret(token) } });

  test("is used as it is", () =>
    zoneApiAt(withToken(transipAccessToken), async ({ service, publish }) => {
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(service.http.requests.some(({ path }) => path === "/v6/auth")).toBe(false);
    }));

  test("that has expired: rejected", () =>
    zoneApiAt(withToken("CANARY-old"), async ({ publish }) => {
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
    }));
});

describe("old entries are named in the service's own words", () => {
  test("an address spelt by hand, with its own TTL", () =>
    zoneApiAt(subject, async ({ service, publish }) => {
      const content = "2001:DB8:0:0::0001";
      service.hold({ zone: "example.net", owner: "home.example.net", type: "AAAA", content, ttl: 3_600 });
      expect(await publish(["2001:db8::2"], {}, 60)).toMatchObject({ kind: "updated" });
      expect(service.held("home.example.net", "AAAA")).toMatchObject([{ content: "2001:db8::2", ttl: 60 }]);
    }));

  test("another TTL alone: the entry is made anew", () =>
    zoneApiAt(subject, async ({ service, publish }) => {
      await publish(["192.0.2.1"]);
      expect(await publish(["192.0.2.1"], {}, 60)).toMatchObject({ kind: "updated" });
      expect(service.held("home.example.net", "A")).toMatchObject([{ content: "192.0.2.1", ttl: 60 }]);
    }));
});

describe("answers of its own", () => {
  const rows: readonly (readonly [title: string, status: number, expected: object])[] = [
    ["another action is running", 409, { kind: "failed", code: "zone-busy" }],
    ["a parameter is refused", 406, { kind: "rejected", code: "value-invalid" }],
    ["the address is not allowed", 403, { kind: "rejected", code: "not-authorized" }],
  ];
  for (const [title, status, expected] of rows) {
    test(title, () =>
      zoneApiAt(subject, async ({ service, publish }) => {
        service.http.failNext({ kind: "answer", answer: { status, body: '{"error":"No"}' } }, service.isWrite);
        expect(await publish(["192.0.2.1"])).toMatchObject(expected);
      }),
    );
  }
});
