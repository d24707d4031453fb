import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { zoneLines } from "../../test/support/zone-lines.ts";
import type { MasterFile } from "../core/master-file.ts";
import { mostProblems, type ProblemCode } from "./problem.ts";
import { problemText } from "./problems.text.ts";
import { type ReadOptions, readZone, readZoneInPieces } from "./read.ts";

const apex = name("example.net");
const start = "@ 3600 IN SOA ns1 hostmaster 1 2 3 4 5\n@ 3600 IN NS ns1\n";
const startLines = [
  "example.net. 3600 SOA ns1.example.net. hostmaster.example.net. 1 2 3 4 5",
  "example.net. 3600 NS ns1.example.net.",
];

/** Records of a text that follows SOA and NS. */
function records(text: string): string[] {
  const zone = expectOk(readZone(start + text, { apex }));
  expect(zone.warnings).toEqual([]);
  expect(zoneLines(zone.rrsets).slice(0, 2)).toEqual(startLines);
  return zoneLines(zone.rrsets).slice(2);
}

/** Problems of a text as `line:column code`. */
function problems(text: string, options: ReadOptions = { apex }): string[] {
  const zone = readZone(text, options);
  const found = zone.ok ? zone.value.warnings : zone.problems;
  return found.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

test("a large file is read in pieces, and to the same zone", () => {
  const text = start + Array.from({ length: 1_000 }, (_, index) => `h${index} 60 A 192.0.2.1\n`).join("");
  const reading = readZoneInPieces(text, { apex });
  let [step, pieces] = [reading.next(), 0];
  for (; step.done !== true; step = reading.next()) pieces += 1;
  expect(pieces).toBeGreaterThan(4);
  expect(zoneLines(expectOk(step.value).rrsets)).toEqual(zoneLines(expectOk(readZone(text, { apex })).rrsets));
});

const snippets: readonly (readonly [name: string, text: string, lines: readonly string[]])[] = [
  ["relative owner", "www 60 IN A 192.0.2.1", ["www.example.net. 60 A 192.0.2.1"]],
  ["absolute owner", "www.example.net. 60 IN A 192.0.2.1", ["www.example.net. 60 A 192.0.2.1"]],
  ["the apex as @", "@ 60 IN A 192.0.2.1", ["example.net. 60 A 192.0.2.1"]],
  ["class before TTL", "www IN 60 A 192.0.2.1", ["www.example.net. 60 A 192.0.2.1"]],
  ["no class", "www 60 A 192.0.2.1", ["www.example.net. 60 A 192.0.2.1"]],
  ["class and type in lower case", "www 60 in a 192.0.2.1", ["www.example.net. 60 A 192.0.2.1"]],
  ["class by number", "www 60 CLASS1 TYPE1 192.0.2.1", ["www.example.net. 60 A 192.0.2.1"]],
  ["TTL of the record before", "www A 192.0.2.1", ["www.example.net. 3600 A 192.0.2.1"]],
  [
    "$TTL from then on, a TTL of one's own once",
    "$TTL 1h30m\na A 192.0.2.1\nb 60 A 192.0.2.2\nc A 192.0.2.3\n$ttl 2D\nd A 192.0.2.4",
    [
      "a.example.net. 5400 A 192.0.2.1",
      "b.example.net. 60 A 192.0.2.2",
      "c.example.net. 5400 A 192.0.2.3",
      "d.example.net. 172800 A 192.0.2.4",
    ],
  ],
  [
    "$ORIGIN, absolute and relative",
    "$ORIGIN sub.example.net.\na A 192.0.2.1\n@ A 192.0.2.2\n$ORIGIN deep\nb CNAME c\n$ORIGIN @\nd CNAME .",
    [
      "a.sub.example.net. 3600 A 192.0.2.1",
      "sub.example.net. 3600 A 192.0.2.2",
      "b.deep.sub.example.net. 3600 CNAME c.deep.sub.example.net.",
      "d.deep.sub.example.net. 3600 CNAME .",
    ],
  ],
  [
    "an owner stays after $ORIGIN, its text does not",
    "www A 192.0.2.1\n$ORIGIN sub\n  AAAA ::1\nwww A 192.0.2.2",
    ["www.example.net. 3600 A 192.0.2.1", "www.example.net. 3600 AAAA ::1", "www.sub.example.net. 3600 A 192.0.2.2"],
  ],
  [
    "a blank owner repeats the last one",
    "www A 192.0.2.1\n    AAAA ::1\n\n\tTXT hi",
    ["www.example.net. 3600 A 192.0.2.1", "www.example.net. 3600 AAAA ::1", 'www.example.net. 3600 TXT "hi"'],
  ],
  [
    "comments and empty lines",
    "; first\n\n   \n  ; indented\nwww A 192.0.2.1 ; behind\n;last",
    ["www.example.net. 3600 A 192.0.2.1"],
  ],
  ["no line end at the end", "www A 192.0.2.1", ["www.example.net. 3600 A 192.0.2.1"]],
  [
    "CRLF",
    'www A 192.0.2.1\r\n\r\n  TXT "a" "b"\r\n',
    ["www.example.net. 3600 A 192.0.2.1", 'www.example.net. 3600 TXT "a" "b"'],
  ],
  ["tabs", "www\t\t60\tIN\tA\t192.0.2.1\t", ["www.example.net. 60 A 192.0.2.1"]],
  [
    "parentheses over lines, with comments in them",
    "www 60 IN MX ( ; preference\n  10 ; is ten\n  mail ) ; done\nb A 192.0.2.2",
    ["www.example.net. 60 MX 10 mail.example.net.", "b.example.net. 60 A 192.0.2.2"],
  ],
  ["parentheses around words of one line", "www (60) IN (A) 192.0.2.1", ["www.example.net. 60 A 192.0.2.1"]],
  ["parentheses in parentheses", "www TXT ( a ( b\n) c\n)", ['www.example.net. 3600 TXT "a" "b" "c"']],
  ["a parenthesis without blanks", "www TXT(a\nb)", ['www.example.net. 3600 TXT "a" "b"']],
  ["semicolons and parentheses in quotes", 'www TXT "a;b(c)d"', ['www.example.net. 3600 TXT "a;b(c)d"']],
  ["escaped, they need no quotes", 'www TXT a\\;b\\(c\\)\\"d\\ e', ['www.example.net. 3600 TXT "a;b(c)\\"d e"']],
  ["quotes end a word", 'www TXT a"b"c', ['www.example.net. 3600 TXT "a" "b" "c"']],
  ["an empty text", 'www TXT ""', ['www.example.net. 3600 TXT ""']],
  ["octets by number", "www TXT \\000\\255 \\097", ['www.example.net. 3600 TXT "\\000\\255" "a"']],
  ["UTF-8 in text", "www TXT é", ['www.example.net. 3600 TXT "\\195\\169"']],
  [
    "an owner named like a type",
    "a A 192.0.2.1\nmx MX 1 a\nIN IN A 192.0.2.1",
    ["a.example.net. 3600 A 192.0.2.1", "mx.example.net. 3600 MX 1 a.example.net.", "IN.example.net. 3600 A 192.0.2.1"],
  ],
  ["an owner that is a number", "80 60 PTR www", ["80.example.net. 60 PTR www.example.net."]],
  [
    "wildcard",
    "* A 192.0.2.1\n*.a A 192.0.2.2",
    ["*.example.net. 3600 A 192.0.2.1", "*.a.example.net. 3600 A 192.0.2.2"],
  ],
  [
    "underscore names",
    '_sip._udp SRV 1 2 5060 sip\n_dmarc TXT "v=DMARC1"',
    ["_sip._udp.example.net. 3600 SRV 1 2 5060 sip.example.net.", '_dmarc.example.net. 3600 TXT "v=DMARC1"'],
  ],
  ["case is kept", "WwW CNAME Example.ORG.", ["WwW.example.net. 3600 CNAME Example.ORG."]],
  [
    "owners that differ in case are one",
    "www A 192.0.2.1\nWWW A 192.0.2.2",
    ["www.example.net. 3600 A 192.0.2.1", "www.example.net. 3600 A 192.0.2.2"],
  ],
  ["escapes in an owner", "a\\.b\\032c A 192.0.2.1", ["a\\.b\\032c.example.net. 3600 A 192.0.2.1"]],
  ["an owner that begins with a dollar", "\\$x A 192.0.2.1", ["\\$x.example.net. 3600 A 192.0.2.1"]],
  ["an escaped @ is a label", "\\@ A 192.0.2.1", ["\\@.example.net. 3600 A 192.0.2.1"]],
  [
    "internationalized names",
    "bücher CNAME 例子.测试.\nxn--bcher-kva.sub A 192.0.2.1",
    [
      "xn--bcher-kva.example.net. 3600 CNAME xn--fsqu00a.xn--0zwm56d.",
      "xn--bcher-kva.sub.example.net. 3600 A 192.0.2.1",
    ],
  ],
  [
    "RFC 3597 §5",
    "e IN A \\# 4 0A000001\nf TYPE731 \\# 6 abcd (\n ef 01 23 45 )\ng TYPE62347 \\# 0\nh TYPE99 \\# 3 (aa bb\n cc)",
    [
      "e.example.net. 3600 A 10.0.0.1",
      "f.example.net. 3600 TYPE731 \\# 6 abcdef012345",
      "g.example.net. 3600 TYPE62347 \\# 0",
      "h.example.net. 3600 TYPE99 \\# 3 aabbcc",
    ],
  ],
  ["CAA", '@ CAA 0 issue "ca.example.org; a=b"', ['example.net. 3600 CAA 0 issue "ca.example.org; a=b"']],
  [
    "records of one RRset far apart stand together",
    "a A 192.0.2.1\nb A 192.0.2.2\na A 192.0.2.3",
    ["a.example.net. 3600 A 192.0.2.1", "a.example.net. 3600 A 192.0.2.3", "b.example.net. 3600 A 192.0.2.2"],
  ],
  [
    "the same record twice is one",
    "a A 192.0.2.1\na A 192.0.2.1\na 3600 IN A 192.0.2.1",
    ["a.example.net. 3600 A 192.0.2.1"],
  ],
  ["the same record in another case is one", "a MX 1 b\na MX 1 B", ["a.example.net. 3600 MX 1 b.example.net."]],
  [
    "texts that differ in case are two",
    "a TXT b\na TXT B",
    ['a.example.net. 3600 TXT "b"', 'a.example.net. 3600 TXT "B"'],
  ],
  [
    "glue below a delegation, and DNSSEC's types beside a CNAME",
    "sub NS ns.sub\nns.sub A 192.0.2.1\nc CNAME d\nc RRSIG CNAME 8 3 60 20300101000000 20200101000000 1 @ AA==\nc NSEC d CNAME",
    [
      "sub.example.net. 3600 NS ns.sub.example.net.",
      "ns.sub.example.net. 3600 A 192.0.2.1",
      "c.example.net. 3600 CNAME d.example.net.",
      "c.example.net. 3600 RRSIG CNAME 8 3 60 20300101000000 20200101000000 1 example.net. AA==",
      "c.example.net. 3600 NSEC d.example.net. CNAME",
    ],
  ],
];

describe("readZone", () => {
  for (const [title, text, lines] of snippets) {
    test(title, () => expect(records(text)).toEqual([...lines]));
  }

  test("an SOA over several lines with units, its owner the zone's name", () => {
    const text = `$ORIGIN Example.ORG.
@ 1d IN SOA ns1 host\\.master (
      4294967295 ; serial
      2h         ; refresh
      10M        ; retry
      1w         ; expire
      1m )       ; minimum
  NS ns1
`;
    const zone = expectOk(readZone(text));
    expect(zone.apex.toString()).toBe("Example.ORG.");
    expect(zoneLines(zone.rrsets)).toEqual([
      "Example.ORG. 86400 SOA ns1.Example.ORG. host\\.master.Example.ORG. 4294967295 7200 600 604800 60",
      "Example.ORG. 86400 NS ns1.Example.ORG.",
    ]);
  });

  test("a byte order mark is passed over", () => {
    expect(readZone(`\ufeff${start}`, { apex }).ok).toBe(true);
  });

  test("the root zone", () => {
    const zone = expectOk(readZone(". 60 SOA . . 1 2 3 4 5\n. NS a.\na A 192.0.2.1\n", { apex: name(".") }));
    expect(zoneLines(zone.rrsets).at(-1)).toBe("a. 60 A 192.0.2.1");
  });

  test("the zone that was served for the recordings", () => {
    const path = join(import.meta.dir, "../wire/fixtures/capture.example.zone");
    const text = readFileSync(path, "utf8").replaceAll(/^(rp|naptr) .*\n/gm, "");
    const zone = expectOk(readZone(text));
    expect(zone.rrsets.reduce((sum, { rdata }) => sum + rdata.length, 0)).toBe(67);
  });

  test("a file that adds to a zone may lack SOA and NS", () => {
    const zone = expectOk(readZone("www 60 A 192.0.2.1", { apex, isSoaOptional: true }));
    expect(zoneLines(zone.rrsets)).toEqual(["www.example.net. 60 A 192.0.2.1"]);
    expect(problems("www.example.net. 60 A 192.0.2.1", { isSoaOptional: true })).toEqual(["1:1 soa-missing"]);
  });

  test("different TTLs in an RRset: the smallest, and a warning", () => {
    const text = `${start}a 60 A 192.0.2.1\na 30 A 192.0.2.2\na 90 A 192.0.2.3\n`;
    const zone = expectOk(readZone(text, { apex }));
    expect(zoneLines(zone.rrsets).slice(2)).toEqual([
      "a.example.net. 30 A 192.0.2.1",
      "a.example.net. 30 A 192.0.2.2",
      "a.example.net. 30 A 192.0.2.3",
    ]);
    expect(zone.warnings).toEqual([
      {
        code: "ttl-differs",
        severity: "warning",
        line: 4,
        column: 1,
        facts: { owner: "a.example.net.", type: "A", used: zone.rrsets[2]?.ttl ?? 0 },
      },
    ]);
  });

  test("no TTL anywhere: the SOA's minimum, and a warning", () => {
    const zone = expectOk(readZone("@ SOA a b 1 2 3 4 77\n@ NS a\n", { apex }));
    expect(zone.rrsets.map((rrset) => Number(rrset.ttl))).toEqual([77, 77]);
    expect(zone.warnings.map(({ code, line, column }) => [code, line, column])).toEqual([["ttl-from-minimum", 1, 3]]);
  });

  test("thousands of records at one owner take no long time", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `a 60 TXT ${index % 15_000}`).join("\n");
    const zone = expectOk(readZone(start + many, { apex }));
    expect(zone.rrsets.at(-1)?.rdata.length).toBe(15_000);
  }, 10_000);
});

// One file more was twice the time: 19 took seven seconds in which nobody else got a turn.
test("$INCLUDE: files of which each includes the next one twice come to an end", () => {
  let file: MasterFile = { path: "last", text: "", includes: {} };
  for (let level = 0; level < 40; level += 1) {
    file = { path: "twice", text: "$INCLUDE next\n$INCLUDE next\n", includes: { next: file } };
  }
  const zone = readZone(start + file.text, { apex, includes: file.includes });
  expect(!zone.ok && new Set(zone.problems.map(({ code }) => code))).toEqual(new Set(["include-unread"]));
});

const broken: readonly (readonly [
  name: string,
  text: string,
  problems: readonly `${number}:${number} ${ProblemCode}`[],
])[] = [
  ["a parenthesis that stays open", "a MX ( 10\nb\nc A 192.0.2.1", ["3:6 parenthesis-not-closed"]],
  ["a parenthesis that was never open", "a A 192.0.2.1 )\nb A 192.0.2.1", ["3:15 parenthesis-not-opened"]],
  ["a quote that stays open", 'a TXT "abc\nb A 192.0.2.1', ["3:7 quote-not-closed"]],
  ["a quote hidden by its backslash", 'a TXT "abc\\"\nb A x', ["3:7 quote-not-closed", "4:5 rdata-invalid"]],
  ["a backslash before the line end", 'a TXT "abc\\\nb A 192.0.2.1', ["3:7 quote-not-closed"]],
  ["a backslash at the end of all", "a TXT abc\\", ["3:7 rdata-invalid"]],
  ["two DNAMEs", "a DNAME b\na DNAME c", ["4:1 several-dnames"]],
  ["a DNAME beside a CNAME", "a DNAME b\na CNAME c", ["4:1 cname-with-other-data"]],
  ["$INCLUDE of what is not given", "$INCLUDE other.zone\n", ["3:10 include-unread"]],
  ["$INCLUDE of nothing", "$INCLUDE\n", ["3:1 include-malformed"]],
  ["$INCLUDE with more than an origin", "$INCLUDE a b c\n", ["3:14 include-malformed"]],
  ["$GENERATE of nothing", "$GENERATE\n", ["3:1 generate-malformed"]],
  ["$GENERATE downwards", "$GENERATE 9-1 a$ A 192.0.2.$\n", ["3:11 generate-malformed"]],
  ["$GENERATE without a step", "$GENERATE 1-9/0 a$ A 192.0.2.$\n", ["3:11 generate-malformed"]],
  ["$GENERATE of too many", "$GENERATE 0-1000000 a$ A 192.0.2.1\n", ["3:11 generate-malformed"]],
  ["$GENERATE without data", "$GENERATE 1-9 a$ A\n", ["3:18 generate-malformed"]],
  ["$GENERATE with odd braces", `$GENERATE 1-9 a$\{x} A 192.0.2.1\n`, ["3:1 generate-malformed"]],
  ["$GENERATE beyond an octet", "$GENERATE 255-257 a$ A 192.0.2.$\n", ["3:24 rdata-invalid", "3:24 rdata-invalid"]],
  ["another directive", "$DATE today\n", ["3:1 directive-unknown"]],
  ["$TTL without a value", "$TTL\n", ["3:1 directive-malformed"]],
  ["$TTL with two", "$TTL 1 2\n", ["3:8 directive-malformed"]],
  ["$TTL in quotes", '$TTL "1"\n', ["3:6 directive-malformed"]],
  ["$TTL that is none", "$TTL 1x\n", ["3:6 ttl-invalid"]],
  ["$ORIGIN that is none", "$ORIGIN a..b\n", ["3:9 name-invalid"]],
  ["an owner that is none, told once", "a..b A 192.0.2.1\n A x\n TXT y\nc A 192.0.2.1", ["3:1 name-invalid"]],
  ["an owner in quotes", '"a" A 192.0.2.1', ["3:1 name-invalid"]],
  ["a label too long", `${"a".repeat(64)} A 192.0.2.1`, ["3:1 name-invalid"]],
  ["a TTL too large", "a 2147483648 A 192.0.2.1", ["3:3 ttl-invalid"]],
  ["two TTLs", "a 60 61 A 192.0.2.1", ["3:6 type-unknown"]],
  ["class CH", "a CH A 192.0.2.1", ["3:3 class-not-internet"]],
  ["class ANY", "a 60 ANY A 192.0.2.1", ["3:6 class-not-internet"]],
  ["an owner alone", "a", ["3:2 type-missing"]],
  ["nothing behind the class", "a 60 IN", ["3:8 type-missing"]],
  ["a type that is none", "a IN QQ 192.0.2.1", ["3:6 type-unknown"]],
  ["a type in quotes", 'a IN "A" 192.0.2.1', ["3:6 type-unknown"]],
  ["a type for questions", "a IN AXFR x", ["3:6 type-not-zone-data"]],
  ["a type of EDNS", "a OPT \\# 0", ["3:3 type-not-zone-data"]],
  ["a wrong address", "a IN A 192.0.2.256", ["3:8 rdata-invalid"]],
  ["a missing value", "a MX 10", ["3:8 rdata-invalid"]],
  ["a missing value behind a quote", 'a CAA 0 issue ; "x"\nb CAA 0', ["3:14 rdata-invalid", "4:8 rdata-invalid"]],
  ["a value too many", "a A 192.0.2.1 192.0.2.2", ["3:15 rdata-invalid"]],
  ["a wrong value in parentheses", "a SOA ( a b\n  1 2 x\n 4 5 )", ["4:7 rdata-invalid"]],
  ["a type known by number only", "a TYPE300 1 8 2 aa", ["3:11 rdata-invalid"]],
  ["an address that is its octets, wrongly", "a A \\# 3 c00002", ["3:5 rdata-invalid"]],
  ["columns count behind tabs and wide characters", "a\tTXT\t例 \\1", ["3:9 rdata-invalid"]],
  ["a name elsewhere", "www.example.org. A 192.0.2.1", ["3:1 outside-zone"]],
  ["a name that only ends alike", "www.badexample.net. A 192.0.2.1", ["3:1 outside-zone"]],
  ["CNAME, then others", "a CNAME b\na A 192.0.2.1", ["4:1 cname-with-other-data"]],
  ["others, then CNAME", "a A 192.0.2.1\na TXT x\n  CNAME b", ["5:3 cname-with-other-data"]],
  ["CNAME at the apex", "@ CNAME b", ["3:1 cname-with-other-data"]],
  ["two CNAMEs", "a CNAME b\na CNAME c", ["4:1 several-cnames"]],
  ["a second SOA", "@ SOA a b 9 9 9 9 9", ["3:1 second-soa"]],
  ["an SOA below the apex", "sub SOA a b 9 9 9 9 9", ["3:1 soa-not-at-apex"]],
  [
    "many at once, in the order of the text",
    "a A x\nb QQ\n$NO\nc A 192.0.2.1)",
    ["3:5 rdata-invalid", "4:3 type-unknown", "5:1 directive-unknown", "6:14 parenthesis-not-opened"],
  ],
];

describe("broken zones", () => {
  for (const [title, text, expected] of broken) {
    test(`${title}: ${expected.join(", ")}`, () => {
      expect(readZone(start + text, { apex }).ok).toBe(false);
      expect(problems(start + text)).toEqual([...expected]);
    });
  }

  const whole: readonly (readonly [name: string, text: string, options: ReadOptions, problems: readonly string[]])[] = [
    ["nothing", "", { apex }, ["1:1 soa-missing"]],
    ["nothing, not even a name", "", {}, ["1:1 soa-missing"]],
    ["no SOA", "@ 60 NS a", { apex }, ["1:1 soa-missing"]],
    ["no NS", "@ 60 SOA a b 1 2 3 4 5", { apex }, ["1:1 ns-missing"]],
    ["no owner on the first line", "  60 A 192.0.2.1", { apex }, ["1:3 owner-missing"]],
    ["no TTL before the SOA", "a A 192.0.2.1\n@ 60 SOA a b 1 2 3 4 5", { apex }, ["1:3 ttl-missing"]],
    ["names relative to nothing", "www 60 A 192.0.2.1", {}, ["1:1 name-invalid"]],
    ["data relative to nothing", "www.a. 60 CNAME b", {}, ["1:17 rdata-invalid"]],
    ["another zone's SOA", "example.org. 60 SOA a b 1 2 3 4 5", { apex }, ["1:1 soa-not-at-apex", "1:1 outside-zone"]],
    [
      "a second zone's SOA",
      "a. 60 SOA a. b. 1 2 3 4 5\na. NS b.\nb.a. SOA a. b. 1 2 3 4 5",
      {},
      ["3:1 soa-not-at-apex"],
    ],
  ];
  for (const [title, text, options, expected] of whole) {
    test(title, () => expect(problems(text, options)).toEqual([...expected]));
  }

  test("facts name what is wrong", () => {
    const zone = readZone(`${start}a IN A 192.0.2.256\n`, { apex });
    expect(zone).toMatchObject({
      ok: false,
      code: "zone-refused",
      problems: [{ facts: { type: "A", text: "192.0.2.256", reason: "not-an-ipv4-address" }, severity: "error" }],
    });
  });

  test("so many problems are told and no more", () => {
    const zone = readZone(start + "a A x\n".repeat(1000), { apex });
    expect(zone.ok ? [] : zone.problems.length).toBe(mostProblems);
    expect(zone).toMatchObject({ wasCutOff: true });
    expect(readZone(`${start}a A x\n`, { apex })).toMatchObject({ wasCutOff: false });
  });

  test("a warning beside an error is told too", () => {
    expect(problems(`${start}a 60 A 192.0.2.1\na 61 A 192.0.2.2\nb A x\n`)).toEqual([
      "4:1 ttl-differs",
      "5:5 rdata-invalid",
    ]);
  });

  test("every problem has a sentence in both languages, without holes", () => {
    for (const [, text] of broken) {
      const zone = readZone(start + text, { apex });
      for (const problem of zone.ok ? [] : zone.problems) {
        for (const language of ["en", "zh-CN"] as const) {
          const sentence = problemText(problem, language);
          expect(sentence).toMatch(language === "en" ? /^["$A-Za-z].*\.$/u : /[。]$/u);
          expect(sentence).not.toContain("undefined");
          expect(sentence.length).toBeLessThan(240);
        }
      }
    }
  });
});

describe("hostile texts", () => {
  const piece = fc.constantFrom(
    ...'( ) " \\ ; \n \r \t @ . $ \\# \\000 \\" $TTL $ORIGIN IN CH A AAAA SOA NS TXT CNAME MX 60 1h a b.c * \0 é 例'.split(
      " ",
    ),
    " ",
    start,
  );

  test("any words in any order give a zone or problems, each inside the text", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        const zone = readZone(text, { apex });
        const lines = text.split("\n");
        for (const { line, column } of zone.ok ? zone.value.warnings : zone.problems) {
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  const large: readonly (readonly [name: string, text: string])[] = [
    ["parentheses", "(".repeat(1_000_000)],
    ["quotes", '"'.repeat(1_000_001)],
    ["backslashes", "\\".repeat(1_000_001)],
    ["one word", "a".repeat(1_000_000)],
    ["one label after the other", "a.".repeat(500_000)],
    ["escapes", `a TXT "${"\\000".repeat(250_000)}"`],
    ["one line of words", `a TXT ${"b ".repeat(500_000)}`],
    ["control characters", "\u0001".repeat(1_000_000)],
    ["line ends", "\n".repeat(1_000_000)],
    ["digits", `a ${"1".repeat(1_000_000)}`],
  ];
  for (const [title, text] of large) {
    test(`a million octets of ${title} are refused in time`, () => {
      expect(readZone(start + text, { apex }).ok).toBe(title === "line ends");
    }, 10_000);
  }
});
