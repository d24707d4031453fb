import { expect, test } from "bun:test";
import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { namesiloKey, namesiloReply, startNamesilo } from "../../test/emulators/namesilo.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./namesilo.ts";

const settings = { key: new Secret(namesiloKey) };
const subject = {
  provider,
  settings,
  wrongSettings: { key: new Secret("wrong-CANARY-key") },
  writesRecordByRecord: true,
  withoutCredentials: withoutQuery("key"),
  presentTtl: 7_207,
} as const;

conformsAsHttpZoneApi({ ...subject, start: () => startNamesilo() });

test("a zone that is listed with the parts before the apex", async () => {
  await zoneApiAt({ ...subject, start: () => startNamesilo(relativeTo("")) }, async ({ service, publish }) => {
    service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" });
    service.hold({ zone: "example.net", owner: "example.net", type: "A", content: "192.0.2.2" });
    expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
    expect(await publish(["192.0.2.9"])).toMatchObject({ kind: "updated" });
    expect(service.held().map(({ content }) => content)).toEqual(["192.0.2.2", "192.0.2.9"]);
  });
});

test("an empty zone is an empty list, and an error is none", async () => {
  await zoneApiAt({ ...subject, start: () => startNamesilo() }, async ({ service, publish }) => {
    const body = namesiloReply(210, "General error").body;
    service.http.failNext({ kind: "answer", answer: { status: 200, body } }, ({ path }) => path.endsWith("Records"));
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "request-refused" });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
  });
});
