import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyName } from "../../test/support/arbitrary-dns.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { OwnerName } from "../core/name.ts";
import { parseRelativeName } from "./relative-name.ts";

const origin = name("Example.net");
const longLabel = "a".repeat(63);

const accepted: readonly (readonly [text: string, printed: string])[] = [
  ["@", "Example.net."],
  ["www", "www.Example.net."],
  ["a.b", "a.b.Example.net."],
  ["www.example.org.", "www.example.org."],
  [".", "."],
  ["*", "*.Example.net."],
  ["_sip._udp", "_sip._udp.Example.net."],
  ["\\@", "\\@.Example.net."],
  ["a\\.", "a\\..Example.net."],
  ["a\\\\.", "a\\\\."],
  ["a\\.b.", "a\\.b."],
  ["a\\046", "a\\..Example.net."],
  ["bücher", "xn--bcher-kva.Example.net."],
  ["bücher.example.", "xn--bcher-kva.example."],
  [longLabel, `${longLabel}.Example.net.`],
];

const refused: readonly (readonly [text: string, code: string])[] = [
  ["", "empty-name"],
  ["a..b", "empty-label"],
  [".a", "empty-label"],
  ["a..", "empty-label"],
  ["..", "empty-label"],
  [`a${longLabel}`, "label-too-long"],
  ["a\\", "bad-escape"],
  ["a\\25", "bad-escape"],
  [`${"a.".repeat(127)}b.`, "name-too-long"],
  [`${"a.".repeat(121)}b`, "name-too-long"],
  [`\\097.${"a.".repeat(120)}b`, "name-too-long"],
  ["\\a".repeat(100_000), "name-too-long"],
];

describe("parseRelativeName", () => {
  for (const [text, printed] of accepted) {
    test(`${text.slice(0, 20)} is ${printed.slice(0, 40)}`, () => {
      expect(expectOk(parseRelativeName(text, origin)).toString()).toBe(printed);
    });
  }

  for (const [text, code] of refused) {
    test(`${JSON.stringify(text.slice(0, 20))} is ${code}`, () => {
      expect(parseRelativeName(text, origin)).toMatchObject({ ok: false, code });
    });
  }

  test("without an origin only absolute names are names", () => {
    expect(String(expectOk(parseRelativeName("www.example.org.", undefined)))).toBe("www.example.org.");
    for (const text of ["www", "@", "a\\."]) {
      expect(parseRelativeName(text, undefined)).toMatchObject({ ok: false, code: "origin-missing" });
    }
  });

  test("the longest names are taken, absolute and relative", () => {
    const absolute = `${"a.".repeat(127)}`;
    expect(expectOk(parseRelativeName(absolute, origin)).wire.length).toBe(255);
    const relative = `${"a.".repeat(120)}b`;
    expect(expectOk(parseRelativeName(relative, origin)).wire.length).toBe(255);
  });

  test("what a name prints is absolute for any origin, and without the dot relative to it", () => {
    fc.assert(
      fc.property(anyName, anyName, (written, anyOrigin) => {
        const text = written.toString();
        expect(expectOk(parseRelativeName(text, anyOrigin)).wire).toEqual(written.wire);
        const joined = OwnerName.ofLabels([...written.labels, ...anyOrigin.labels]);
        if (written.isRoot) return;
        const parsed = parseRelativeName(text.slice(0, -1), anyOrigin);
        expect(parsed.ok ? parsed.value.wire : parsed.code).toEqual(joined.ok ? joined.value.wire : joined.code);
      }),
    );
  });
});
