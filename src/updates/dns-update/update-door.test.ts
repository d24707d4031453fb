import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { fillZone } from "../../../test/support/fill-zone.ts";
import { everything, held, keyOf, right, recordOf, UpdatePeer } from "../../../test/support/update-peer.ts";
import { startUpdateServer, type UpdateServer } from "../../../test/support/update-server.ts";
import { name } from "../../../test/support/values.ts";
import { Secret } from "../../core/secret.ts";
import { tsigAlgorithms } from "../../core/tsig-algorithm.ts";
import { hostKeyOfToken } from "../../wire/host-key.ts";
import { decodeMessage as decode } from "../../wire/message.ts";
import { verifyMessage } from "../../wire/tsig.ts";

const soa = "ns1 hostmaster 2026112000 3600 600 86400 60";
const content = [
  `@ 60 IN SOA ${soa}`,
  "@ 60 IN NS ns1",
  "ns1 60 IN A 192.0.2.53",
  "home 60 IN A 192.0.2.1",
  "home 60 IN A 192.0.2.2",
  "home 60 IN TXT x",
  "alias 60 IN CNAME home",
  "Mixed 60 IN MX 10 Home",
];

/** A zone with some content, put there by an administrator. */
async function startZone(): Promise<{ server: UpdateServer; peer: UpdatePeer }> {
  const server = await startUpdateServer();
  await fillZone(server, content);
  return { server, peer: new UpdatePeer(server) };
}

/** The apex's SOA and NS, which a right for all types does not mean. */
const structure = right([{ name: name("dyn.example"), isBelow: false }], ["SOA", "NS"]);

describe("prerequisites (RFC 2136 §2.4)", () => {
  const rows: readonly (readonly [prerequisite: string, rcode: string])[] = [
    ["home ANY ANY", "NOERROR"],
    ["nobody ANY ANY", "NXDOMAIN"],
    ["nobody NONE ANY", "NOERROR"],
    ["HOME NONE ANY", "YXDOMAIN"],
    ["home ANY A", "NOERROR"],
    ["home ANY AAAA", "NXRRSET"],
    ["nobody ANY A", "NXRRSET"],
    ["home NONE AAAA", "NOERROR"],
    ["home NONE A", "YXRRSET"],
    ["home IN A 192.0.2.1|home IN A 192.0.2.2", "NOERROR"],
    ["home IN A 192.0.2.2|home IN A 192.0.2.1", "NOERROR"],
    ["home IN A 192.0.2.1", "NXRRSET"],
    ["home IN A 192.0.2.1|home IN A 192.0.2.2|home IN A 192.0.2.3", "NXRRSET"],
    ["home IN AAAA 2001:db8::1", "NXRRSET"],
    ["mixed IN MX 10 hOmE", "NOERROR"],
    ["@ ANY SOA", "NOERROR"],
    ["home ANY A|nobody ANY ANY", "NXDOMAIN"],
    ["home 1 ANY A", "FORMERR"],
    ["home ANY A 192.0.2.1", "FORMERR"],
    ["home NONE A 192.0.2.1", "FORMERR"],
    ["home CH A 192.0.2.1", "FORMERR"],
    ["home.elsewhere. ANY A", "NOTZONE"],
  ];
  for (const [prerequisite, rcode] of rows) {
    test(`${prerequisite}: ${rcode}`, async () => {
      const { server, peer } = await startZone();
      expect(await peer.send(prerequisite.split("|"), ["new 60 IN A 192.0.2.9"])).toBe(rcode);
      expect(held(server, "new")).toEqual(rcode === "NOERROR" ? ["A 60 192.0.2.9"] : []);
    });
  }
});

describe("operations (RFC 2136 §2.5, §3.4.2)", () => {
  type Row = readonly [title: string, operations: string, owner: string, after: readonly string[], rcode?: string];
  const homeA = ["A 60 192.0.2.1", "A 60 192.0.2.2"];
  const text = 'TXT 60 "x"';
  const apex = [
    "NS 60 ns1.dyn.example.",
    `SOA 60 ns1.dyn.example. hostmaster.dyn.example. 2026112000 3600 600 86400 60`,
  ];
  const rows: readonly Row[] = [
    ["add a record", "home 60 IN A 192.0.2.3", "home", [...homeA, "A 60 192.0.2.3", text]],
    ["add a record that is there", "home 60 IN A 192.0.2.1", "home", [...homeA, text]],
    ["add with another TTL", "home 5 IN A 192.0.2.1", "home", ["A 5 192.0.2.1", "A 5 192.0.2.2", text]],
    ["add a name", "new 1 IN AAAA 2001:db8::1", "new", ["AAAA 1 2001:db8::1"]],
    ["add a record in other letters", "mixed 60 IN MX 10 HOME", "mixed", ["MX 60 10 HOME.dyn.example."]],
    ["delete an RRset", "home ANY A", "home", [text]],
    ["delete an RRset that is not there", "home ANY AAAA", "home", [...homeA, text]],
    ["delete a name", "home ANY ANY", "home", []],
    ["delete a record", "home NONE A 192.0.2.1", "home", ["A 60 192.0.2.2", text]],
    ["delete a record that is not there", "home NONE A 192.0.2.9", "home", [...homeA, text]],
    ["delete the last record", "home NONE TXT x", "home", homeA],
    ["delete a record in other letters", "mixed NONE MX 10 HOME", "mixed", []],
    ["replace", "home ANY A|home 30 IN A 192.0.2.7", "home", ["A 30 192.0.2.7", text]],
    ["add and delete again", "new 60 IN A 192.0.2.1|new ANY ANY", "new", []],
    ["an alias beside data is passed over", "home 60 IN CNAME x", "home", [...homeA, text]],
    ["data beside an alias is passed over", "alias 60 IN A 192.0.2.1", "alias", ["CNAME 60 home.dyn.example."]],
    ["an alias takes the place of another", "alias 9 IN CNAME x", "alias", ["CNAME 9 x.dyn.example."]],
    ["an alias takes the place of data", "home ANY ANY|home 9 IN CNAME x", "home", ["CNAME 9 x.dyn.example."]],
    ["the apex keeps SOA and NS", "@ ANY ANY", "@", apex],
    ["the apex keeps its last NS", "@ NONE NS ns1", "@", apex],
    ["the apex keeps its NS RRset", "@ ANY NS", "@", apex],
    ["the apex keeps its SOA", `@ NONE SOA ${soa}`, "@", apex],
    [
      "an SOA with a later serial",
      "@ 9 IN SOA ns2 h 2026112005 1 2 3 4",
      "@",
      ["NS 60 ns1.dyn.example.", "SOA 9 ns2.dyn.example. h.dyn.example. 2026112005 1 2 3 4"],
    ],
    ["an SOA with an earlier serial", "@ 9 IN SOA ns2 h 2026111905 1 2 3 4", "@", apex],
    ["an SOA elsewhere", `home 60 IN SOA ${soa}`, "home", [...homeA, text]],
    ["RDATA that is none", "home IN A", "home", [...homeA, text], "FORMERR"],
    ["a deletion with a TTL", "home 1 ANY A", "home", [...homeA, text], "FORMERR"],
    ["a deletion of an RRset with data", "home ANY A 192.0.2.1", "home", [...homeA, text], "FORMERR"],
    ["a type for questions", "home ANY AXFR", "home", [...homeA, text], "FORMERR"],
    ["a class that is not ours", "home CH A 192.0.2.1", "home", [...homeA, text], "FORMERR"],
    ["a name elsewhere", "home.elsewhere. 60 IN A 192.0.2.1", "home", [...homeA, text], "NOTZONE"],
    [
      "a wrong one behind a right one: nothing is done",
      "home ANY A|home 1 ANY TXT",
      "home",
      [...homeA, text],
      "FORMERR",
    ],
  ];
  for (const [title, operations, owner, after, rcode = "NOERROR"] of rows) {
    test(title, async () => {
      const { server } = await startZone();
      const peer = new UpdatePeer(server, [...everything, structure]);
      expect(await peer.send([], operations.split("|"))).toBe(rcode);
      expect(held(server, owner)).toEqual(after.toSorted());
    });
  }

  test("one RRset holds a thousand records and no more", async () => {
    const { server, peer } = await startZone();
    const many = Array.from({ length: 1_001 }, (_, index) => `many 60 IN A 10.0.${index >> 8}.${index & 255}`);
    expect(await peer.send([], many)).toBe("REFUSED");
    expect(await peer.send([], many.slice(1))).toBe("NOERROR");
    expect(held(server, "many")).toHaveLength(1_000);
  });

  test("updates of one name that come together are each decided by what the one before has done", async () => {
    const { server, peer } = await startZone();
    const claim = (value: string): Promise<string> => peer.send(["lock NONE ANY"], [`lock 60 IN TXT ${value}`]);
    const codes = await Promise.all(["a", "b", "c"].map(claim));
    expect(codes.toSorted()).toEqual(["NOERROR", "YXDOMAIN", "YXDOMAIN"]);
    const count = (value: number): Promise<string> => peer.send([], [`list 60 IN A 192.0.2.${value}`]);
    await Promise.all([1, 2, 3, 4].map(count));
    expect(held(server, "list")).toHaveLength(4);
  });

  test("what changes nothing is not written, and an update is one entry", async () => {
    const { server, peer } = await startZone();
    const before = Number(server.journal.revision);
    await peer.send([], ["home 60 IN A 192.0.2.1"]);
    expect(Number(server.journal.revision)).toBe(before);
    await peer.send([], ["a 60 IN A 192.0.2.1", "b 60 IN A 192.0.2.1", "home ANY TXT"]);
    expect(Number(server.journal.revision)).toBe(before + 1);
    const [entry] = expectOk(await server.journal.history({ limit: 1 }));
    expect(entry).toMatchObject({ actor: { kind: "key" }, transport: "dns-update" });
  });
});

describe("rights", () => {
  const below = (text: string): { name: ReturnType<typeof name>; isBelow: boolean } => ({
    name: name(text),
    isBelow: true,
  });
  const at = (text: string): { name: ReturnType<typeof name>; isBelow: boolean } => ({
    name: name(text),
    isBelow: false,
  });
  type Row = readonly [title: string, rights: typeof everything, operation: string, rcode: string];
  const rows: readonly Row[] = [
    ["none", [], "home 60 IN A 192.0.2.9", "REFUSED"],
    ["the name", [right([at("home.dyn.example")])], "home 60 IN A 192.0.2.9", "NOERROR"],
    ["the name in other letters", [right([at("HOME.dyn.example")])], "home 60 IN A 192.0.2.9", "NOERROR"],
    ["another name", [right([at("nas.dyn.example")])], "home 60 IN A 192.0.2.9", "REFUSED"],
    ["below the name is not the name", [right([at("home.dyn.example")])], "a.home 60 IN A 192.0.2.9", "REFUSED"],
    ["everything below", [right([below("dyn.example")])], "a.b.c 60 IN A 192.0.2.9", "NOERROR"],
    ["everything below is not the name", [right([below("home.dyn.example")])], "home 60 IN A 192.0.2.9", "REFUSED"],
    ["the type", [right([at("home.dyn.example")], ["A"])], "home 60 IN A 192.0.2.9", "NOERROR"],
    ["another type", [right([at("home.dyn.example")], ["A"])], "home 60 IN TXT x", "REFUSED"],
    ["to remove another type", [right([at("home.dyn.example")], ["A"])], "home ANY TXT", "REFUSED"],
    ["a name whole takes all types", [right([at("home.dyn.example")], ["A", "TXT"])], "home ANY ANY", "REFUSED"],
    ["a name whole", [right([at("home.dyn.example")])], "home ANY ANY", "NOERROR"],
    ["all types are not the apex's servers", everything, "@ 60 IN NS ns2", "REFUSED"],
    ["the apex's servers", [right([at("dyn.example")], ["NS"])], "@ 60 IN NS ns2", "NOERROR"],
    [
      "one of two rights",
      [right([at("a.dyn.example")]), right([at("home.dyn.example")])],
      "home 60 IN A 192.0.2.9",
      "NOERROR",
    ],
  ];
  for (const [title, rights, operation, rcode] of rows) {
    test(`${title}: ${rcode}`, async () => {
      const { server } = await startZone();
      const before = Number(server.journal.revision);
      expect(await new UpdatePeer(server, rights).send([], [operation])).toBe(rcode);
      expect(Number(server.journal.revision)).toBe(before + (rcode === "NOERROR" ? 1 : 0));
      expect(server.refusals.map(({ reason }) => reason)).toEqual(rcode === "NOERROR" ? [] : ["right-missing"]);
    });
  }

  test("an update with one operation too many does nothing", async () => {
    const { server } = await startZone();
    const peer = new UpdatePeer(server, [right([at("home.dyn.example")])]);
    expect(await peer.send([], ["home 60 IN A 192.0.2.9", "nas 60 IN A 192.0.2.9"])).toBe("REFUSED");
    expect(held(server, "home")).not.toContain("A 60 192.0.2.9");
  });

  test("a host's token is a key for its own addresses", async () => {
    const { server, peer } = await startZone();
    const token = await server.addHost("home.dyn.example");
    const key = hostKeyOfToken(name("home.dyn.example"), new Secret(token));
    expect(await peer.send([], ["home ANY A", "home 60 IN A 192.0.2.9"], key)).toBe("NOERROR");
    expect(await peer.send([], ["home 60 IN TXT x"], key)).toBe("REFUSED");
    expect(await peer.send([], ["nas 60 IN A 192.0.2.9"], key)).toBe("REFUSED");
    expect(await peer.send([], ["home 60 IN A 0.0.0.0"], key)).toBe("REFUSED");
    expect(server.presence.of(name("home.dyn.example"))?.transport).toBe("dns-update");
  });
});

describe("who signs", () => {
  const update = ["home 60 IN A 192.0.2.9"] as const;

  for (const algorithm of tsigAlgorithms) {
    test(`a key must be used as the configuration says, not with ${algorithm === "hmac-sha256" ? "none" : algorithm}`, async () => {
      const { peer } = await startZone();
      const rcode = await peer.send([], update, keyOf("admin.example", algorithm));
      expect(rcode).toBe(algorithm === "hmac-sha256" ? "NOERROR" : "NOTAUTH BADKEY");
    });
  }

  test("nobody: refused, and nothing of it is looked at", async () => {
    const { server, peer } = await startZone();
    const answer = await peer.deliver(peer.message({ authority: update.map(recordOf) }));
    expect([answer.rcode, answer.tsig, answer.question]).toEqual(["REFUSED", undefined, []]);
    expect(held(server, "home")).not.toContain("A 60 192.0.2.9");
  });

  test("an unknown key: BADKEY, unsigned, and told to the operator", async () => {
    const { server, peer } = await startZone();
    const answer = await peer.deliver(peer.sign(peer.message({}), keyOf("stranger.example")));
    expect([answer.rcode, answer.tsig?.error, answer.tsig?.mac.length]).toEqual(["NOTAUTH", "BADKEY", 0]);
    expect(server.refusals.map(({ reason }) => reason)).toEqual(["signature-unknown"]);
  });

  test("a wrong secret: BADSIG, unsigned", async () => {
    const { server, peer } = await startZone();
    const signed = peer.sign(peer.message({ authority: update.map(recordOf) }));
    signed[20] = (signed[20] ?? 0) ^ 1;
    const answer = await peer.deliver(signed);
    expect([answer.rcode, answer.tsig?.error, answer.tsig?.mac.length]).toEqual(["NOTAUTH", "BADSIG", 0]);
    expect(held(server, "home")).not.toContain("A 60 192.0.2.9");
  });

  test("another time: BADTIME, signed, with our time", async () => {
    const { server, peer } = await startZone();
    const signed = peer.sign(peer.message({ authority: update.map(recordOf) }));
    await server.clock.advance(301_000 as never);
    const answer = await peer.deliver(signed);
    expect([answer.rcode, answer.tsig?.error, answer.tsig?.mac.length, answer.tsig?.otherData.length]).toEqual([
      "NOTAUTH",
      "BADTIME",
      32,
      6,
    ]);
    expect(server.refusals).toEqual([]);
  });

  test("the answer is signed so that its receiver can check it", async () => {
    const { server, peer } = await startZone();
    const signed = peer.sign(peer.message({ authority: update.map(recordOf) }));
    const requestMac = expectOk(decode(signed)).tsig?.mac ?? new Uint8Array(0);
    const answer = await peer.deliver(signed);
    const verification = verifyMessage(answer.octets, () => peer.key, { now: server.clock.now(), requestMac });
    expect(verification.kind).toBe("verified");
  });

  test("what cannot be read is FORMERR, whoever sends it", async () => {
    const { peer } = await startZone();
    const signed = peer.sign(peer.message({ authority: update.map(recordOf) }));
    expect((await peer.deliver(signed.slice(0, 40))).rcode).toBe("FORMERR");
    expect((await peer.deliver(peer.sign(peer.message({ question: [] })))).rcode).toBe("FORMERR");
    const other = { name: name("elsewhere.example"), type: "SOA", class: "IN" } as const;
    expect((await peer.deliver(peer.sign(peer.message({ question: [other] })))).rcode).toBe("NOTAUTH");
  });
});
