import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { dnsmadeeasyKey, dnsmadeeasySecret, startDnsmadeeasy } from "../../test/emulators/dnsmadeeasy.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dnsmadeeasy.ts";

const settings = { apiKey: dnsmadeeasyKey, secretKey: new Secret(dnsmadeeasySecret) };
const subject = { provider, settings, start: startDnsmadeeasy };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { apiKey: dnsmadeeasyKey, secretKey: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => request,
  pageRows: 100,
  zonePageRows: 100,
  fields: { gtdLocation: "EUROPE" },
  option: { options: { gtdLocation: "ASIA" }, fields: { gtdLocation: "ASIA" } },
});

test("pages that are counted from one are read as well", () =>
  zoneApiAt({ ...subject, start: () => startDnsmadeeasy({ firstPage: 1 }) }, async ({ api, service }) => {
    for (let index = 0; index < 250; index += 1) service.addZone(`zone${index}.example`);
    expect(expectOk(await api.zones()).length).toBe(251);
  }));

test("the rate limit is not a bad request", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.http.failNext({ kind: "answer", answer: { status: 400, body: '{"error":["Rate limit exceeded"]}' } });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "rate-limited" });
  }));
