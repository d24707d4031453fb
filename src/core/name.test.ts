import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { compareNames, OwnerName } from "./name.ts";
import { toHex } from "./octets.ts";

const accepted: readonly (readonly [name: string, text: string, printed: string])[] = [
  ["without final dot", "home.example.net", "home.example.net."],
  ["with final dot", "home.example.net.", "home.example.net."],
  ["root", ".", "."],
  ["case is kept", "Home.Example.NET", "Home.Example.NET."],
  ["underscore", "_dmarc.example.net", "_dmarc.example.net."],
  ["wildcard", "*.example.net", "*.example.net."],
  ["escaped dot", "first\\.last.example.net", "first\\.last.example.net."],
  ["decimal escape", "a\\032b.example", "a\\032b.example."],
  ["decimal escape of a letter", "\\097.example", "a.example."],
  ["IDN label", "bücher.example", "xn--bcher-kva.example."],
  ["Chinese label", "例子.测试", "xn--fsqu00a.xn--0zwm56d."],
  ["special characters are escaped", "a@b;c.example", "a\\@b\\;c.example."],
];

const refused: readonly (readonly [name: string, text: string, code: string])[] = [
  ["nothing", "", "empty-name"],
  ["two dots", "a..b", "empty-label"],
  ["leading dot", ".a", "empty-label"],
  ["two final dots", "a..", "empty-label"],
  ["64 octets in a label", `${"a".repeat(64)}.example`, "label-too-long"],
  ["256 octets in all", `${`${"a".repeat(62)}.`.repeat(4)}bb`, "name-too-long"],
  ["escape at the end", "a\\", "bad-escape"],
  ["escape above 255", "a\\256", "bad-escape"],
  ["escape of two digits", "a\\12", "bad-escape"],
  ["escape beside another script", "bü\\099her", "bad-escape"],
  ["characters no IDN may have", "\u{202e}abc.example", "bad-idn-label"],
];

describe("OwnerName", () => {
  for (const [title, text, printed] of accepted) {
    test(`${title}: ${text} prints ${printed}`, () => {
      expect(expectOk(OwnerName.parse(text)).toString()).toBe(printed);
    });
  }

  for (const [title, text, code] of refused) {
    test(`${title} is ${code}`, () => {
      expect(OwnerName.parse(text)).toMatchObject({ ok: false, code });
    });
  }

  test("letters written as escapes give the same name", () => {
    const label = fc.stringMatching(/^[-_*0-9A-Za-z]{1,63}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
        const plain = labels.join(".");
        const escaped = plain.replaceAll(/[^.]/g, (letter) => `\\${String(letter.charCodeAt(0)).padStart(3, "0")}`);
        expect(toHex(name(escaped).wire)).toBe(toHex(name(plain).wire));
        expect(String(name(escaped))).toBe(`${plain}.`);
      }),
    );
  });

  test("the longest name has 255 octets", () => {
    const longest = name(`${`${"a".repeat(62)}.`.repeat(4)}b`);
    expect(longest.wire.length).toBe(255);
  });

  test("names differ in case only: equal, same key", () => {
    expect(name("HOME.example.net").equals(name("home.EXAMPLE.net"))).toBe(true);
    expect(name("HOME.example.net").key).toBe("home.example.net.");
    expect(name("home.example.net").equals(name("home.example.org"))).toBe(false);
  });

  test("an escaped dot is not a label boundary", () => {
    expect(name("a\\.b.example").labelCount).toBe(2);
    expect(name("a\\.b.example").equals(name("a.b.example"))).toBe(false);
  });

  test("at or below counts whole labels", () => {
    expect(name("a.example.net").isAtOrBelow(name("Example.net"))).toBe(true);
    expect(name("example.net").isAtOrBelow(name("example.net"))).toBe(true);
    expect(name("badexample.net").isAtOrBelow(name("example.net"))).toBe(false);
    expect(name("net").isAtOrBelow(name("example.net"))).toBe(false);
    expect(name("net").isAtOrBelow(OwnerName.root)).toBe(true);
  });

  test("relative owners", () => {
    expect(name("a.b.example.net").relativeTo(name("example.net"))).toBe("a.b");
    expect(name("example.net").relativeTo(name("example.net"))).toBe("@");
    expect(() => name("example.org").relativeTo(name("example.net"))).toThrow("expected");
  });

  test("parents end at the root", () => {
    expect(String(name("a.b").parent)).toBe("b.");
    expect(name("b").parent?.isRoot).toBe(true);
    expect(OwnerName.root.parent).toBeUndefined();
  });

  test("a child has one label more", () => {
    expect(String(expectOk(name("example.net").child("home")))).toBe("home.example.net.");
    expect(name("example.net").child("a.b").ok).toBe(false);
  });

  test("people see their own script, interfaces see ASCII", () => {
    expect(name("Bücher.example").hostname).toBe("xn--bcher-kva.example");
    expect(name("xn--bcher-kva.example").unicode).toBe("bücher.example");
    expect(JSON.stringify({ name: name("Home.example") })).toBe('{"name":"home.example"}');
  });

  test("wildcards are a lone asterisk on the left", () => {
    expect(name("*.example").isWildcard).toBe(true);
    expect(name("a*.example").isWildcard).toBe(false);
    expect(name("a.*.example").isWildcard).toBe(false);
  });

  test("the canonical order of RFC 4034 §6.1", () => {
    const ordered = [
      "example.",
      "a.example.",
      "yljkjljk.a.example.",
      "Z.a.example.",
      "zABC.a.EXAMPLE.",
      "z.example.",
      "\\001.z.example.",
      "*.z.example.",
      "\\200.z.example.",
    ];
    expect(ordered.toReversed().map(name).toSorted(compareNames).map(String)).toEqual(ordered);
  });

  const labels = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 8 });

  test("printing and parsing gives the same name, for any octets", () => {
    fc.assert(
      fc.property(labels, (parts) => {
        const original = expectOk(OwnerName.ofLabels(parts));
        expect(expectOk(OwnerName.parse(original.toString())).wire).toEqual(original.wire);
      }),
    );
  });

  test("wire form and labels give the same name", () => {
    fc.assert(
      fc.property(labels, (parts) => {
        const original = expectOk(OwnerName.ofLabels(parts));
        expect(OwnerName.ofWire(original.wire).labels).toEqual(parts);
        expect(original.labelCount).toBe(parts.length);
      }),
    );
  });

  test("octets that are not one name are our bug", () => {
    expect(() => OwnerName.ofWire(Uint8Array.of(1, 0x61))).toThrow("expected");
    expect(() => OwnerName.ofWire(Uint8Array.of(0, 0))).toThrow("expected");
  });
});
