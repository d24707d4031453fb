import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bindRawLines } from "../../test/support/bind-raw-zone.ts";
import { exampleZone } from "../../test/interop/awkward-zones.ts";
import { handMadeZones } from "../../test/interop/hand-made-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { zoneLines } from "../../test/support/zone-lines.ts";
import { lowerCaseName } from "../core/name.ts";
import { toHex } from "../core/octets.ts";
import { codeOfType, typeOfCode } from "../core/rr-type.ts";
import { lowerCaseRdata } from "../wire/rdata/layout.ts";
import { printZone } from "./print.ts";
import { readZone, type ZoneContent } from "./read.ts";

/**
 * BIND's and ldns' own tools read what we print, and we read what they print; and they make of what we print exactly what
 * they make of its source, which no reader of ours sees.
 */

const folder = mkdtempSync(join(tmpdir(), "holdfast-zonefile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const compile = Bun.which("named-compilezone");
const ldns = Bun.which("ldns-read-zone");

/** Zones with what is awkward to write; all of them obey what the tools check. */
const zones: readonly (readonly [name: string, text: string])[] = [
  [
    "plain",
    "@ SOA ns1 hostmaster 1 7200 3600 1209600 300\n@ NS ns1\nns1 A 192.0.2.1\nns1 AAAA 2001:db8::1\n@ MX 10 mail\nmail A 192.0.2.2",
  ],
  [
    "an SOA over several lines with units",
    "@ SOA ns1 host\\.master (\n 4294967295 ; serial\n 2h 10M 1w 1m )\n NS ns1\nns1 A 192.0.2.1",
  ],
  ["wildcards", "@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n* A 192.0.2.2\n*.a.b TXT x"],
  [
    "escapes in owners",
    "@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\na\\.b A 192.0.2.2\nc\\032d A 192.0.2.3\n\\000\\255 A 192.0.2.4\n\\@ A 192.0.2.5\n\\; A 192.0.2.6\n\\(\\)\\\\ A 192.0.2.7",
  ],
  [
    "quotes and dollars in owners",
    '@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n\\$x A 192.0.2.2\na\\"b A 192.0.2.3',
  ],
  [
    "underscore names",
    '@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n_sip._udp SRV 1 2 5060 ns1\n_dmarc TXT "v=DMARC1; p=none"',
  ],
  [
    "long and odd texts",
    `@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\nt TXT "${"x".repeat(255)}" "${"y".repeat(255)}" "" "\\000\\255\\"\\\\;" a\\ b 例`,
  ],
  [
    "internationalized names",
    "@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\nbücher A 192.0.2.2\n例子 CNAME bücher",
  ],
  [
    "unknown types and generic forms",
    "@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A \\# 4 c0000201\nu TYPE65280 \\# 3 (ab cd\nef)\nu TYPE65281 \\# 0",
  ],
  ["upper case", "@ SOA NS1 H 1 2 3 4 5\n@ NS NS1\nNS1 A 192.0.2.1\nWwW CNAME Ns1\nMX MX 10 nS1"],
  ["tabs, CRLF, parentheses", "@\tSOA\tns1 h ( 1 2\r\n 3 4 5 )\r\n\tNS ( ns1 )\r\n\r\nns1\t60\tIN\tA\t192.0.2.1\r\n"],
  [
    "several TTLs, delegation with glue",
    "@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\na 1 A 192.0.2.2\nb 2147483647 A 192.0.2.3\nsub 60 NS ns.sub\nns.sub 60 A 192.0.2.4",
  ],
  [
    "CAA",
    '@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n@ CAA 128 issue "ca.example.org; a=b"\n@ CAA 0 iodef "mailto:a@b.example"',
  ],
  [
    "addresses in every shape",
    "@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\na AAAA ::\na AAAA ::1\na AAAA 1:2:3:4:5:6:7:8\na AAAA ::ffff:192.0.2.1\na AAAA 1:0:0:2::3",
  ],
  [
    "DNSSEC's types",
    `@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n@ DNSKEY 257 3 ED25519 ${"A".repeat(43)}=\n@ CDNSKEY 0 3 0 AA==\n@ CDS 0 0 0 00\nsub NS ns1\nsub DS 60485 8 2 ${"0aF1".repeat(16)}\n@ NSEC3PARAM 1 0 0 -\n@ CSYNC 66 3 A NS AAAA\nns1 NSEC sub A RRSIG NSEC TYPE1234\nns1 RRSIG A 8 3 300 20300101000000 20200101000000 1 @ ${"AbCd".repeat(30)}\n0123456789abcdefghijklmnopqrstuv NSEC3 1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX NSEC3PARAM TYPE65280`,
  ],
  [
    "service bindings",
    '@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n@ HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint="2001:db8::1" ech=AEX+DQBBEQ==\nwww HTTPS 0 svc\n_dns SVCB 16 ns1 alpn="f\\\\\\\\oo\\\\,bar,h2" no-default-alpn mandatory=port,alpn port=53 key667="hello\\210\\"qoo"',
  ],
  [
    "LOC",
    "@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\na LOC 42 21 54 N 71 06 18 W -24m 30m\nb LOC 0 S 0 W 0\nc LOC 90 0 0.000 S 180 0 0.000 W 42849672.95m 90000000m 0.05m 0.10m",
  ],
  [
    "certificates and keys",
    `@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n_443._tcp TLSA 3 1 1 ${"0123456789abcdef".repeat(4)}\nns1 SSHFP 4 2 ${"0123456789ABCDEF".repeat(2)} ${"0123456789abcdef".repeat(2)}\nk._openpgpkey OPENPGPKEY ${"mQCN".repeat(40)}\n@ ZONEMD 1 1 1 ${"0123456789abcdef".repeat(6)}`,
  ],
  [
    "telephone numbers, URIs and redirected trees",
    '@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n4.3.2.1 NAPTR 100 10 u sip+E2U "!^.*$!sip:info@foo.se!i" .\n4.3.2.1 NAPTR 100 20 s "" "" _sip._udp\n_http._tcp URI 10 1 "https://www.example.net/a?b=\\"c\\";d"\nold DNAME new\nold TXT beside',
  ],
];

/** Zones ldns reads and then prints so that nobody can read them. */
const ldnsCannot: ReadonlyMap<string, string> = new Map([
  ["quotes and dollars in owners", "ldns 1.8.3 prints quotes and dollars in names without their escapes"],
]);

function read(text: string): ZoneContent {
  return expectOk(readZone(`$ORIGIN example.net.\n$TTL 300\n${text}`));
}

function run(command: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { exitCode, stdout, stderr } = Bun.spawnSync({ cmd: [...command], stdout: "pipe", stderr: "pipe" });
  return { status: exitCode, output: `${stdout}${stderr}` };
}

/** Records in lower case and sorted: the tools order and fold case in their own ways. */
function sorted(zone: ZoneContent): readonly string[] {
  return zoneLines(zone.rrsets)
    .map((line) => line.toLowerCase())
    .toSorted();
}

describe.skipIf(compile === null)("named-compilezone (needs the package bind9-utils)", () => {
  for (const [title, text] of zones) {
    test(title, () => {
      const zone = read(text);
      const [printed, compiled] = [join(folder, "printed"), join(folder, "compiled")];
      writeFileSync(printed, printZone(zone.apex, zone.rrsets));
      const checks = ["-i", "none", "-k", "ignore", "-n", "ignore", "-M", "ignore", "-S", "ignore"];
      const { status, output } = run([compile ?? "", "-q", ...checks, "-o", compiled, "example.net", printed]);
      expect([status, output]).toEqual([0, ""]);
      const theirs = expectOk(readZone(readFileSync(compiled, "utf8")));
      expect(sorted(theirs)).toEqual(sorted(zone));
    });
  }
});

/** Zones whose source ldns reads otherwise than everybody, or not at all. */
const ldnsReadsOtherwise: ReadonlyMap<string, string> = new Map([
  ["internationalized names", "ldns takes the octets of UTF-8 for the label"],
]);

/** Zones that BIND reads otherwise than we do. */
const bindReadsOtherwise: ReadonlyMap<string, string> = new Map([
  ["internationalized names", "BIND takes the octets of UTF-8 for the label"],
]);

/** What no reader or printer of ours stands between: names and RDATA as octets, in lower case as far as names go. */
function octetLines(zone: ZoneContent): readonly string[] {
  return zone.rrsets
    .flatMap(({ owner, ttl, type, rdata }) =>
      rdata.map(
        (one) => `${toHex(owner.canonicalWire)} ${ttl} ${codeOfType(type)} ${toHex(lowerCaseRdata(type, one))}`,
      ),
    )
    .toSorted();
}

/** The same of what BIND understood. */
function folded(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => {
      const [owner = "", ttl, type, rdata = ""] = line.split(" ");
      const octets = lowerCaseRdata(typeOfCode(Number(type)), Uint8Array.fromHex(rdata));
      return `${toHex(lowerCaseName(Uint8Array.fromHex(owner)))} ${ttl} ${type} ${toHex(octets)}`;
    })
    .toSorted();
}

describe.skipIf(compile === null)("named-compilezone understands the same octets as we do", () => {
  const all = [
    ...zones.map(([title, text]) => ["example.net", title, `$ORIGIN example.net.\n$TTL 300\n${text}\n`] as const),
    ...[exampleZone, ...handMadeZones].map(({ apex, text }) => [apex, apex, text] as const),
  ];
  for (const [apex, title, text] of all) {
    const reason = bindReadsOtherwise.get(title);
    test.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (${reason})`, () => {
      const zone = expectOk(readZone(text));
      // As it stands, and as we print it.
      for (const source of [text, printZone(zone.apex, zone.rrsets)]) {
        const [given, compiled] = [join(folder, "source"), join(folder, "raw")];
        writeFileSync(given, source);
        const checks = ["-i", "none", "-k", "ignore", "-n", "ignore", "-M", "ignore", "-S", "ignore"];
        const { status, output } = run([compile ?? "", "-q", ...checks, "-F", "raw=0", "-o", compiled, apex, given]);
        expect([status, output]).toEqual([0, ""]);
        expect(folded(bindRawLines(readFileSync(compiled)))).toEqual(octetLines(zone));
      }
    });
  }
});

describe.skipIf(ldns === null)("ldns-read-zone -c makes the same of what we print as of what was given", () => {
  const canonical = (text: string): readonly string[] => {
    const given = join(folder, "given-to-ldns");
    writeFileSync(given, text);
    const { status, output } = run([ldns ?? "", "-c", given]);
    expect([status, output.includes("error")]).toEqual([0, false]);
    // What it prints behind a list of types depends on how the list was written.
    return output
      .split("\n")
      .map((line) => line.trim())
      .toSorted();
  };
  for (const { apex, text } of [exampleZone, ...handMadeZones]) {
    test(apex, () => {
      const zone = expectOk(readZone(text));
      expect(canonical(printZone(zone.apex, zone.rrsets))).toEqual(canonical(text));
    });
  }
  for (const [title, text] of zones) {
    const reason = ldnsCannot.get(title) ?? ldnsReadsOtherwise.get(title);
    test.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (${reason})`, () => {
      const source = `$ORIGIN example.net.\n$TTL 300\n${text}\n`;
      const zone = expectOk(readZone(source));
      expect(canonical(printZone(zone.apex, zone.rrsets))).toEqual(canonical(source));
    });
  }
});

/** Directives, which only named-compilezone has too; both read the text as it stands. */
const directives: readonly (readonly [name: string, text: string])[] = [
  ["plain numbers", "$GENERATE 1-20 host-$ A 192.0.2.$"],
  ["a step, TTL and class", "$GENERATE 0-20/3 $ 60 IN CNAME $.0"],
  ["quoted data", '$GENERATE 1-3 a$ MX "$0 mail$"\n$GENERATE 1-3 t$ TXT "x y$"'],
  ["offsets, widths and bases", `$GENERATE 9-17 d$\{1,3,d}-o$\{-2,0,o}-x$\{0,4,x}-X$\{0,4,X} A 192.0.2.$\{100}`],
  ["nibbles", `$GENERATE 250-260 $\{0,5,n} PTR n$\{0,7,N}.x`],
  ["dollars", "$GENERATE 1-2 a\\$$ A 192.0.2.1"],
  ["a relative origin", "$ORIGIN sub.example.net.\n$GENERATE 1-2 a$ CNAME b$"],
];

describe.skipIf(compile === null)("named-compilezone reads directives as we do", () => {
  for (const [title, text] of directives) {
    test(title, () => {
      const source = `$ORIGIN example.net.\n$TTL 300\n@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n${text}\n`;
      const [given, compiled] = [join(folder, "given"), join(folder, "compiled-directives")];
      writeFileSync(given, source);
      const checks = ["-i", "none", "-k", "ignore", "-n", "ignore", "-M", "ignore"];
      const { status, output } = run([compile ?? "", "-q", ...checks, "-o", compiled, "example.net", given]);
      expect([status, output]).toEqual([0, ""]);
      expect(sorted(expectOk(readZone(readFileSync(compiled, "utf8"))))).toEqual(sorted(expectOk(readZone(source))));
    });
  }
});

describe.skipIf(ldns === null)("ldns-read-zone (needs the package ldnsutils)", () => {
  for (const [title, text] of zones) {
    const reason = ldnsCannot.get(title);
    test.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (${reason})`, () => {
      const zone = read(text);
      const printed = join(folder, "printed-for-ldns");
      writeFileSync(printed, printZone(zone.apex, zone.rrsets));
      const { status, output } = run([ldns ?? "", printed]);
      expect([status, output.includes("error")]).toEqual([0, false]);
      expect(sorted(expectOk(readZone(output)))).toEqual(sorted(zone));
    });
  }
});
