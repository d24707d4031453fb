import { describe, expect, test } from "bun:test";
import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { json } from "../../test/emulators/pages.ts";
import { startTechnitium, technitiumToken } from "../../test/emulators/technitium.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./technitium.ts";

const url = "https://dns.example.org:53443";
const subject = { provider, start: startTechnitium, settings: { url, token: new Secret(technitiumToken) } };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { url, token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutMembers("token"),
  fields: { comments: "kept" },
  option: { options: { comments: "by holdfast" }, fields: { comments: "by holdfast" } },
  cannot: { "lifts a short TTL": "every TTL is accepted" },
});

describe("records that a change would rob of what they are", () => {
  for (const fields of [{ disabled: true }, { expiryTtl: 3_600 }]) {
    test(JSON.stringify(fields), async () => {
      await zoneApiAt(subject, async ({ service, publish }) => {
        service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1", fields });
        expect(await publish(["192.0.2.9"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
      });
    });
  }
});

describe("errors with status 200", () => {
  const rows = [
    [{ status: "invalid-token" }, { kind: "rejected", code: "credentials-rejected" }],
    [{ status: "2fa-required" }, { kind: "rejected", code: "credentials-rejected" }],
    [
      { status: "error", errorMessage: "Access was denied." },
      { kind: "rejected", code: "not-authorized" },
    ],
    [
      { status: "error", errorMessage: "No such zone was found: x" },
      { kind: "rejected", code: "zone-not-found" },
    ],
    [
      { status: "error", errorMessage: "record already exists" },
      { kind: "failed", code: "precondition-lost" },
    ],
    [
      { status: "error", errorMessage: "new", stackTrace: "not found" },
      { kind: "rejected", code: "request-refused" },
    ],
  ] as const;
  for (const [answer, expected] of rows) {
    test(JSON.stringify(answer), async () => {
      await zoneApiAt(subject, async ({ service, publish }) => {
        service.http.failNext({ kind: "answer", answer: json(200, answer) }, service.isWrite);
        expect(await publish(["192.0.2.1"])).toMatchObject(expected);
      });
    });
  }
});
