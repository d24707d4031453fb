import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { FakeHttp, response } from "../../../test/support/fake-network.ts";
import { Instant } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import { cloudflareTraceSource, sightingIn } from "./cloudflare-trace.ts";

/** 2026-11-20T00:00:00Z, where the fake clock stands. */
const now = Instant.ofMs(Date.UTC(2026, 10, 20));
const url = new URL("https://www.example.net/cdn-cgi/trace");

/** As `https://nisdkolkata.com/cdn-cgi/trace` answered in 2021 (cnjax's gist), with other values. */
const trace = {
  fl: "215f8",
  h: "www.example.net",
  ip: "198.51.100.7",
  ts: "1795132800.014",
  visit_scheme: "https",
  uag: "holdfast/0.1.0 (a=b)",
  colo: "BOM",
  http: "http/1.1",
  loc: "IN",
  tls: "TLSv1.3",
  sni: "plaintext",
  warp: "off",
  gateway: "off",
};

const textOf = (fields: object): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");

/** A trace without some fields. */
function without(...names: readonly (keyof typeof trace)[]): string {
  return textOf(Object.fromEntries(Object.entries(trace).filter(([name]) => !names.some((one) => one === name))));
}

const rows: readonly (readonly [name: string, body: string, expected: string])[] = [
  ["a trace", textOf(trace), "198.51.100.7"],
  ["lines of Windows", textOf(trace).replaceAll("\n", "\r\n"), "198.51.100.7"],
  ["fields we do not know", `${textOf(trace)}rbi=off\nkex=X25519\n`, "198.51.100.7"],
  ["WARP (its address was published)", textOf({ ...trace, warp: "on" }), "through-a-tunnel"],
  ["WARP+", textOf({ ...trace, warp: "plus" }), "through-a-tunnel"],
  ["a Gateway", textOf({ ...trace, gateway: "on" }), "through-a-tunnel"],
  ["a kind of WARP that is yet to come", textOf({ ...trace, warp: "max" }), "through-a-tunnel"],
  ["no word on WARP", without("warp"), "answer-unreadable"],
  ["no word on Gateways", without("gateway"), "answer-unreadable"],
  ["another host's", textOf({ ...trace, h: "portal.example" }), "answer-unreadable"],
  ["nobody's", without("h"), "answer-unreadable"],
  ["one kept on the way for an hour", textOf({ ...trace, ts: "1795129200.014" }), "answer-unreadable"],
  ["one of the future", textOf({ ...trace, ts: "1795136400" }), "answer-unreadable"],
  ["a clock some minutes off", textOf({ ...trace, ts: "1795132500" }), "198.51.100.7"],
  ["without a time", without("ts"), "answer-unreadable"],
  ["a time that is none", textOf({ ...trace, ts: "now" }), "answer-unreadable"],
  ["without an address", without("ip"), "not-an-address"],
  ["two addresses", `${textOf(trace)}ip=203.0.113.1\n`, "answer-unreadable"],
  ["the other family", textOf({ ...trace, ip: "2001:db8::7" }), "wrong-family"],
  ["a bare address", "198.51.100.7", "answer-unreadable"],
  ["nothing", "", "answer-unreadable"],
  ["a portal's page", "<html>ip=198.51.100.7</html>", "web-page"],
];

describe("a Cloudflare trace", () => {
  for (const [name, body, expected] of rows) {
    test(`${name}: ${expected}`, () => {
      const found = sightingIn(response(200, body), url, "ipv4", now);
      expect(found.ok ? found.value.map(({ address }) => String(address)).join() : found.code).toBe(expected);
    });
  }

  test("refused: never an address", () => {
    expect(sightingIn(response(403, textOf(trace)), url, "ipv4", now)).toMatchObject({ code: "answer-unreadable" });
  });

  test("no body at all makes reading throw", () => {
    fc.assert(
      fc.property(fc.string(), (body) => {
        expect(sightingIn(response(200, body), url, "ipv4", now).ok).toBe(false);
      }),
    );
  });

  test("is asked of the host over the family, and keeps where it was answered", async () => {
    const clock = new FakeClock();
    const answer = response(200, textOf({ ...trace, ip: "2001:db8::7" }));
    const http = new FakeHttp(clock, { "www.example.net": () => ({ answer, delayMs: 20 }) });
    const source = cloudflareTraceSource("ipv6", { host: "www.example.net", port: 443 }, { http, clock });
    expect([source.id, source.operator]).toEqual(["cloudflare-trace:www.example.net", "cloudflare"]);
    const report = source.observe();
    await clock.advance(Duration.seconds(1));
    expect((await report).answer).toMatchObject({
      kind: "seen",
      observations: [{ evidence: { colo: "BOM", loc: "IN" } }],
    });
    expect(http.requests.map(({ url: asked, family }) => `${asked} ${family}`)).toEqual([`${url} ipv6`]);
  });
});
