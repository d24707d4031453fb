import { queryOf } from "../support/answering-zones.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import type { ZoneText } from "./authorities.ts";

/** Questions to zones: what is in them, above, below and beside it, by every type and in odd forms. */

/** Every owner of a zone's text, absolute, as written. */
export function ownersIn({ apex, text }: ZoneText): readonly string[] {
  return text
    .split("\n")
    .flatMap((line) => line.split(" ")[0] ?? [])
    .filter((owner) => owner !== "" && !owner.startsWith("$"))
    .map((owner) => (owner.endsWith(".") ? owner : owner === "@" ? apex : `${owner}.${apex}`));
}

/** Names to ask for in a zone: its own, those above and below them, and some beside them. */
function namesIn(zone: ZoneText): readonly string[] {
  const { apex } = zone;
  const owners = ownersIn(zone);
  const above = owners.map((owner) => owner.slice(owner.indexOf(".") + 1)).filter((owner) => owner.endsWith(apex));
  // Room for the longer names is not everywhere.
  const short = owners.filter((owner) => owner.length < 170);
  const below = short.flatMap((owner) => [`nx.${owner}`, `a.nx.${owner}`, `*.${owner}`]);
  const beside = short.map((owner) => `nx${owner}`).filter((owner) => !owner.includes("*") && owner.indexOf(".") < 60);
  const stood = owners.filter((owner) => owner.startsWith("*.")).map((owner) => owner.replace("*", "stood-for"));
  return [...new Set([...owners, ...above, ...below, ...beside, ...stood, `*.${apex}`])];
}

const commonTypes = ["A", "AAAA", "NS", "SOA", "CNAME", "MX", "TXT", "SRV", "PTR", "DS", "DNAME"];
const types = [
  ...commonTypes,
  ...["CAA", "SVCB", "HTTPS", "NAPTR", "LOC", "TLSA", "SSHFP", "URI", "OPENPGPKEY", "CDS", "CDNSKEY", "CSYNC"],
  ...["TYPE65280", "TYPE65400", "TYPE65403"],
];
const variants = ["", " +edns", " +do", " +edns=512", " +edns=4096", " +rd", " +rd +cd +ad", " +edns=0"];

/** What makes a query odd; see `octetsOf` for what is not `queryOf`'s. */
const oddities = [
  ...[" CH", " HS", " NONE", " ANY", " CLASS42"],
  ...[" opcode=IQUERY", " opcode=STATUS", " opcode=NOTIFY", " opcode=DSO", " opcode=OPCODE9"],
  ...[" +version=1", " +version=255 +do", " +option", " +option=65001", " +edns=65535"],
  ...[" +tc", " +aa", " +ra", " +z", " +rcode", " +junk", " +cut", " +none", " +two", " +answer", " +additional"],
  ...[" +edns +twice", " +edns +owned", " +edns +overrun", " +qr"],
];

/** Types that ask for more than records. */
const oddTypes = ["ANY", "AXFR", "IXFR", "TYPE253", "TYPE254", "TYPE0", "OPT", "TSIG", "TKEY", "TYPE200", "RRSIG"];

export interface QuestionRules {
  /** How many, at least as far as there are so many. */
  readonly count: number;
  readonly seed: number;
}

/** Questions that differ from each other, the same ones for the same seed. */
export function questionsTo(zones: readonly ZoneText[], { count, seed }: QuestionRules): readonly string[] {
  const random = new SeededRandom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random.fraction() * list.length)] ?? "";
  const mixed = (text: string): string =>
    [...text].map((letter) => (random.fraction() < 0.5 ? letter.toUpperCase() : letter)).join("");
  const names = zones.flatMap(namesIn);
  const questions = new Set<string>(outside);
  // What owners hold is asked for by every type once.
  const [first, ...others] = zones;
  for (const owner of [first, ...others].slice(0, 2).flatMap((zone) => (zone === undefined ? [] : namesIn(zone)))) {
    for (const type of types) questions.add(`${owner} ${type}${pick(variants)}`);
  }
  while (questions.size < count) {
    const name = pick(names);
    const owner = random.fraction() < 0.2 && !name.includes("\\") ? mixed(name) : name;
    const kind = random.fraction();
    if (kind < 0.05) questions.add(`${owner} ${pick(commonTypes)}${pick(oddities)}`);
    else if (kind < 0.1) questions.add(`${owner} ${pick(oddTypes)}${pick(variants)}`);
    else questions.add(`${owner} ${pick(random.fraction() < 0.6 ? commonTypes : types)}${pick(variants)}`);
  }
  return [...questions];
}

/** What is in none of the zones, does not fit, or becomes too long on the way; and what chance might miss. */
const outside: readonly string[] = [
  ...["many.example. A", "many.example. A +edns=512", "long.example. TXT"],
  ...[62, 61, 60, 59].map((length) => `${"r".repeat(length)}.longdname.example. A +edns`),
  ...[". NS", ". SOA +do", "elsewhere.test. A +edns", "test. SOA", "xexample. A", "example.example.test. A"],
  ...["example. ANY", "old.example. ANY", "a.nx.old.example. ANY", "svc2.types.test. ANY", "types.test. ANY"],
  ...["nx.growing.dname.test. A", "nx.growing.dname.test. A +edns=512"],
  ...["version.bind. TXT CH", "id.server. TXT CH +edns", "arpa. NS", "in-addr.arpa. DS"],
];

const at = { flagsHigh: 2, flagsLow: 3, questionCount: 4, answerCount: 6, additionalCount: 10, question: 12 } as const;

/** A record of type A owned by the root. */
const record = Uint8Array.of(0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1);
const opt = Uint8Array.of(0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0);

/**
 * The octets of a question: what `queryOf` takes and words for odd forms: a bit of the header (`+tc +aa +ra +z +qr`), a
 * code in it (`+rcode`), octets too many or too few (`+junk +cut`), another number of questions (`+none +two`), records
 * where none belong (`+answer +additional`), EDNS with an option (`+option`, `+option=CODE`), twice (`+twice`), owned by
 * a name (`+owned`) or with an option that is longer than it (`+overrun`).
 */
export function octetsOf(question: string): Uint8Array {
  const words = question.split(" ");
  const octets = queryOf(question);
  const has = (word: string): boolean => words.includes(word);
  const set = (place: number, bits: number): void => {
    octets[place] = (octets[place] ?? 0) | bits;
  };
  if (has("+qr")) set(at.flagsHigh, 0x80);
  if (has("+aa")) set(at.flagsHigh, 0x04);
  if (has("+tc")) set(at.flagsHigh, 0x02);
  if (has("+ra")) set(at.flagsLow, 0x80);
  if (has("+z")) set(at.flagsLow, 0x40);
  if (has("+rcode")) set(at.flagsLow, 0x03);
  if (has("+junk")) return joined(octets, Uint8Array.of(7));
  if (has("+cut")) return octets.slice(0, -3);
  if (has("+none")) return counted(octets.slice(0, at.question), at.questionCount, 0);
  if (has("+two")) return counted(joined(octets, octets.slice(at.question)), at.questionCount, 2);
  if (has("+answer")) return counted(joined(octets, record), at.answerCount, 1);
  if (has("+additional")) return counted(joined(octets, record), at.additionalCount, 1);
  if (has("+twice")) return counted(joined(octets, opt), at.additionalCount, 2);
  const plain = octets.length - opt.length;
  if (has("+owned")) return joined(octets.slice(0, plain), Uint8Array.of(1, 97), octets.slice(plain));
  if (has("+overrun")) return joined(octets.slice(0, -2), Uint8Array.of(0, 4, 0, 10, 0, 9));
  const code = words.find((word) => word === "+option" || word.startsWith("+option="));
  if (code === undefined) return octets;
  const number = Number(code.slice(8) || 3);
  const option = joined(opt.slice(0, -2), Uint8Array.of(0, 4, number >>> 8, number & 0xff, 0, 0));
  return counted(joined(octets, option), at.additionalCount, 1);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function counted(octets: Uint8Array, place: number, count: number): Uint8Array {
  octets[place + 1] = count;
  return octets;
}
