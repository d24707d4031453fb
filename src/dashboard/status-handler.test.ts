import { describe, expect, test } from "bun:test";
import { htmlProblems } from "../../test/support/html-problems.ts";
import type { Language } from "../core/language.ts";
import { statusHandler } from "./status-handler.ts";

const asked: Language[] = [];

const handler = statusHandler({
  hosts: () => ["127.0.0.1:9876", "localhost:9876"],
  model: async (language) => {
    asked.push(language);
    return {
      version: "0.1.0",
      addresses: [],
      names: [],
      ports: [],
      zones: [],
      hosts: [],
      listeners: [],
      queryCount: 0,
      events: [],
      tryLine: "dig",
    };
  },
});

async function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: string }> {
  const request = new Request(`http://127.0.0.1:9876${path}`, {
    method,
    headers: { Host: "127.0.0.1:9876", ...headers },
  });
  const response = await handler(request, { address: undefined, isSecure: false });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe("the status page's server", () => {
  for (const [path, status, type] of [
    ["/", 200, "text/html; charset=utf-8"],
    ["/?lang=en", 200, "text/html; charset=utf-8"],
    ["/style.css", 200, "text/css; charset=utf-8"],
    ["/icon.svg", 200, "image/svg+xml; charset=utf-8"],
    ["/nothing", 404, "text/plain; charset=utf-8"],
    ["/..%2f..%2fetc/passwd", 404, "text/plain; charset=utf-8"],
  ] as const) {
    test(`GET ${path} is ${status}`, async () => {
      const answer = await ask(path);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([status, type]);
    });
  }

  for (const [path, status] of [
    ["/", 200],
    ["/style.css", 200],
    ["/nothing", 404],
  ] as const) {
    test(`${path} forbids scripts, frames, forms, referrers and caches`, async () => {
      const { headers, status: answered } = await ask(path);
      expect(answered).toBe(status);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy.split("; ")).toEqual([
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cache-control")).toBe("no-store");
    });
  }

  for (const host of ["evil.example:9876", "127.0.0.1", "127.0.0.1:80", "localhost", "[::1]:9876", ""]) {
    test(`another Host (${host}) sees nothing, since its page may be another site's`, async () => {
      const before = asked.length;
      const { status, body } = await ask("/", { Host: host });
      expect([status, body]).toEqual([421, "This page answers to its own address only.\n"]);
      expect(asked).toHaveLength(before);
    });
  }

  test("both names of loopback are its own, in any case", async () => {
    for (const host of ["127.0.0.1:9876", "localhost:9876", "LocalHost:9876"]) {
      expect((await ask("/", { Host: host })).status).toBe(200);
    }
  });

  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    test(`${method} is refused`, async () => {
      const { status, headers } = await ask("/", {}, method);
      expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    });
  }

  test("HEAD is answered like GET", async () => {
    expect((await ask("/", {}, "HEAD")).status).toBe(200);
  });

  for (const [path, accept, language] of [
    ["/", undefined, "en"],
    ["/", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
    ["/", "fr, de;q=0.5", "en"],
    ["/?lang=zh-CN", "en", "zh-CN"],
    ["/?lang=en", "zh", "en"],
    ["/?lang=%3Cscript%3E", "zh", "zh-CN"],
  ] as const) {
    test(`${path} to a reader of ${accept} is ${language}`, async () => {
      const { headers, body } = await ask(path, accept === undefined ? {} : { "Accept-Language": accept });
      expect(headers.get("content-language")).toBe(language);
      expect(headers.get("vary")).toBe("Accept-Language");
      expect(body).toContain(`<html lang="${language}">`);
      expect(htmlProblems(body)).toEqual([]);
      expect(asked.at(-1)).toBe(language);
    });
  }
});
