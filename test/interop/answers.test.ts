import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectOk } from "../support/expect-ok.ts";
import { AnsweringZones, linesOf, queryOf } from "../support/answering-zones.ts";
import { queryPlanes } from "../support/query-planes.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { address } from "../support/values.ts";
import { datagramHandler } from "../../src/authority/udp.ts";
import { type Running, stopAll } from "../../src/core/lifecycle.ts";
import type { Endpoint } from "../../src/core/net.ts";
import { decodeMessage } from "../../src/wire/message.ts";
import { Asker, type Authority, type PeerName, startAuthority, type ZoneText } from "./authorities.ts";
import { exampleZone, randomZone } from "./awkward-zones.ts";

/**
 * The same zones served by us, Knot, NSD and BIND; some thousand questions asked of each over UDP; the answers compared
 * section by section as sets. What may differ is listed with the reason; everything else must be equal.
 */

const zones = [exampleZone, ...Array.from({ length: 8 }, (_, index) => randomZone(`z${index}.test.`, index + 1))];

/** Every name that owns records by itself, in lower case. */
const literalNames = new Set(zones.flatMap(ownersIn).map((owner) => owner.toLowerCase()));

/** An answer in the parts that are compared, names in lower case. */
interface Compared {
  readonly rcode: string;
  readonly flags: string;
  readonly answer: readonly string[];
  readonly authority: readonly string[];
  readonly additional: readonly string[];
  readonly edns: string;
}

interface Difference {
  readonly peers: readonly PeerName[];
  readonly reason: string;
  /** True when it explains everything that differs between our answer and theirs. */
  readonly explains: (question: string, ours: Compared, theirs: Compared) => boolean;
}

/** Where servers may differ, and do. */
const differences: readonly Difference[] = [
  {
    peers: ["bind"],
    reason:
      "An alias that leads back to itself: BIND reports SERVFAIL; we, Knot and NSD show the circle. RFC 1034 §3.6.2",
    explains: (_, ours, theirs) => theirs.rcode === "servfail" && ours.rcode === "noerror" && isCircle(ours.answer),
  },
  {
    peers: ["bind", "nsd"],
    reason:
      "Addresses of NS, MX and SRV hosts may be left out unless they are glue; we give them as Knot does. RFC 1034 §4.3.2",
    explains: (_, ours, theirs) =>
      [...ours.answer, ...ours.authority].some((line) => / (ns|mx|srv) /.test(line)) &&
      isSubset(theirs.additional, ours.additional) &&
      same({ ...theirs, additional: ours.additional }, ours),
  },
  {
    peers: ["knot"],
    reason: "A circle of DNAMEs: Knot walks it twice and says everything twice; we stop where it closes. RFC 2181 §5",
    explains: (_, ours, theirs) =>
      ours.answer.some((line) => line.includes(" dname ")) &&
      same({ ...theirs, answer: [...new Set(theirs.answer)] }, ours),
  },
  {
    peers: ["knot", "nsd", "bind"],
    reason:
      "We do not compress names in RDATA, so the longest of names need TCP where others just fit. RFC 1035 §4.1.4",
    explains: (question, ours, theirs) =>
      question.toLowerCase().includes(".longdname.") &&
      ours.flags.includes("tc") &&
      ours.rcode === theirs.rcode &&
      same({ ...ours, authority: [] }, { ...theirs, authority: [], flags: theirs.flags.replace("aa", "aa tc") }),
  },
  {
    peers: ["knot", "nsd", "bind"],
    reason:
      "What else records lead to may be left out: we give it for SVCB, HTTPS and NAPTR. RFC 9460 §4.1, RFC 3403 §4.3",
    explains: (_, ours, theirs) =>
      ours.answer.some((line) => / (svcb|https|naptr) /.test(line)) &&
      isSubset(theirs.additional, ours.additional) &&
      same({ ...theirs, additional: ours.additional }, ours),
  },
  {
    peers: ["knot"],
    reason:
      "Knot takes a wildcard below a cut for glue; there it is the child's to say what it stands for. RFC 4592 §3.3.1",
    explains: (_, ours, theirs) =>
      isSubset(ours.additional, theirs.additional) &&
      theirs.additional.every(
        (line) => ours.additional.includes(line) || !literalNames.has(line.split(" ")[1] ?? ""),
      ) &&
      same({ ...theirs, additional: ours.additional }, ours),
  },
  {
    peers: ["bind"],
    reason: "What a truncated answer holds is free, since nobody may use it: we send whole RRsets only. RFC 2181 §9",
    explains: (_, ours, theirs) =>
      ours.flags.includes("tc") && theirs.flags === ours.flags && theirs.rcode === ours.rcode,
  },
];

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((line) => whole.includes(line));
}

/** True when the answer's aliases lead to an owner that came before. */
function isCircle(answer: readonly string[]): boolean {
  const owners = answer.map((line) => line.split(" ")[1]);
  return owners.includes(answer.at(-1)?.split(" ").at(-1));
}

function same(a: Compared, b: Compared): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function compared(octets: Uint8Array | undefined): Compared {
  const lines = octets === undefined ? ["silence"] : linesOf(expectOk(decodeMessage(octets)));
  const [rcode = "", ...flags] = (lines[0] ?? "").toLowerCase().split(" ");
  const section = (name: string): readonly string[] =>
    lines
      .filter((line) => line.startsWith(`${name} `))
      .map((line) => line.toLowerCase())
      .toSorted();
  const edns = lines.find((line) => line.startsWith("edns")) ?? "";
  return {
    rcode,
    // BIND repeats AD and CD although it is an authority; "should clear" is all that RFC 4035 §3.1.6 says.
    flags: flags.filter((flag) => flag !== "cd" && flag !== "ad").join(" "),
    answer: section("answer"),
    authority: section("authority"),
    additional: section("additional"),
    edns: edns === "" ? "" : `version ${edns.split(" ")[1]}${edns.endsWith(" do") ? " do" : ""}`,
  };
}

function ownersIn({ apex, text }: ZoneText): readonly string[] {
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
  const below = owners.flatMap((owner) => [`nx.${owner}`, `a.nx.${owner}`]);
  const beside = owners.map((owner) => `nx${owner}`).filter((owner) => !owner.includes("*"));
  const stood = owners.filter((owner) => owner.startsWith("*.")).map((owner) => owner.replace("*", "stood-for"));
  return [...new Set([...owners, ...above, ...below, ...beside, ...stood, `*.${apex}`])];
}

const types = [
  "A",
  "AAAA",
  "NS",
  "SOA",
  "CNAME",
  "MX",
  "TXT",
  "SRV",
  "PTR",
  "CAA",
  "DS",
  "DNAME",
  "SVCB",
  "HTTPS",
  "NAPTR",
  "TYPE65280",
  "TYPE65281",
];
const variants = ["", " +edns", " +do", " +edns=512", " +edns=4096", " +rd", " +rd +cd +ad", " +edns=0"];

function questions(): readonly string[] {
  const random = new SeededRandom(7);
  const pick = (list: readonly string[]): string => list[Math.floor(random.fraction() * list.length)] ?? "";
  const mixed = (text: string): string =>
    [...text].map((letter) => (random.fraction() < 0.5 ? letter.toUpperCase() : letter)).join("");
  const inZones = zones.flatMap((zone) =>
    namesIn(zone).flatMap((name) => {
      const asked = zone.apex === "example." ? types : [...Array(4)].map(() => pick(types));
      return [...new Set(asked)].map(
        (type) => `${random.fraction() < 0.2 ? mixed(name) : name} ${type}${pick(variants)}`,
      );
    }),
  );
  const tooLong = ["many.example. A", "many.example. A +edns=512", "long.example. TXT"];
  const redirected = [62, 61, 60, 59].map((length) => `${"r".repeat(length)}.longdname.example. A +edns`);
  return [
    ...inZones,
    ...tooLong,
    ...redirected,
    ". NS",
    "elsewhere.test. A +edns",
    "test. SOA",
    "xexample. A",
    "example.example.test. A",
  ];
}

const atOnce = 25;

let asker: Asker;
/** Ours, in each way in which queries are received. */
const ours: Endpoint[] = [];
const running: Running[] = [];
const authorities: Authority[] = [];
const bugs: unknown[] = [];

beforeAll(async () => {
  asker = await Asker.open();
  const { answerer, table } = new AnsweringZones(zones.map((zone) => zone.text));
  for (const plane of queryPlanes) {
    const opened = await plane.open({ memory: table.memory }, (bug) => bugs.push(bug));
    const wanted = { address: address("127.0.0.1"), port: 0 };
    const listening = expectOk(await opened.listener.listen(wanted, datagramHandler({ answerer })));
    opened.begin();
    ours.push(listening.endpoint);
    running.push(opened, listening);
  }
  for (const peer of ["knot", "nsd", "bind"] as const) authorities.push(await startAuthority(peer, zones, asker));
}, 30_000);

afterAll(async () => {
  await stopAll([...running, ...authorities]);
  asker.close();
});

describe("answers to some thousand questions", () => {
  const asked = questions();

  for (const peer of ["knot", "nsd", "bind"] as const) {
    test(`equal those of ${peer}, but for listed differences`, async () => {
      const authority = authorities.find((candidate) => candidate.peer === peer);
      if (authority === undefined) throw new Error(`${peer} was not started`);
      const unexplained: object[] = [];
      const explained = new Map<string, number>();
      // As many as the asker's queue holds answers to, from everybody.
      for (let from = 0; from < asked.length; from += atOnce) {
        await Promise.all(
          asked.slice(from, from + atOnce).map(async (question) => {
            const query = queryOf(question);
            const [their, ...own] = await Promise.all(
              [authority.endpoint, ...ours].map((endpoint) => asker.ask(endpoint, query)),
            );
            // Whoever of us receives a question, the octets of the answer behind its id are the same.
            const octets = own.map((answer) => answer?.toHex().slice(4));
            expect(octets).toEqual(octets.map(() => octets[0]));
            const [a, b] = [compared(own[0]), compared(their)];
            if (same(a, b)) return;
            const known = differences.find(({ peers, explains }) => peers.includes(peer) && explains(question, a, b));
            if (known === undefined) unexplained.push({ question, ours: a, theirs: b });
            else explained.set(known.reason, (explained.get(known.reason) ?? 0) + 1);
          }),
        );
      }
      expect(unexplained.slice(0, 5)).toEqual([]);
      const listed = differences.filter(({ peers }) => peers.includes(peer)).map(({ reason }) => reason);
      expect([...explained.keys()].toSorted()).toEqual(listed.toSorted());
      // A list of differences that explains much would hide what it does not explain.
      for (const count of explained.values()) expect(count).toBeLessThan(asked.length / 10);
    }, 60_000);
  }

  test("came without a bug of ours", () => {
    expect(asked.length).toBeGreaterThan(3_000);
    expect(bugs).toEqual([]);
  });
});
