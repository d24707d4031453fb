import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { aliesaKeyId, aliesaSecret, startAliesa } from "../../test/emulators/aliesa.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./aliesa.ts";

const settings = { accessKeyId: aliesaKeyId, accessKeySecret: new Secret(aliesaSecret) };
const subject = { provider, settings, start: startAliesa };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { accessKeyId: aliesaKeyId, accessKeySecret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: false,
  withoutCredentials: (request) => request,
  zonePageRows: 500,
  fields: { Proxied: false, Comment: "kept" },
  option: { options: { comment: "by holdfast" }, fields: { Comment: "by holdfast" } },
  cannot: { "reads the second page": "a name has one record, and lists are asked for one name" },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };
const contents = (held: readonly { readonly content: string }[]): readonly string[] =>
  held.map(({ content }) => content);

test("the other family joins a record, stays while it has addresses, and the last one takes it away", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, ttl: 1_800, fields: { Comment: "kept" } });
    expect(await publish(["2001:db8::1"])).toMatchObject({ kind: "updated" });
    expect(service.held()).toMatchObject([
      { content: "192.0.2.1", ttl: 1_800, fields: { Comment: "kept" } },
      { content: "2001:db8::1", ttl: 1_800, fields: { Comment: "kept" } },
    ]);
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(contents(service.held())).toEqual(["2001:db8::1", "192.0.2.2"]);
    expect(await publish([])).toMatchObject({ kind: "updated" });
    expect(service.held()).toMatchObject([{ content: "2001:db8::1", ttl: 1_800, fields: { Comment: "kept" } }]);
  }));

test("what somebody else wrote of the other family after we read is not undone", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, content: "2001:db8::1", type: "AAAA" });
    let lists = 0;
    service.http.failNext({ kind: "reset" }, (request) => {
      // Between the read and the write of the A record, another client adds an address of the other family.
      if (request.headers["x-acs-action"] !== "ListRecords") return false;
      lists += 1;
      if (lists === 2) service.hold({ ...record, content: "2001:db8::2", type: "AAAA" });
      return false;
    });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
    expect(contents(service.held())).toEqual(["2001:db8::1", "2001:db8::2", "192.0.2.1"]);
  }));

test("a proxied record stays one, says what it serves, and is known to be masked", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { Proxied: true, BizName: "api" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(service.held()).toMatchObject([{ content: "192.0.2.2", fields: { Proxied: true, BizName: "api" } }]);
    expect(await publish(["192.0.2.2"], { proxied: false })).toMatchObject({ kind: "updated" });
    expect(await publish(["192.0.2.2"], { proxied: true })).toMatchObject({ kind: "updated" });
    expect(service.held()).toMatchObject([{ fields: { Proxied: true, BizName: "web" } }]);
  }));

test("a CNAME in the way is a conflict, and a ninth address too many", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, owner: "home.example.net", type: "CNAME", content: "elsewhere.example" });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
    const five = Array.from({ length: 5 }, (_, index) => `2001:db8::${index}`);
    service.http.failNext({ kind: "answer", answer: limit }, service.isWrite);
    expect(await publish(five)).toMatchObject({ kind: "rejected", code: "quota-exceeded" });
  }));

const limit = { status: 400, body: '{"Code":"Record.AorAAAARecordValueIPExceedLimit","Message":"?"}' };

test("a site that is being configured is asked again later", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const body = '{"Code":"Site.ServiceBusy","Message":"?"}';
    service.http.failNext({ kind: "answer", answer: { status: 400, body } }, service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "zone-busy" });
  }));
