import { exampleZone } from "../interop/awkward-zones.ts";
import { handMadeZones } from "../interop/hand-made-zones.ts";
import type { Chance } from "./chance.ts";

/** Makes master files: entries and directives in every shape, with what breaks them between. RFC 1035 §5.1 */

type List<T> = readonly [T, ...T[]];

/** Lines of the zones that the interop tests serve: every type is among them. */
const lines: readonly string[] = [exampleZone, ...handMadeZones].flatMap(({ text }) => text.split("\n").slice(3));

const owners: List<string> = [
  "@",
  "a",
  "*",
  "*.a",
  "\\000\\255",
  "a\\.b",
  "x.example.",
  "x.test.",
  "",
  "  ",
  "\t",
  "A.b",
];
const middles: List<string> = ["60 IN", "IN 60", "", "1w2d3h4m5s", "IN", "60", "CH", "99999999999", "-1", "0"];
const data: List<string> = [
  ...([
    "A 192.0.2.1",
    "AAAA ::1",
    "AAAA ::ffff:1.2.3.4",
    "CNAME a",
    'TXT "a" b "c\\"d" \\100',
    "MX 1 .",
    "NS ns",
  ] as const),
  ...([
    "SOA ns a 1 2 3 4 5",
    "SOA ns a ( 1 2\n3 ; x\n4 5 )",
    "TYPE65280 \\# 2 abcd",
    "A \\# 4 01020304",
    "TXT",
  ] as const),
  ...([
    "SVCB 1 . alpn=h2,h3 port=53 key65000=x",
    "HTTPS 0 .",
    "CAA 0 issue x",
    "DS 1 2 3 abcd",
    "LOC 1 N 1 E 1m",
  ] as const),
  ...([
    "NSEC a A TYPE65280",
    "RRSIG A 8 2 60 20300101000000 20200101000000 1 @ AAAA",
    "APL 1:1.2.3.4/5",
    "TXT (",
  ] as const),
];
const directives: List<string> = [
  ...([
    "$TTL 60",
    "$TTL 1h",
    "$ORIGIN sub",
    "$ORIGIN .",
    "$ORIGIN example.",
    "$INCLUDE other",
    "$TTL",
    "$X 1",
  ] as const),
  ...(["$GENERATE 1-9 h$ A 192.0.2.$", `$GENERATE 0-255/7 $\{-1,3,x} TXT $\{0,8,n}`, "$GENERATE 9-1 a A 1"] as const),
];
const noise: List<string> = [
  "(",
  ")",
  '"',
  ";",
  "\\",
  "\\0",
  "\\999",
  "\r\n",
  "\n",
  "\0",
  "\ufffd",
  "\ud800",
  "ü",
  "$",
  " ",
  "\t",
];

export function zoneText(chance: Chance): string {
  const head = chance.oneIn(8) ? "" : "$ORIGIN example.\n$TTL 60\n@ SOA ns a 1 2 3 4 5\n@ NS ns\n";
  const entries = Array.from({ length: chance.below(8) }, () => {
    const kind = chance.below(10);
    if (kind === 0) return chance.pick(directives);
    if (kind < 5) return lines[chance.below(lines.length)] ?? "";
    return `${chance.pick(owners)} ${chance.pick(middles)} ${chance.pick(data)}`;
  });
  return `${head}${entries.join("\n")}${chance.oneIn(4) ? "" : "\n"}`;
}

/** Changes a text in one to four places, perhaps with a part of another. */
export function mutatedText(text: string, other: string, chance: Chance): string {
  let changed = text;
  for (let steps = 1 + chance.below(4); steps > 0; steps -= 1) {
    const at = chance.below(changed.length + 1);
    const [before, behind] = [changed.slice(0, at), changed.slice(at)];
    const size = 1 + chance.below(20);
    const from = chance.below(other.length + 1);
    const kind = chance.below(4);
    if (kind === 0) changed = before + chance.pick(noise) + behind;
    else if (kind === 1) changed = before + behind.slice(size);
    else if (kind === 2) changed = before + behind.slice(0, size) + behind;
    else changed = before + other.slice(from, from + size) + behind;
  }
  return changed.slice(0, 4_096);
}
