import { describe, expect, test } from "bun:test";
import { parseXml } from "./xml.ts";

describe("trees", () => {
  const rows: readonly (readonly [title: string, xml: string, tree: object])[] = [
    ["texts", "<a><b> 1 </b><c/></a>", { a: { b: ["1"], c: [""] } }],
    ["one child and several", "<a><b>1</b><b>2</b></a>", { a: { b: ["1", "2"] } }],
    ["attributes", '<a><b n="1">x</b><b n="2"/></a>', { a: { b: [{ "@n": "1", "#text": "x" }, { "@n": "2" }] } }],
    ["prefixes", '<s:a xmlns:s="urn:x"><s:b>1</s:b></s:a>', { a: { b: ["1"] } }],
    ["entities and CDATA", "<a><b>&lt;&#65;&amp;<![CDATA[<&]]></b></a>", { a: { b: ["<A&<&"] } }],
    ["only the outermost element", "<a>x</a>", { a: "x" }],
    ["an encoding that is not the one used", '<?xml version="1.0" encoding="utf-16"?><a>é</a>', { a: "é" }],
    ["comments and processing instructions", "<!-- c --><a><?p i?>x<!-- d --></a>", { a: "x" }],
    [
      "names of members that every object has",
      "<a><__proto__>1</__proto__><toString>2</toString></a>",
      { a: { ["__proto__"]: ["1"], toString: ["2"] } },
    ],
  ];
  for (const [title, xml, tree] of rows) test(title, () => expect(parseXml(xml)).toEqual(tree as never));
});

describe("no trees", () => {
  const rows: readonly (readonly [title: string, xml: string])[] = [
    ["nothing", ""],
    ["text", "OK"],
    ["JSON", '{"a":1}'],
    ["cut short", "<a><b>1</b>"],
    ["cut inside a tag", "<a><b"],
    ["crossed tags", "<a><b></a></b>"],
    ["two documents", "<a>1</a><a>2</a>"],
    ["junk behind the end", "<a>1</a> OK"],
    ["a bare ampersand", "<a>Tom & Jerry</a>"],
    ["an entity of its own", "<a>&x;</a>"],
    ["a document type", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ["too deep", `${"<a>".repeat(33)}${"</a>".repeat(33)}`],
    ["too many elements", `<a>${"<b/>".repeat(100_000)}</a>`],
  ];
  for (const [title, xml] of rows) test(title, () => expect(parseXml(xml)).toBeUndefined());
});

test("a list of 50 000 / read in no time", () => {
  const tree = parseXml(`<a>${"<b>1</b>".repeat(50_000)}</a>`);
  expect(Object.values(tree ?? {})).toEqual([{ b: Array.from({ length: 50_000 }, () => "1") }]);
}, 2_000);
