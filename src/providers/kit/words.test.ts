import { describe, expect, test } from "bun:test";
import { Duration } from "../../core/duration.ts";
import { dyndns2Words, readLines } from "./words.ts";

describe("words", () => {
  const rows: readonly (readonly [line: string, meaning: object | undefined])[] = [
    ["good 192.0.2.1", { kind: "updated" }],
    ["nochg 192.0.2.1", { kind: "unchanged" }],
    ["NoChg", { kind: "unchanged" }],
    ["badauth", { kind: "rejected", code: "credentials-rejected" }],
    ["!donator", { kind: "rejected", code: "paid-feature" }],
    ["notfqdn", { kind: "rejected", code: "name-invalid" }],
    ["nohost", { kind: "rejected", code: "name-not-found" }],
    ["!yours", { kind: "rejected", code: "not-authorized" }],
    ["numhost", { kind: "rejected", code: "request-refused" }],
    ["abuse", { kind: "rejected", code: "blocked-for-abuse" }],
    ["badagent", { kind: "rejected", code: "client-refused" }],
    ["badsys", { kind: "rejected", code: "request-refused" }],
    ["!active", { kind: "rejected", code: "zone-not-found" }],
    ["dnserr", { kind: "failed", code: "server-error" }],
    ["911", { kind: "failed", code: "under-maintenance", retryAfter: Duration.minutes(30) }],
    ["badip", { kind: "rejected", code: "value-invalid" }],
    ["toomanyrequests", { kind: "failed", code: "rate-limited" }],
    ["badrequest", { kind: "rejected", code: "request-refused" }],
    ["w2h", { kind: "failed", code: "rate-limited", retryAfter: Duration.hours(2) }],
    ["w30m", { kind: "failed", code: "rate-limited", retryAfter: Duration.minutes(30) }],
    ["w5s", { kind: "failed", code: "rate-limited", retryAfter: Duration.seconds(5) }],
    ["w5d", undefined],
    ["w9999s", undefined],
    ["goodbye", undefined],
    ["token", undefined],
    ["nogood", undefined],
    ["constructor", undefined],
    ["__proto__", undefined],
    ["<html>good</html>", undefined],
  ];
  for (const [line, meaning] of rows) {
    test(line, () => expect(readLines(line, dyndns2Words)[0]?.meaning).toEqual(meaning as never));
  }
});

test("lines end in any way, and empty ones count for nothing", () => {
  const lines = readLines("\r\ngood 192.0.2.1\r\nnochg\r\n\n 911 \rnohost", dyndns2Words);
  expect(lines.map(({ word, rest }) => [word, ...rest])).toEqual([
    ["good", "192.0.2.1"],
    ["nochg"],
    ["911"],
    ["nohost"],
  ]);
});
