import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Secret } from "../../core/secret.ts";
import { asIs, encodingOf, fill, inUrl, type Encoding } from "./placeholders.ts";

const values = { name: "home.example.net", ipv4: "192.0.2.1", ipv6: undefined, token: new Secret('a"b&c<d>\n') };

describe("fill", () => {
  const rows: readonly (readonly [template: string, encode: Encoding, expected: string])[] = [
    ["/u/{name}?ip={ipv4}&ip6={ipv6}", inUrl, "/u/home.example.net?ip=192.0.2.1&ip6="],
    ["?t={token}", inUrl, "?t=a%22b%26c%3Cd%3E%0A"],
    [
      '{"n":"{name}","t":"{token}","o":{}}',
      encodingOf("application/json; charset=utf-8"),
      '{"n":"home.example.net","t":"a\\"b&c<d>\\n","o":{}}',
    ],
    ["<t>{token}</t>", encodingOf("text/xml"), "<t>a&quot;b&amp;c&lt;d&gt;\n</t>"],
    ["t={token}", encodingOf("application/x-www-form-urlencoded"), "t=a%22b%26c%3Cd%3E%0A"],
    ["{token}", encodingOf("text/plain"), 'a"b&c<d>\n'],
    ["{other} {} {{name}} { name }", asIs, "{other} {} {home.example.net} { name }"],
    ["{toString}{constructor}", asIs, "{toString}{constructor}"],
  ];
  for (const [template, encode, expected] of rows)
    test(template, () => expect(fill(template, values, encode)).toBe(expected));

  test("what is filled in is not filled again", () => {
    expect(fill("{a}{b}", { a: "{b}", b: "$&" }, asIs)).toBe("{b}$&");
  });

  test("no value leaves its JSON text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const text = fill('{"v":"{v}","end":1}', { v: value }, encodingOf("application/json"));
        return JSON.stringify(JSON.parse(text)) === JSON.stringify({ v: value, end: 1 });
      }),
    );
  });

  test("no value leaves its query parameter", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const url = new URL(`https://x.example/${fill("?v={v}&end=1", { v: value }, inUrl)}`);
        return (
          url.searchParams.get("v") === value && url.searchParams.get("end") === "1" && url.searchParams.size === 2
        );
      }),
    );
  });
});
