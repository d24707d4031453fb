import { describe, expect, test } from "bun:test";
import { AnsweringZones, linesOf, queryOf } from "../../test/support/answering-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address } from "../../test/support/values.ts";
import { decodeMessage } from "../wire/message.ts";
import { answerOverHttps } from "./https.ts";
import { framedHandler } from "./tcp.ts";

const zones = new AnsweringZones(
  [
    `
    $ORIGIN example.
    @   3600 SOA ns admin 1 3600 600 86400 300
    @   3600 NS  ns
    ns  3600 A   192.0.2.53
    www 60   CNAME ns
    mx  900  MX  10 mail
    mail 30  A   192.0.2.25
    `,
  ],
  { reflecting: ["whoami.example."] },
);
const handler = framedHandler(zones);
const client = address("198.51.100.7");
const asked = (question: string): string =>
  `https://dns.example/dns-query?dns=${Buffer.from(queryOf(question)).toString("base64url")}`;

describe("an answer over HTTPS", () => {
  const rows: readonly (readonly [question: string, first: string, seconds: number])[] = [
    ["ns.example. A", "NOERROR aa", 3_600],
    ["www.example. A", "NOERROR aa", 60],
    ["mx.example. MX", "NOERROR aa", 30],
    ["missing.example. A", "NXDOMAIN aa", 300],
    ["ns.example. TXT", "NOERROR aa", 300],
    ["whoami.example. A", "NOERROR aa", 0],
    ["elsewhere.test. A", "REFUSED", 0],
  ];
  for (const [question, first, seconds] of rows) {
    test(`to ${question} may be kept for ${seconds} seconds`, async () => {
      const response = await answerOverHttps(new Request(asked(question)), client, handler);
      expect(response.headers.get("cache-control")).toBe(`max-age=${seconds}`);
      const octets = new Uint8Array(await response.arrayBuffer());
      expect(linesOf(expectOk(decodeMessage(octets)))[0]).toBe(first);
    });
  }

  test("shows a client the address it is seen at", async () => {
    const response = await answerOverHttps(new Request(asked("whoami.example. A")), client, handler);
    const octets = new Uint8Array(await response.arrayBuffer());
    expect(linesOf(expectOk(decodeMessage(octets)))).toContain("answer whoami.example. 0 A 198.51.100.7");
  });

  test("has no content for HEAD", async () => {
    const response = await answerOverHttps(new Request(asked("ns.example. A"), { method: "HEAD" }), client, handler);
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });
});
