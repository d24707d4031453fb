import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { infobloxPassword, startInfoblox } from "../../test/emulators/infoblox.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./infoblox.ts";

const settings = { url: "https://grid.example.org/", username: "admin", password: new Secret(infobloxPassword) };
const subject = { provider, start: startInfoblox, settings };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 1_000,
  zonePageRows: 1_000,
  fields: { comment: "kept" },
  option: { options: { comment: "by holdfast" }, fields: { comment: "by holdfast" } },
  cannot: { "lifts a short TTL": "every TTL is accepted" },
});

test("a record has the TTL of its zone until the user wants another, and then keeps it", async () => {
  await zoneApiAt(subject, async ({ service, publish }) => {
    const held = (): unknown => service.held("home.example.net").map(({ ttl, fields }) => [ttl, fields["use_ttl"]]);
    await publish(["192.0.2.1"]);
    expect(held()).toEqual([[28_800, false]]);
    expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
    await publish(["192.0.2.2"], {}, 120);
    expect(held()).toEqual([[120, true]]);
    await publish(["192.0.2.3"]);
    expect(held()).toEqual([[120, true]]);
  });
});

test("no detail shows a reference, and no request encodes its slashes", async () => {
  await zoneApiAt(subject, async ({ service, publish }) => {
    await publish(["192.0.2.1"]);
    service.http.failNext({ kind: "answer", answer: { status: 500, body: "" } }, service.isWrite);
    expect(await publish(["192.0.2.2"])).toMatchObject({ detail: "PUT grid.example.org/{reference}: HTTP 500" });
    expect(service.http.requests.at(-1)?.path).toMatch(/^\/wapi\/v2\.11\/record:a\/\w+:home\.example\.net\/default$/);
  });
});
