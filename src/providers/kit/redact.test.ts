import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { redact } from "./redact.ts";

describe("redact", () => {
  const rows: readonly (readonly [title: string, text: string, secrets: readonly string[], expected: string])[] = [
    ["as it is", "bad token s3cret!", ["s3cret!"], "bad token ••••••"],
    ["in a URL", "GET /?t=a%2Fb%20c", ["a/b c"], "GET /?t=••••••"],
    ["in a form", "t=a%2Fb+c", ["a/b c"], "t=••••••"],
    ["in a form that encodes more than URLs do", "t=a%21b%27%28%7Ec*", ["a!b'(~c*"], "t=••••••"],
    ["in a strictly encoded query", "t=a%21b%27%2A", ["a!b'*"], "t=••••••"],
    ["in small hexadecimal digits", "t=a%2fb", ["a/b"], "t=••••••"],
    ["in a page", "<p>a&amp;b&lt;c&quot;", ['a&b<c"'], "<p>••••••"],
    ["in JSON", '{"t":"a\\"b"}', ['a"b'], '{"t":"••••••"}'],
    ["in base64", "Basic dXNlcjpwYXNz", ["user:pass"], "Basic ••••••"],
    ["every time", "x x", ["x"], "•••••• ••••••"],
    ["the longer first", "secret-and-more", ["secret", "secret-and-more"], "••••••"],
    ["nothing for empty ones", "text", [""], "text"],
    ["no patterns", "a.c abc", ["a.c"], "•••••• abc"],
  ];
  for (const [title, text, secrets, expected] of rows) test(title, () => expect(redact(text, secrets)).toBe(expected));

  test("never leaves a secret of useful length", () => {
    const secret = fc.string({ minLength: 8, unit: "grapheme-ascii" }).filter((text) => !text.includes("•"));
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, hidden, after) => {
        expect(redact(before + encodeURIComponent(hidden) + hidden + after, [hidden])).not.toContain(hidden);
      }),
    );
  });
});
