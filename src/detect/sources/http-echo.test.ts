import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { FakeHttp, type Reply, response } from "../../../test/support/fake-network.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { HttpResponse } from "../../core/http.ts";
import { addressIn, type Extraction, type HttpEcho, httpEchoSource, mayAsk } from "./http-echo.ts";

const text: Extraction = { kind: "text" };
const json = (...path: string[]): Extraction => ({ kind: "json", path });
const regex = (pattern: RegExp): Extraction => ({ kind: "regex", pattern });

/** Bodies as services sent them, with documentation addresses in place of real ones. */
const rows: readonly (readonly [
  name: string,
  answer: HttpResponse,
  extract: Extraction,
  family: Family,
  expected: string,
])[] = [
  ["plain text with line break", response(200, "198.51.100.7\n"), text, "ipv4", "198.51.100.7"],
  ["plain IPv6", response(200, "2001:DB8::7"), text, "ipv6", "2001:db8::7"],
  ["mapped IPv4 of a dual-stack server", response(200, "::ffff:198.51.100.7"), text, "ipv4", "198.51.100.7"],
  ["plain text labelled as a page", response(200, "198.51.100.7", "text/html"), text, "ipv4", "198.51.100.7"],
  ["empty body", response(200, ""), text, "ipv4", "not-an-address"],
  ["address in a sentence", response(200, "Current IP Address: 198.51.100.7"), text, "ipv4", "not-an-address"],
  ["two addresses", response(200, "198.51.100.7, 198.51.100.8"), text, "ipv4", "not-an-address"],
  ["address with port", response(200, "198.51.100.7:443"), text, "ipv4", "not-an-address"],
  ["the other family", response(200, "2001:db8::7"), text, "ipv4", "wrong-family"],
  ["IPv4 where IPv6 was asked", response(200, "198.51.100.7"), text, "ipv6", "wrong-family"],
  ["a 403 page", response(403, "<html><h1>403 Forbidden</h1></html>", "text/html"), text, "ipv4", "web-page"],
  ["an address with status 403", response(403, "198.51.100.7"), text, "ipv4", "answer-unreadable"],
  ["a redirect to a portal", response(302, ""), text, "ipv4", "redirected"],
  ["a portal's page", response(200, "<!DOCTYPE html>\n<p>192.0.2.1</p>"), text, "ipv4", "web-page"],
  ["JSON", response(200, '{"ip":"198.51.100.7"}'), json("ip"), "ipv4", "198.51.100.7"],
  ["nested JSON", response(200, '{"data":[{"ip":"198.51.100.7"}]}'), json("data", "0", "ip"), "ipv4", "198.51.100.7"],
  ["JSON without the key", response(200, '{"address":"198.51.100.7"}'), json("ip"), "ipv4", "answer-unreadable"],
  ["JSON with a number there", response(200, '{"ip":3325256711}'), json("ip"), "ipv4", "answer-unreadable"],
  ["JSON key from the prototype", response(200, "{}"), json("constructor", "name"), "ipv4", "answer-unreadable"],
  ["JSON null on the way", response(200, '{"data":null}'), json("data", "ip"), "ipv4", "answer-unreadable"],
  ["not JSON at all", response(200, "198.51.100.7"), json("ip"), "ipv4", "answer-unreadable"],
  ["a page instead of JSON", response(200, "\uFEFF <html>", "application/json"), json("ip"), "ipv4", "web-page"],
  ["trace, first group", response(200, "h=x\nip=198.51.100.7\nts=1"), regex(/^ip=(.*)$/m), "ipv4", "198.51.100.7"],
  ["whole match", response(200, "IP 198.51.100.7 CN"), regex(/[\d.]{7,}/), "ipv4", "198.51.100.7"],
  ["no match", response(200, "warp=off"), regex(/^ip=(.*)$/m), "ipv4", "answer-unreadable"],
  ["match that is no address", response(200, "ip=unknown"), regex(/^ip=(.*)$/m), "ipv4", "not-an-address"],
  ["page that the pattern would match", response(200, "<p>ip=192.0.2.1"), regex(/ip=([\d.]+)/), "ipv4", "web-page"],
  [
    "page with a heading in front",
    response(200, "Sign in <b>192.0.2.1</b>", "text/html; charset=utf-8"),
    regex(/([\d.]{7,})/),
    "ipv4",
    "web-page",
  ],
];

describe("the answer of a web echo", () => {
  for (const [name, answer, extract, family, expected] of rows) {
    test(`${name} is ${expected}`, () => {
      const found = addressIn(answer, extract, family);
      expect(found.ok ? found.value.toString() : found.code).toBe(expected);
    });
  }

  test("no body at all makes reading throw", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom(text, json("a"), regex(/(\d)/)), (body, extract) => {
        const found = addressIn({ status: 200, headers: {}, body }, extract, "ipv4");
        expect(found.ok && found.value.family !== "ipv4").toBe(false);
      }),
    );
  });
});

function echo(url: string, isInsecure = false): HttpEcho {
  return { url: new URL(url), extract: text, operator: "example.net", isInsecure };
}

describe("the web echo source", () => {
  const ask = async (reply: Reply<HttpResponse>, url = "https://ip.example.net/v4?key=canary"): Promise<unknown> => {
    const clock = new FakeClock();
    const http = new FakeHttp(clock, { "ip.example.net": () => reply });
    const report = await httpEchoSource("ipv4", echo(url), { http, clock }).observe();
    expect(http.requests.map(({ family, method }) => [family, method])).toEqual([["ipv4", "GET"]]);
    expect(JSON.stringify(report)).not.toContain("canary");
    return report.answer.kind === "seen" ? String(report.answer.observations[0]?.address) : report.answer.failure.code;
  };

  test("forces the family and names no path or query", async () => {
    const clock = new FakeClock();
    const http = new FakeHttp(clock, {
      "ip.example.net": () => ({ answer: response(200, "198.51.100.7"), delayMs: 0 }),
    });
    const source = httpEchoSource("ipv4", echo("https://ip.example.net/v4?key=canary"), { http, clock });
    const report = source.observe();
    await clock.advance(Duration.zero);
    expect((await report).answer.kind).toBe("seen");
    expect(source.id).toBe("http-echo:ip.example.net");
  });

  for (const code of ["tls-failed", "name-not-resolved", "answer-too-large", "connection-reset"] as const) {
    test(`${code} of the transport stays what it is`, async () => expect(await ask({ refused: code })).toBe(code));
  }
});

describe("which echoes may be asked", () => {
  for (const [url, isInsecure, expected] of [
    ["https://ip.example.net/", false, true],
    ["http://ip.example.net/", false, false],
    ["http://ip.example.net/", true, true],
    ["http://127.0.0.1:8080/", false, true],
    ["http://[::1]:8080/", false, true],
    ["http://localhost/", false, true],
    ["http://127.0.0.1.example.net/", false, false],
    ["http://localhost.example.net/", false, false],
    ["ftp://127.0.0.1/", true, false],
  ] as const) {
    test(`${url}${isInsecure ? " knowingly" : ""}: ${expected}`, () => {
      expect(mayAsk({ url: new URL(url), isInsecure })).toBe(expected);
    });
  }
});
