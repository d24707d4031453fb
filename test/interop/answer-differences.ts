import type { AuthorityName } from "./authorities.ts";
import { type Compared, isCircle, isSubset, same, sections } from "./compared-answers.ts";

/** Where servers may differ from us, and do: what differs and the document that decides. */

export interface Difference {
  readonly peers: readonly AuthorityName[];
  /** What they do, what we do. */
  readonly reason: string;
  /** What lets them, or us, or tells who is right. */
  readonly decidedBy: string;
  /** True when it explains everything that differs between our answer and theirs. */
  readonly explains: (pair: AnswerPair) => boolean;
}

/** Two answers to one question, as `octetsOf` takes it. */
export interface AnswerPair {
  readonly question: string;
  readonly ours: Compared;
  readonly theirs: Compared;
  readonly served: ServedNames;
}

/** What of the zones an explanation may need; names are in lower case. */
export interface ServedNames {
  /** True when the name owns records by itself. */
  readonly isLiteral: (name: string) => boolean;
  /** The apex of the zone a name is in; undefined for none. */
  readonly zoneOf: (name: string) => string | undefined;
}

/** The type asked for. */
function typeIn(question: string): string {
  return question.split(" ")[1] ?? "";
}

/** True when the question has one of these words, or one that begins with it where it ends with `=`. */
function has(question: string, ...wanted: readonly string[]): boolean {
  const words = question.split(" ").slice(2);
  return words.some((word) => wanted.some((one) => word === one || (one.endsWith("=") && word.startsWith(one))));
}

/** True when our answer has that code and nothing but the header and EDNS. */
function isBare({ rcode, answer, authority, additional }: Compared, expected: string): boolean {
  return rcode === expected && answer.length + authority.length + additional.length === 0;
}

const isTypeOf = (lines: readonly string[], types: RegExp): boolean => lines.some((line) => types.test(line));

/** Types that stand for no records. */
const metaTypes: ReadonlySet<string> = new Set(["OPT", "TSIG", "TKEY", "TYPE200"]);
const mailTypes: ReadonlySet<string> = new Set(["TYPE253", "TYPE254"]);
const transferTypes: ReadonlySet<string> = new Set(["AXFR", "IXFR"]);

export const differences: readonly Difference[] = [
  {
    peers: ["knot", "nsd", "bind", "powerdns"],
    reason: "A query for a transfer in a plain query: we refuse every one; others tell who is no zone's apex, or more.",
    decidedBy: "RFC 5936 §2.2.1, §4.2",
    explains: ({ question, ours }) => transferTypes.has(typeIn(question)) && isBare(ours, "refused"),
  },
  {
    peers: ["knot", "nsd", "powerdns"],
    reason: "Types that only messages have (OPT, TSIG, TKEY, 128 to 255): we say FORMERR, others look them up.",
    decidedBy: "RFC 6895 §3.1",
    explains: ({ question, ours }) => metaTypes.has(typeIn(question)) && isBare(ours, "formerr"),
  },
  {
    peers: ["knot", "nsd", "bind", "powerdns"],
    reason: "Type 0: we say FORMERR since no record can have it; others look it up or say NOTIMP.",
    decidedBy: "RFC 6895 §3.1",
    explains: ({ question, ours }) => typeIn(question) === "TYPE0" && isBare(ours, "formerr"),
  },
  {
    peers: ["knot", "nsd", "powerdns"],
    reason: "The obsolete types MAILA and MAILB: we and BIND say NOTIMP, others look them up.",
    decidedBy: "RFC 6895 §3.1",
    explains: ({ question, ours }) => mailTypes.has(typeIn(question)) && isBare(ours, "notimp"),
  },
  {
    peers: ["knot", "nsd", "bind", "powerdns"],
    reason:
      "Classes without zones: we refuse; others have NOTIMP or FORMERR for some, or tell about themselves in CHAOS.",
    decidedBy: "RFC 6895 §3.2, RFC 4892 §2",
    explains: ({ question, ours }) => has(question, "CH", "HS", "NONE", "ANY", "CLASS42") && isBare(ours, "refused"),
  },
  {
    peers: ["knot", "nsd", "bind", "powerdns"],
    reason: "NOTIFY, which we have no use for as a primary: we say NOTIMP; others which part of it they do not like.",
    decidedBy: "RFC 1996 §3.10",
    explains: ({ question, ours }) => has(question, "opcode=NOTIFY") && isBare(ours, "notimp"),
  },
  {
    peers: ["powerdns"],
    reason: "Opcodes that PowerDNS has nothing for get no answer there; we say NOTIMP.",
    decidedBy: "RFC 1035 §4.1.1",
    explains: ({ question, ours, theirs }) =>
      has(question, "opcode=") && isBare(ours, "notimp") && theirs.rcode === "silence",
  },
  {
    peers: ["knot", "nsd", "bind"],
    reason:
      "EDNS that is there but wrong: our FORMERR has EDNS as well, since the client knows it; others leave it out.",
    decidedBy: "RFC 6891 §6.1.1",
    explains: ({ question, ours, theirs }) =>
      has(question, "+twice", "+overrun") && isBare(ours, "formerr") && same({ ...theirs, edns: ours.edns }, ours),
  },
  {
    peers: ["powerdns"],
    reason: "Two OPT records, or an option longer than the record: PowerDNS answers; we and all others say FORMERR.",
    decidedBy: "RFC 6891 §6.1.1",
    explains: ({ question, ours }) => has(question, "+twice", "+overrun") && isBare(ours, "formerr"),
  },
  {
    peers: ["knot", "powerdns"],
    reason: "An OPT record that has an owner: Knot and PowerDNS take it; we, NSD and BIND say FORMERR.",
    decidedBy: "RFC 6891 §6.1.2",
    explains: ({ question, ours }) => has(question, "+owned") && isBare(ours, "formerr"),
  },
  {
    peers: ["nsd", "powerdns"],
    reason: "BADVERS: NSD forgets to repeat DO and PowerDNS sets AA, which says nothing about a version.",
    decidedBy: "RFC 3225 §3, RFC 6891 §6.1.3",
    explains: ({ ours, theirs }) =>
      isBare(ours, "badvers") && same({ ...theirs, edns: ours.edns, flags: ours.flags }, ours),
  },
  {
    peers: ["knot", "nsd", "powerdns"],
    reason: "Not one question, or half of one: we say FORMERR; Knot or PowerDNS, or NSD over TCP, say nothing.",
    decidedBy: "RFC 9619 §4, RFC 1035 §4.1.1",
    explains: ({ question, ours }) => has(question, "+two", "+cut", "+none") && isBare(ours, "formerr"),
  },
  {
    peers: ["nsd", "bind", "powerdns"],
    reason:
      "Octets behind the last record: we and Knot say FORMERR, since the counts are wrong; others pass over them.",
    decidedBy: "RFC 1035 §4.1.1",
    explains: ({ question, ours }) => has(question, "+junk") && isBare(ours, "formerr"),
  },
  {
    peers: ["nsd"],
    reason: "A record or a code where a query has none: NSD says FORMERR; we and the others pass over it.",
    decidedBy: "RFC 1035 §4.1.1",
    explains: ({ question, theirs }) => has(question, "+answer", "+additional", "+rcode") && theirs.rcode === "formerr",
  },
  {
    peers: ["powerdns"],
    reason: "TC in a query: PowerDNS says nothing; it means nothing there, so we answer.",
    decidedBy: "RFC 1035 §4.1.1",
    explains: ({ question, theirs }) => has(question, "+tc") && theirs.rcode === "silence",
  },
  {
    peers: ["bind", "powerdns"],
    reason: "An alias that leads back to itself: BIND and PowerDNS report SERVFAIL; we, Knot and NSD show the circle.",
    decidedBy: "RFC 1034 §3.6.2",
    explains: ({ question, ours, theirs }) =>
      theirs.rcode === "servfail" &&
      ours.rcode === "noerror" &&
      (isCircle(ours.answer) || isEndless(ours) || typeIn(question) === "CNAME"),
  },
  {
    peers: ["knot", "nsd"],
    reason:
      "Redirections without end: each follows as many as it likes; we stop at 16, where others go on or stop sooner.",
    decidedBy: "RFC 6672 §3.1, RFC 1034 §3.6.2",
    explains: ({ ours, theirs }) => isEndless(ours) && theirs.rcode === ours.rcode,
  },
  {
    peers: ["knot"],
    reason: "A chain of more than five aliases: Knot stops there; we follow up to 16.",
    decidedBy: "RFC 1034 §3.6.2",
    explains: ({ ours, theirs }) =>
      isSubset(theirs.answer, ours.answer) && theirs.answer.length >= 5 && theirs.authority.length === 0,
  },
  {
    peers: ["knot", "bind"],
    reason: "An alias from one served zone into another: Knot and BIND stop or refer to it; we and NSD answer from it.",
    decidedBy: "RFC 1034 §4.3.2, RFC 2308 §2.1",
    explains: ({ ours, theirs, served }) =>
      theirs.rcode === "noerror" &&
      isSubset(theirs.answer, ours.answer) &&
      !isTypeOf(theirs.authority, / soa /) &&
      ours.answer.some((line) => {
        const [, owner = "", , type, target = ""] = line.split(" ");
        return type === "cname" && served.zoneOf(owner) !== served.zoneOf(target);
      }),
  },
  {
    peers: ["knot"],
    reason: "A circle of aliases: Knot walks it twice and says everything twice; we stop where it closes.",
    decidedBy: "RFC 2181 §5",
    explains: ({ ours, theirs }) =>
      isCircle(ours.answer) && same({ ...theirs, answer: [...new Set(theirs.answer)] }, ours),
  },
  {
    peers: ["knot", "nsd", "bind"],
    reason: "ANY: one RRset is enough, and each chooses its own; BIND gives all.",
    decidedBy: "RFC 8482 §4.1",
    explains: ({ question, ours, theirs }) =>
      typeIn(question) === "ANY" && ours.rcode === "noerror" && ours.answer.length > 0 && theirs.answer.length > 0,
  },
  {
    peers: ["bind"],
    reason: "ANY below a DNAME: BIND stops at the alias that comes of it; we follow it as Knot and NSD do.",
    decidedBy: "RFC 6672 §3.2",
    explains: ({ question, ours, theirs }) =>
      typeIn(question) === "ANY" && isTypeOf(ours.answer, / dname /) && isSubset(theirs.answer, ours.answer),
  },
  {
    peers: ["powerdns"],
    reason: "ANY over UDP: PowerDNS always asks to come back over TCP and gives all there; we give one RRset.",
    decidedBy: "RFC 8482 §4.1, §4.4",
    explains: ({ question }) => typeIn(question) === "ANY",
  },
  {
    peers: ["knot", "bind", "powerdns"],
    reason: "RRSIG beside an alias may exist, so BIND and Knot look there; PowerDNS refuses; no zone here is signed.",
    decidedBy: "RFC 4035 §2.5",
    explains: ({ question }) => typeIn(question) === "RRSIG",
  },
  {
    peers: ["bind", "nsd", "powerdns"],
    reason:
      "Addresses of NS, MX and SRV hosts may be left out unless they are glue; we give them as Knot does. BIND adds TLSA.",
    decidedBy: "RFC 1034 §4.3.2",
    explains: ({ ours, theirs }) =>
      isTypeOf([...ours.answer, ...ours.authority], / (ns|mx|srv) /) &&
      isSubset(
        theirs.additional.filter((line) => !/ tlsa /.test(line)),
        ours.additional,
      ) &&
      same({ ...theirs, additional: ours.additional }, ours),
  },
  {
    peers: ["knot", "nsd", "bind", "powerdns"],
    reason: "What else records lead to may be left out or followed further: we give it for SVCB, HTTPS and NAPTR.",
    decidedBy: "RFC 9460 §4.1, RFC 3403 §4.3",
    explains: ({ ours, theirs }) =>
      isTypeOf(ours.answer, / (svcb|https|naptr) /) && same({ ...theirs, additional: ours.additional }, ours),
  },
  {
    peers: ["knot", "nsd", "bind", "powerdns"],
    reason: "We do not compress names in RDATA, so many name servers, or the longest of names, need TCP sooner.",
    decidedBy: "RFC 1035 §4.1.4",
    explains: ({ ours, theirs }) =>
      ours.flags.includes("tc") &&
      !theirs.flags.includes("tc") &&
      ours.rcode === theirs.rcode &&
      sections.every((section) => isSubset(ours[section], theirs[section])),
  },
  {
    peers: ["knot", "bind"],
    reason: "What a truncated answer holds is free, since nobody may use it: we send whole RRsets only.",
    decidedBy: "RFC 2181 §9",
    explains: ({ ours, theirs }) =>
      ours.flags.includes("tc") && theirs.flags === ours.flags && theirs.rcode === ours.rcode,
  },
  {
    peers: ["knot", "nsd"],
    reason: "Knot and NSD take a wildcard below a cut for glue; there it is the child's to say what it stands for.",
    decidedBy: "RFC 4592 §3.3.1",
    explains: ({ ours, theirs, served }) =>
      isSubset(ours.additional, theirs.additional) &&
      theirs.additional.every(
        (line) => ours.additional.includes(line) || !served.isLiteral(line.split(" ")[1] ?? ""),
      ) &&
      same({ ...theirs, additional: ours.additional }, ours),
  },
  {
    peers: ["powerdns"],
    reason:
      "A cut below a cut: PowerDNS answers from the lower one, which the parent knows nothing of; we from the upper.",
    decidedBy: "RFC 1034 §4.3.2",
    explains: ({ ours, theirs }) => isTypeOf(ours.authority, / ns /) && cutOf(theirs).endsWith(`.${cutOf(ours)}`),
  },
  {
    peers: ["powerdns"],
    reason: "DS below two cuts: PowerDNS answers as if the upper one were not there.",
    decidedBy: "RFC 4035 §3.1.4.1",
    explains: ({ question, ours, theirs }) =>
      typeIn(question) === "DS" && isTypeOf(ours.authority, / ns /) && theirs.flags.includes("aa"),
  },
  {
    peers: ["powerdns"],
    reason: "Who asks for the alias itself: PowerDNS follows it all the same and adds where it leads.",
    decidedBy: "RFC 1034 §3.6.2",
    explains: ({ question, ours, theirs }) =>
      typeIn(question) === "CNAME" && isTypeOf(ours.answer, / cname /) && isSubset(ours.answer, theirs.answer),
  },
];

/** The owner of the name servers in a referral. */
function cutOf({ authority }: Compared): string {
  return authority.find((line) => / ns /.test(line))?.split(" ")[1] ?? "";
}

/** True for as many aliases as we follow. */
function isEndless({ answer, flags }: Compared): boolean {
  return answer.filter((line) => / cname /.test(line)).length >= (flags.includes("tc") ? 3 : 16);
}
