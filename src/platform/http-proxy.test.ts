import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { parseHttpProxy, usesProxy } from "./http-proxy.ts";

describe("parseHttpProxy", () => {
  const rows = [
    { text: "http://proxy.test:3128", expected: { hostname: "proxy.test", port: 3128, isSecure: false } },
    { text: "http://proxy.test:3128/", expected: { hostname: "proxy.test", port: 3128 } },
    { text: "proxy.test:3128", expected: { hostname: "proxy.test", port: 3128, isSecure: false } },
    { text: "http://proxy.test", expected: { port: 80 } },
    { text: "https://proxy.test", expected: { port: 443, isSecure: true } },
    { text: "http://[2001:db8::1]:3128", expected: { hostname: "2001:db8::1", port: 3128 } },
    { text: "192.0.2.1:3128", expected: { hostname: "192.0.2.1", port: 3128 } },
  ];
  for (const row of rows) {
    test(row.text, () => {
      expect(expectOk(parseHttpProxy(row.text, ""))).toMatchObject(row.expected);
    });
  }

  const credentials = [
    { text: "http://user:p%40ss@proxy.test", revealed: "user:p@ss" },
    { text: "http://user@proxy.test", revealed: "user:" },
    { text: "http://user:100%@proxy.test", revealed: "user:100%" },
  ];
  for (const row of credentials) {
    test(`${row.text}: credentials are kept as a secret`, () => {
      const proxy = expectOk(parseHttpProxy(row.text, ""));
      const encoded = Buffer.from(row.revealed).toString("base64");
      expect(proxy.authorization?.reveal()).toBe(`Basic ${encoded}`);
      expect(JSON.stringify(proxy)).not.toContain(encoded);
    });
  }

  for (const text of [
    "",
    "socks5://proxy.test:1080",
    "http://",
    "http://proxy.test/path",
    "http://a b",
    "http://x:99999",
  ]) {
    test(`"${text}" is no proxy`, () => expect(parseHttpProxy(text, "")).toEqual({ ok: false, code: "not-a-proxy" }));
  }
});

describe("usesProxy", () => {
  const rows = [
    { noProxy: "", url: "http://a.test/", expected: true },
    { noProxy: "", url: "http://localhost/", expected: false },
    { noProxy: "", url: "http://LOCALHOST.:8080/", expected: false },
    { noProxy: "", url: "http://127.3.2.1/", expected: false },
    { noProxy: "", url: "http://[::1]:1/", expected: false },
    { noProxy: "", url: "http://[::ffff:127.0.0.1]/", expected: false },
    { noProxy: "*", url: "http://a.test/", expected: false },
    { noProxy: "a.test", url: "http://a.test/", expected: false },
    { noProxy: "a.test", url: "http://A.Test/", expected: false },
    { noProxy: "A.TEST", url: "http://a.test./", expected: false },
    { noProxy: "a.test", url: "http://www.a.test/", expected: false },
    { noProxy: ".a.test", url: "http://www.a.test/", expected: false },
    { noProxy: ".a.test", url: "http://a.test/", expected: false },
    { noProxy: "*.a.test", url: "http://www.a.test/", expected: false },
    { noProxy: "a.test", url: "http://ba.test/", expected: true },
    { noProxy: "a.test", url: "http://a.test.example/", expected: true },
    { noProxy: "b.test, a.test", url: "http://a.test/", expected: false },
    { noProxy: "b.test a.test", url: "http://a.test/", expected: false },
    { noProxy: " , ,", url: "http://a.test/", expected: true },
    { noProxy: "a.test:8080", url: "http://a.test:8080/", expected: false },
    { noProxy: "a.test:8080", url: "http://a.test/", expected: true },
    { noProxy: "a.test:443", url: "https://a.test/", expected: false },
    { noProxy: "192.0.2.1", url: "http://192.0.2.1/", expected: false },
    { noProxy: "192.0.2.1:80", url: "http://192.0.2.1/", expected: false },
    { noProxy: "192.0.2.0/24", url: "http://192.0.2.200/", expected: false },
    { noProxy: "192.0.2.0/24", url: "http://192.0.3.1/", expected: true },
    { noProxy: "2001:db8::/32", url: "http://[2001:db8::5]/", expected: false },
    { noProxy: "2001:db8::5", url: "http://[2001:db8::5]/", expected: false },
    { noProxy: "[2001:db8::5]:8080", url: "http://[2001:db8::5]:8080/", expected: false },
    { noProxy: "[2001:db8::5]", url: "http://[2001:db8::5]/", expected: false },
    { noProxy: "192.0.2.0/24", url: "http://a.test/", expected: true },
    { noProxy: ".", url: "http://a.test/", expected: true },
  ];
  for (const row of rows) {
    test(`NO_PROXY="${row.noProxy}", ${row.url}: ${row.expected ? "through it" : "direct"}`, () => {
      const proxy = expectOk(parseHttpProxy("http://proxy.test:3128", row.noProxy));
      expect(usesProxy(proxy, new URL(row.url))).toBe(row.expected);
    });
  }
});
