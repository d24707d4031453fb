import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { constellixKey, constellixSecret, startConstellix } from "../../test/emulators/constellix.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./constellix.ts";

const settings = { apiKey: constellixKey, secretKey: new Secret(constellixSecret) };
const subject = { provider, settings, start: startConstellix };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { apiKey: constellixKey, secretKey: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("x-cns-security-token"),
  zonePageRows: 100,
  fields: { note: "kept", gtdRegion: 2, noAnswer: true },
  option: { options: { note: "by holdfast" }, fields: { note: "by holdfast" } },
  cannot: { "reads the second page": "lists of records come whole" },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };

test("values that are switched off are no answer, and stay switched off", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { off: ["192.0.2.200"] } });
    expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(service.held()).toMatchObject([{ content: "192.0.2.2", fields: { off: ["192.0.2.200"] } }]);
  }));

test("a record that answers from a pool is left alone", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, fields: { recordOption: "pools" } });
    expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
  }));

test("the target of an alias is read whether relative or not", () =>
  zoneApiAt(subject, async ({ api, service }) => {
    for (const content of ["", "www", "elsewhere.example."]) {
      service.hold({ ...record, owner: `alias${content.length}.example.net`, type: "CNAME", content });
    }
    const zone = expectOk(await api.zoneOf(name("example.net")));
    for (const length of [0, 3, 18]) {
      const read = await api.read(zone, name(`alias${length}.example.net`), "CNAME", {});
      expect(expectOk(read).records).toHaveLength(1);
    }
  }));

test("a record that somebody else made meanwhile leads to reading again", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const body = '{"errors":["Record already exists"]}';
    service.http.failNext({ kind: "answer", answer: { status: 400, body } }, service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "precondition-lost" });
  }));
