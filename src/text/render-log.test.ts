import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { address, name } from "../../test/support/values.ts";
import { Instant } from "../core/clock.ts";
import { bilingual } from "../core/language.ts";
import { type LogFields, type LogLevel, logEvent } from "../core/log.ts";
import { Secret } from "../core/secret.ts";
import { isLogged, type LogStyle, renderLogEvent } from "./render-log.ts";

const at = Instant.ofMs(Date.UTC(2026, 10, 20, 9, 27, 2, 43));
const pretty: LogStyle = { format: "pretty", language: "en", offset: () => 480 };
const chinese: LogStyle = { ...pretty, language: "zh-CN" };
const json: LogStyle = { ...pretty, format: "json" };

const updated = logEvent<{ owner: ReturnType<typeof name>; address: ReturnType<typeof address> }>(
  "info",
  "reconcile.updated",
  bilingual({
    en: ({ owner, address }) => `${owner.hostname} now points to ${address}`,
    "zh-CN": ({ owner, address }) => `${owner.hostname} 现已指向 ${address}`,
  }),
);
const said = logEvent<{ words: string }>(
  "warn",
  "provider.said",
  bilingual({ en: ({ words }) => `the server says: ${words}`, "zh-CN": ({ words }) => `服务器回复：${words}` }),
);
const anything = logEvent<LogFields>("error", "test.anything", bilingual({ en: () => "text", "zh-CN": () => "文本" }));

const fields = { owner: name("home.example.com"), address: address("192.0.2.1") };

describe("renderLogEvent", () => {
  test("a line for people", () => {
    expect(renderLogEvent(at, updated, fields, pretty)).toBe(
      "2026-11-20T17:27:02.043+08:00 info  home.example.com now points to 192.0.2.1 [reconcile.updated]\n",
    );
    expect(renderLogEvent(at, updated, fields, chinese)).toBe(
      "2026-11-20T17:27:02.043+08:00 info  home.example.com 现已指向 192.0.2.1 [reconcile.updated]\n",
    );
  });

  test("a line for machines", () => {
    expect(renderLogEvent(at, updated, fields, json)).toBe(
      '{"time":"2026-11-20T09:27:02.043Z","level":"info","code":"reconcile.updated",' +
        '"text":"home.example.com now points to 192.0.2.1",' +
        '"fields":{"owner":"home.example.com","address":"192.0.2.1"}}\n',
    );
  });

  test("the words of a stranger cannot forge a line", () => {
    const words = "ok\n2026-11-20T17:27:02.043+08:00 info  all is well [x]\u001b[1A\u2028";
    const line = renderLogEvent(at, said, { words }, pretty);
    expect(line).toBe(
      "2026-11-20T17:27:02.043+08:00 warn  the server says: ok\\n2026-11-20T17:27:02.043+08:00 info  all is well [x]" +
        "\\x1b[1A\\u2028 [provider.said]\n",
    );
  });

  test("whatever the words, one event is one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(pretty, chinese, json), (words, style) => {
        const line = renderLogEvent(at, said, { words }, style);
        expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(line.endsWith("\n")).toBe(true);
      }),
    );
  });

  test("secrets, URLs, octets and structures in JSON", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const line = renderLogEvent(
      at,
      anything,
      {
        secret: new Secret("canary"),
        nested: [{ token: new Secret("canary") }],
        url: new URL("https://user:canary@example.net/canary?token=canary"),
        octets: Uint8Array.of(1, 255),
        names: new Set([name("a.example")]),
        ttls: new Map([["a", 60]]),
        big: 12n,
        nothing: undefined,
        cycle,
      },
      json,
    );
    expect(line).not.toContain("canary");
    expect(JSON.parse(line).fields).toEqual({
      secret: "••••••",
      nested: [{ token: "••••••" }],
      url: "https://example.net",
      octets: "01ff",
      names: ["a.example"],
      ttls: { a: 60 },
      big: "12",
      cycle: { self: { self: { self: { self: { self: "…" } } } } },
    });
  });

  test("the stack of an error is indented below the line, and kept in JSON", () => {
    const error = new Error("broken\nroot: forged", { cause: new Error("inner") });
    error.stack = "Error: broken\nroot: forged\n    at place (file.ts:1:2)";
    expect(renderLogEvent(at, anything, { error }, pretty)).toBe(
      "2026-11-20T17:27:02.043+08:00 error text [test.anything]\n" +
        "    Error: broken\n    root: forged\n        at place (file.ts:1:2)\n",
    );
    const record = JSON.parse(renderLogEvent(at, anything, { error }, json));
    expect(record.fields.error).toMatchObject({ name: "Error", message: "broken\nroot: forged" });
    expect(record.fields.error.cause.message).toBe("inner");
  });
});

test("a log keeps its threshold and what is more severe", () => {
  const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];
  expect(levels.map((threshold) => levels.filter((level) => isLogged(level, threshold)).length)).toEqual([4, 3, 2, 1]);
});
