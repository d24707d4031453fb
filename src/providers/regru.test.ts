import { describe, expect, test } from "bun:test";
import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { regruAccount, startRegru } from "../../test/emulators/regru.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./regru.ts";

const settings = { username: regruAccount.username, password: new Secret(regruAccount.password) };
const subject = { provider, settings, start: startRegru };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY-password") },
  writesRecordByRecord: true,
  withoutCredentials: withoutMembers("password"),
  presentTtl: 3_600,
  cannot: {
    "reads the second page": "the records of a domain come whole",
    "lifts a short TTL": "the TTL is the zone's",
    "tells a lost precondition": "what is new is made before the old record is found to have gone",
  },
});

describe("refusals, which come with status 200", () => {
  const rows: readonly (readonly [code: string, expected: object])[] = [
    ["ACCESS_DENIED_FROM_IP", { kind: "rejected", code: "not-authorized" }],
    ["NO_AUTH", { kind: "rejected", code: "credentials-rejected" }],
    ["DOMAIN_NOT_FOUND", { kind: "rejected", code: "zone-not-found" }],
    ["IP_EXCEEDED_ALLOWED_CONNECTION_RATE", { kind: "failed", code: "rate-limited" }],
    ["SERVICE_UNAVAILABLE", { kind: "failed", code: "server-error" }],
    ["SOMETHING_ELSE", { kind: "rejected", code: "request-refused" }],
  ];
  for (const [code, expected] of rows) {
    const whole = { result: "error", error_code: code, error_text: "No" };
    const domain = { result: "success", answer: { domains: [{ dname: "example.net", ...whole }] } };
    for (const [place, words] of [
      ["the request", whole],
      ["its domain", domain],
    ] as const) {
      test(`${code} of ${place}`, () =>
        zoneApiAt(subject, async ({ service, publish }) => {
          const answer = { status: 200, body: JSON.stringify(words) };
          service.http.failNext({ kind: "answer", answer }, service.isWrite);
          const outcome = await publish(["192.0.2.1"]);
          expect(outcome).toMatchObject(expected);
          expect(outcome).toHaveProperty("detail", expect.stringContaining(code));
        }));
    }
  }
});

test("an address spelt by hand is removed in the words of the service", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const content = "2001:DB8:0:0::0001";
    service.hold({ zone: "example.net", owner: "home.example.net", type: "AAAA", content });
    expect(await publish(["2001:db8::2"])).toMatchObject({ kind: "updated" });
    expect(service.held("home.example.net", "AAAA").map((record) => record.content)).toEqual(["2001:db8::2"]);
  }));
