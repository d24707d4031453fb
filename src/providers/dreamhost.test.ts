import { describe, expect, test } from "bun:test";
import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { dreamhostKey, onlyTtl, startDreamhost } from "../../test/emulators/dreamhost.ts";
import { json } from "../../test/emulators/pages.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dreamhost.ts";

const subject = { provider, start: startDreamhost, settings: { key: new Secret(dreamhostKey) } };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { key: new Secret("wrong-CANARY-key") },
  writesRecordByRecord: true,
  withoutCredentials: withoutQuery("key"),
  presentTtl: onlyTtl,
  fields: { comment: "kept" },
  option: { options: { comment: "by holdfast" }, fields: { comment: "by holdfast" } },
  cannot: {
    "lifts a short TTL": "the service has one TTL",
    "tells a lost precondition": "a change is an addition and a removal, of which the first succeeds",
  },
});

test("records that DreamHost made itself are left alone", async () => {
  await zoneApiAt(subject, async ({ service, publish }) => {
    const fields = { editable: "0" };
    service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1", fields });
    expect(await publish(["192.0.2.9"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
    expect(service.http.requests.filter(service.isWrite)).toEqual([]);
  });
});

test("the name keeps an address while it changes", async () => {
  await zoneApiAt(subject, async ({ service, publish }) => {
    await publish(["192.0.2.1"]);
    await publish(["192.0.2.2"]);
    const commands = service.http.requests.filter(service.isWrite).map(({ query }) => query.get("cmd"));
    expect(commands).toEqual(["dns-add_record", "dns-add_record", "dns-remove_record"]);
  });
});

describe("errors", () => {
  const rows = [
    ["invalid_api_key", { kind: "rejected", code: "credentials-rejected" }],
    ["slow_down_bucko", { kind: "failed", code: "rate-limited" }],
    ["no_such_zone", { kind: "rejected", code: "zone-not-found" }],
    ["record_already_exists_remove_first", { kind: "failed", code: "precondition-lost" }],
    ["record_already_exists_not_editable", { kind: "rejected", code: "conflicting-records" }],
    ["CNAME_already_on_record", { kind: "rejected", code: "conflicting-records" }],
    ["invalid_value\tnot an address", { kind: "rejected", code: "value-invalid" }],
    ["internal_error_updating_zone", { kind: "failed", code: "server-error" }],
    ["something_new", { kind: "rejected", code: "request-refused" }],
  ] as const;
  for (const [data, expected] of rows) {
    test(data, async () => {
      await zoneApiAt(subject, async ({ service, publish }) => {
        const answer = json(200, { result: "error", data });
        service.http.failNext({ kind: "answer", answer }, service.isWrite);
        expect(await publish(["192.0.2.1"])).toMatchObject(expected);
        expect(service.held()).toEqual([]);
      });
    });
  }
});
