import { expect, test } from "bun:test";
import { todaynicSettings } from "../../../test/conformance/todaynic.ts";
import { startTodaynic } from "../../../test/emulators/todaynic.ts";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { zoneApiAt } from "../../../test/support/zone-api-at.ts";
import { todaynicService } from "./todaynic-service.ts";

const host = "api.example.com";
const provider = todaynicService({
  id: "example",
  label: "Example",
  names: {},
  site: `https://${host}`,
  base: `https://${host}`,
});

const record = { zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.1", ttl: 1_800 };

test("a TTL that a list shows is kept, in whatever case its members are", async () => {
  for (const lowerCase of [false, true]) {
    const start = (): ReturnType<typeof startTodaynic> => startTodaynic(host, { showsTtl: true, lowerCase });
    await zoneApiAt({ provider, settings: todaynicSettings, start }, async ({ service, publish }) => {
      service.hold(record);
      expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
      expect(service.held()).toMatchObject([{ content: "192.0.2.2", ttl: 1_800 }]);
    });
  }
});

const errors: readonly (readonly [words: string, kind: string, code: string])[] = [
  ["签名错误", "rejected", "credentials-rejected"],
  ["没有权限", "rejected", "not-authorized"],
  ["该域名不存在", "rejected", "zone-not-found"],
  ["操作过于频繁", "failed", "rate-limited"],
  ["?", "rejected", "request-refused"],
];
for (const [words, kind, code] of errors) {
  test(`${words}: ${kind} ${code}`, () =>
    zoneApiAt(
      { provider, settings: todaynicSettings, start: () => startTodaynic(host) },
      async ({ service, publish }) => {
        const body = JSON.stringify({ RequestId: "r", error: words });
        service.http.failNext({ kind: "answer", answer: { status: 200, body } }, service.isWrite);
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind, code });
      },
    ));
}

test("zones of the settings are listed when the service has them all", () =>
  zoneApiAt({ provider, settings: todaynicSettings, start: () => startTodaynic(host) }, async ({ api, service }) => {
    expect(await api.zones()).toMatchObject({ ok: false, outcome: { kind: "rejected", code: "zone-not-found" } });
    service.addZone("sub.example.net");
    expect(expectOk(await api.zones()).length).toBe(2);
  }));
