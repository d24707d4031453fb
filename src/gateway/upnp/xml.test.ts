import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeXmlText } from "./xml-text.ts";
import { childOf, findElement, parseXml, textOf, type XmlElement } from "./xml.ts";

const octetsOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A tree as `name(text, children…)`. */
function shape(element: XmlElement): string {
  const parts = [...(element.text === "" ? [] : [JSON.stringify(element.text)]), ...element.children.map(shape)];
  return parts.length === 0 ? element.name : `${element.name}(${parts.join(" ")})`;
}

async function read(text: string): Promise<string> {
  const parsed = await parseXml(octetsOf(text));
  return parsed.ok ? shape(parsed.value) : parsed.code;
}

const rows: readonly (readonly [name: string, text: string, expected: string])[] = [
  ["plain", '<?xml version="1.0"?><root><a>1</a><b/></root>', 'root(a("1") b)'],
  ["odd prefixes, bound or not / local names", '<s:Root xmlns:s="x"><q:A>1</q:A></s:Root>', 'root(a("1"))'],
  ["names in another case / lower case", "<ROOT><controlUrl>x</controlUrl></ROOT>", 'root(controlurl("x"))'],
  ["blanks around text / trimmed", "<r>\r\n\t x \n</r>", 'r("x")'],
  ["blank lines before the declaration / read", "\r\n\r\n<?xml version='1.0'?><r>x</r>", 'r("x")'],
  ["junk before the document / read", "\u0000\u0000<r>x</r>", 'r("x")'],
  ["junk behind the root / ignored", "<r>x</r>\u0000\u0000 -- 0\r\n<r>y", 'r("x")'],
  ["a second root / ignored", "<r>x</r><r>y</r>", 'r("x")'],
  ["entities of XML / replaced", "<r>&lt;&#65;&#x42;&amp;&quot;</r>", 'r("<AB&\\"")'],
  ["entities of HTML / kept as written", "<r>a&nbsp;b</r>", 'r("a&nbsp;b")'],
  ["a bare ampersand / itself", "<r><n>Tom & Jerry</n><u>/x?a=1&b=2</u></r>", 'r(n("Tom & Jerry") u("/x?a=1&b=2"))'],
  ["CDATA / text", "<r><![CDATA[a<b]]></r>", 'r("a<b")'],
  ["comments and instructions / left out", "<r><!-- <a/> --><?x y?>1</r>", 'r("1")'],
  ["control characters / kept", "<r>a\u0001b</r>", 'r("a\\u0001b")'],
  ["an empty body", "", "not-xml"],
  ["no XML at all", "Internal Server Error", "not-xml"],
  ["an HTML page", "<html><head><title>500<meta></head><br></html>", "not-xml"],
  ["cut short", "<root><a>1</a>", "not-xml"],
  ["tags that do not match", "<r><a></b></r>", "not-xml"],
  ["an unquoted attribute", "<r a=1><b/></r>", "not-xml"],
  ["a document type", "<!DOCTYPE r><r/>", "xml-doctype"],
  [
    "a billion laughs",
    '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><r>&c;</r>',
    "xml-doctype",
  ],
  ["a file as an entity", '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r>&f;</r>', "xml-doctype"],
  ["32 deep", "<a>".repeat(32) + "</a>".repeat(32), `${"a(".repeat(31)}a${")".repeat(31)}`],
  ["33 deep", "<a>".repeat(33) + "</a>".repeat(33), "xml-too-deep"],
  ["very deep and cut short", "<a>".repeat(40_000), "xml-too-deep"],
  ["very many elements", `<r>${"<a/>".repeat(6_000)}</r>`, "xml-too-long"],
];

describe("documents", () => {
  for (const [name, text, expected] of rows) {
    test(name, async () => {
      expect(await read(text)).toBe(expected);
    });
  }

  test("any octets / a value, never a throw", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (octets) => {
        expect(typeof (await parseXml(octets)).ok).toBe("boolean");
      }),
    );
  });

  test("any mixture of markup / a value, never a throw", async () => {
    const piece = fc.constantFrom(
      "<a>",
      "</a>",
      "<a",
      ">",
      "&",
      "&amp;",
      "<![CDATA[",
      "]]>",
      "<!--",
      "<?",
      "x",
      '"',
      "=",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        expect(typeof (await parseXml(octetsOf(pieces.join("")))).ok).toBe("boolean");
      }),
    );
  });
});

const utf16 = (text: string, isBig: boolean): Uint8Array => {
  const octets = Buffer.from(text, "utf16le");
  return isBig ? octets.swap16() : octets;
};
const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

const encodings: readonly (readonly [name: string, octets: Uint8Array, contentType: string, expected: string])[] = [
  ["UTF-8", octetsOf("<r>Büro</r>"), "", "<r>Büro</r>"],
  ["UTF-8 with a mark", octetsOf("\ufeff<r>Büro</r>"), "", "<r>Büro</r>"],
  ["UTF-16 with a mark, little endian", utf16("\ufeff<r>Büro</r>", false), "", "<r>Büro</r>"],
  ["UTF-16 with a mark, big endian", utf16("\ufeff<r>Büro</r>", true), "", "<r>Büro</r>"],
  ["UTF-16 without a mark", utf16("<r>Büro</r>", true), "", "<r>Büro</r>"],
  [
    "ISO-8859-1, declared",
    latin1('<?xml version="1.0" encoding="ISO-8859-1"?><r>Büro</r>'),
    "text/xml; charset=utf-8",
    '<?xml version="1.0" encoding="ISO-8859-1"?><r>Büro</r>',
  ],
  ["ISO-8859-1, told by HTTP", latin1("<r>Büro</r>"), 'text/xml; charset="iso-8859-1"', "<r>Büro</r>"],
  ["ISO-8859-1, undeclared", latin1("<r>Büro</r>"), "text/xml", "<r>Büro</r>"],
  [
    "GB2312, declared",
    Buffer.from([...Buffer.from("<?xml encoding='gb2312'?><r>"), 0xc2, 0xb7, 0xd3, 0xc9, ...Buffer.from("</r>")]),
    "",
    "<?xml encoding='gb2312'?><r>路由</r>",
  ],
  ["UTF-16 claimed, UTF-8 sent", octetsOf("<?xml encoding='utf-16'?><r/>"), "", "<?xml encoding='utf-16'?><r/>"],
  ["an encoding nobody knows", octetsOf("<?xml encoding='klingon'?><r/>"), "", "<?xml encoding='klingon'?><r/>"],
  ["nothing", new Uint8Array(0), "", ""],
];

describe("encodings", () => {
  for (const [name, octets, contentType, expected] of encodings) {
    test(name, () => {
      expect(decodeXmlText(octets, contentType)).toBe(expected);
    });
  }
});

test("finding / by name, first in document order", async () => {
  const parsed = await parseXml(octetsOf("<r><a><x>1</x></a><x>2</x><e/></r>"));
  expect(parsed.ok).toBe(true);
  if (!parsed.ok) return;
  expect(findElement(parsed.value, ({ name }) => name === "x")?.text).toBe("1");
  expect(textOf(parsed.value, "x")).toBe("2");
  expect(textOf(parsed.value, "e")).toBeUndefined();
  expect(childOf(parsed.value, "none")).toBeUndefined();
});
