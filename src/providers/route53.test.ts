import { describe, expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { route53KeyId, route53Secret, startRoute53 } from "../../test/emulators/route53.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./route53.ts";

const settings = { accessKeyId: route53KeyId, secretAccessKey: new Secret(route53Secret) };
const subject = { provider, settings, start: startRoute53 };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { accessKeyId: route53KeyId, secretAccessKey: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: false,
  withoutCredentials: (request) => request,
  zonePageRows: 100,
  cannot: {
    "lifts a short TTL": "every TTL is allowed",
    "reads the second page": "an RRset is one row",
    "tells a lost precondition": "UPSERT writes whatever is there",
  },
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" };

describe("an RRset that is more than its values is left alone", () => {
  for (const kind of ["alias", "weighted"]) {
    test(kind, () =>
      zoneApiAt(subject, async ({ service, publish }) => {
        service.hold({ ...record, fields: { [kind]: true } });
        expect(await publish(["192.0.2.9"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
        expect(service.http.requests.filter(service.isWrite)).toEqual([]);
      }),
    );
  }
});

test("a zone ID saves looking the zone up", () =>
  zoneApiAt({ ...subject, settings: { ...settings, hostedZoneId: "Z1X" } }, async ({ api, service }) => {
    expect(expectOk(await api.zoneOf(name("home.example.net"))).apex.hostname).toBe("example.net");
    expect(service.http.requests.map(({ path }) => path)).toEqual(["/2013-04-01/hostedzone/Z1X"]);
  }));

test("a CNAME in the way is a conflict that a person has to solve", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.hold({ ...record, type: "CNAME", content: "elsewhere.example" });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
  }));

test("withdrawing what somebody changed meanwhile: read again", () =>
  zoneApiAt(subject, async ({ api, service }) => {
    service.hold(record);
    const zone = expectOk(await api.zoneOf(name("home.example.net")));
    const before = expectOk(await api.read(zone, name("home.example.net"), "A", {}));
    service.hold({ ...record, content: "192.0.2.2" });
    const change = {
      owner: name("home.example.net"),
      type: "A",
      before,
      after: [],
      ttl: undefined,
      options: {},
    } as const;
    const edits = before.records.map((present) => ({ kind: "delete", record: present }) as const);
    expect(await api.apply(zone, { ...change, edits })).toMatchObject({ kind: "failed", code: "precondition-lost" });
  }));

test("a clock that is wrong is told apart from a wrong key", () =>
  zoneApiAt(subject, async ({ clock, publish }) => {
    clock.jumpWall(16 * 60_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "clock-skewed" });
  }));
