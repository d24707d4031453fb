import { describe, expect, test } from "bun:test";
import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { begetPassword, startBeget } from "../../test/emulators/beget.ts";
import { json } from "../../test/emulators/pages.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./beget.ts";

const settings = { login: "user", password: new Secret(begetPassword) };
const subject = { provider, settings, start: () => startBeget() };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  writesRecordByRecord: false,
  withoutCredentials: withoutMembers("passwd"),
  cannot: { "lifts a short TTL": "TTLs are not set" },
});

test("records of other types at the name are written back as they were", async () => {
  await zoneApiAt(subject, async ({ service, publish }) => {
    const at = { zone: "example.net", owner: "home.example.net" };
    service.hold({ ...at, type: "MX", content: "20 mx.example.org.", ttl: 1_800 });
    service.hold({ ...at, type: "TXT", content: 'v="1"; a=б', ttl: 60 });
    service.hold({ ...at, type: "AAAA", content: "2001:DB8::1" });
    const before = service.held();
    expect(await publish(["192.0.2.1", "192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(service.held().slice(0, 3)).toEqual([...before]);
    expect(await publish([])).toMatchObject({ kind: "updated" });
    expect(service.held()).toEqual(before);
  });
});

describe("nothing is written where something would be lost", () => {
  const rows = [
    ["records of a type nobody knows", { records: { ALIAS: [{ value: "x" }] } }],
    // Reported to be dropped whatever is sent, and by another client to be taken back.
    ["a CAA record", { records: { CAA: [{ flags: 0, tag: "issue", value: "ca.example", ttl: 600 }] } }],
    ["an SRV record", { records: { SRV: [{ value: "10 5 5060 sip.example.org.", ttl: 600 }] } }],
    ["name servers of its own", { set_type: 2 }],
    ["servers of somebody else", { is_beget_dns: false }],
  ] as const;
  for (const [title, result] of rows) {
    test(title, async () => {
      await zoneApiAt({ ...subject, start: () => startBeget({ result }) }, async ({ service, publish }) => {
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
        expect(service.http.requests.filter(service.isWrite)).toEqual([]);
      });
    });
  }
});

test("a sub-domain that is not there is no empty one", async () => {
  const start = () => startBeget({ missing: "home.example.net" });
  await zoneApiAt({ ...subject, start }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "value-invalid" });
  });
});

describe("errors at two levels, with status 200", () => {
  const inner = (error_code: string) => ({ status: "success", answer: { status: "error", errors: [{ error_code }] } });
  const rows = [
    [
      { status: "error", error_code: "AUTH_ERROR" },
      { kind: "rejected", code: "credentials-rejected" },
    ],
    [
      { status: "error", error_code: "INCORRECT_REQUEST" },
      { kind: "rejected", code: "request-refused" },
    ],
    [inner("LIMIT_ERROR"), { kind: "failed", code: "rate-limited" }],
    [inner("INVALID_DATA"), { kind: "rejected", code: "value-invalid" }],
    [inner("METHOD_FAILED"), { kind: "rejected", code: "request-refused" }],
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
