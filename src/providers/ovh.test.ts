import { describe, expect, test } from "bun:test";
import { answerFault } from "../../test/conformance/faults.ts";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { exchangesTokens } from "../../test/conformance/token-exchange.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { ovhAccount, ovhServiceAccount, OvhWorld, startOvh } from "../../test/emulators/ovh.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./ovh.ts";

const settings = {
  applicationKey: ovhAccount.applicationKey,
  applicationSecret: new Secret(ovhAccount.applicationSecret),
  consumerKey: new Secret(ovhAccount.consumerKey),
};
const subject = { provider, settings, start: () => startOvh() };
const service = { clientId: ovhServiceAccount.clientId, clientSecret: new Secret(ovhServiceAccount.clientSecret) };
const isRefresh = ({ path }: ReceivedRequest): boolean => path.endsWith("/refresh");

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, applicationSecret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("x-ovh-consumer"),
  cannot: { "reads the second page": "lists of numbers come whole" },
});

exchangesTokens({
  ...subject,
  settings: service,
  start: (desk) => startOvh(new OvhWorld(desk)),
  lifetime: 3_599,
  isExchange: ({ path }) => path === "/auth/oauth2/token",
});

describe("application keys", () => {
  const rows: readonly (readonly [title: string, wrong: Readonly<Record<string, string | Secret>>])[] = [
    ["key", { applicationKey: "other" }],
    ["consumer key", { consumerKey: new Secret("other") }],
  ];
  for (const [title, wrong] of rows) {
    test(`a wrong ${title}: rejected`, () =>
      zoneApiAt({ ...subject, settings: { ...settings, ...wrong } }, async ({ publish }) => {
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
      }));
  }

  test("the server's time is asked for once, and again when the clock here has jumped", async () => {
    const world = new OvhWorld();
    await zoneApiAt({ ...subject, start: () => startOvh(world) }, async ({ clock, publish, service: { http } }) => {
      const asked = (): number => http.requests.filter(({ path }) => path === "/1.0/auth/time").length;
      await publish(["192.0.2.1"]);
      await publish(["192.0.2.2"]);
      expect(asked()).toBe(1);
      clock.jumpWall(-600_000);
      expect(await publish(["192.0.2.3"])).toMatchObject({ kind: "updated" });
      expect(asked()).toBe(2);
    });
  });
});

describe("a zone is published", () => {
  const at = async (run: (world: OvhWorld, rest: Parameters<Parameters<typeof zoneApiAt>[1]>[0]) => Promise<void>) => {
    const world = new OvhWorld();
    await zoneApiAt({ ...subject, start: () => startOvh(world) }, (rest) => run(world, rest));
  };
  const seen = (world: OvhWorld): readonly string[] =>
    (world.published.get("example.net") ?? []).map(({ content }) => content);

  test("once after all the changes of a name", () =>
    at(async (world, { publish, service: { http } }) => {
      expect(await publish(["192.0.2.1", "192.0.2.2"])).toMatchObject({ kind: "updated" });
      expect(seen(world)).toEqual(["192.0.2.1", "192.0.2.2"]);
      expect(http.requests.filter(isRefresh).length).toBe(1);
      expect(http.requests.at(-1)?.path).toBe("/1.0/domain/zone/example.net/refresh");
    }));

  test("and never when there is nothing to do", () =>
    at(async (_world, { publish, service: { http, hold } }) => {
      hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" });
      expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(http.requests.filter(isRefresh)).toEqual([]);
    }));

  test("before it is read again, when the first time failed", () =>
    at(async (world, { publish, service: { http } }) => {
      http.failNext(answerFault(503, ""), isRefresh);
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "unconfirmed", code: "server-error" });
      expect(seen(world)).toEqual([]);
      expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(seen(world)).toEqual(["192.0.2.1"]);
      expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(http.requests.filter(isRefresh).length).toBe(2);
    }));

  test("before it is read again, when the reply to a change was lost", () =>
    at(async (world, { publish, service: { http, isWrite } }) => {
      http.failNext({ kind: "reply-lost" }, isWrite);
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "unconfirmed" });
      http.failNext(answerFault(503, ""), isRefresh);
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "server-error" });
      expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(seen(world)).toEqual(["192.0.2.1"]);
    }));
});

describe("records one by one", () => {
  test("one that goes while they are read: tried again", () =>
    zoneApiAt(subject, async ({ publish, service: { http, hold } }) => {
      hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" });
      http.failNext(answerFault(404, '{"message":"gone"}'), ({ path }) => /\/record\/\d+$/.test(path));
      expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "failed", code: "precondition-lost" });
    }));

  test("a TTL of the zone stays one", () =>
    zoneApiAt(subject, async ({ publish, service: { hold, held } }) => {
      hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1" });
      expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
      expect(held("home.example.net", "A")).toMatchObject([{ content: "192.0.2.2", ttl: 0 }]);
    }));
});
