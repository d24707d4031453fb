import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isPlainUrl } from "./plain-url.ts";

describe("isPlainUrl", () => {
  const rows = [
    { text: "http://h.test/", expected: true },
    { text: "https://a-1.h.test:8443/nic/update?x=y", expected: true },
    { text: "http://localhost/", expected: true },
    { text: "/nic/update", expected: false },
    { text: "http://192.0.2.1/", expected: false },
    { text: "http://1.2.3.4.5/", expected: false },
    { text: "http://xn--a.test/", expected: false },
    { text: "http://h.test:99999/", expected: false },
    { text: "http://a b/", expected: false },
    { text: "http://h.test", expected: false },
  ];
  for (const row of rows) {
    test(`${row.text}: ${row.expected}`, () => expect(isPlainUrl(row.text)).toBe(row.expected));
  }

  test("what is called plain parses", () => {
    const host = fc.string({ unit: fc.constantFrom(..."az09-.x:"), maxLength: 20 });
    const path = fc.array(fc.nat(0xffff), { maxLength: 10 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(host, path, (hostname, rest) => {
        const text = `http://${hostname}/${rest}`;
        return !isPlainUrl(text) || URL.canParse(text);
      }),
      { numRuns: 5_000 },
    );
  });
});
