import { describe, expect, test } from "bun:test";
import { apex, CopyWorld, record, ScriptedPrimary, soa, type TransferScript } from "../../test/support/copy-world.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { Secret } from "../core/secret.ts";
import { TsigKey } from "../wire/tsig-key.ts";
import type { FollowFailure } from "./follow-primary.ts";

/** Whatever a primary sends that is not our zone's next state: nothing changes, and what was wrong is told. */

interface Row {
  readonly title: string;
  readonly code: FollowFailure["code"];
  /** What answers the request for the difference since serial 10. */
  readonly sends: TransferScript;
}

const later = soa(11);
const ours = soa(10);
const elsewhere = "elsewhere.test. 60 A 192.0.2.6";

const rows: readonly Row[] = [
  { title: "the SOA of another zone", code: "wrong-zone", sends: [["elsewhere.test. 60 SOA ns admin 11 1 1 1 1"]] },
  { title: "something else where the SOA belongs", code: "wrong-zone", sends: [["a 60 A 192.0.2.1", later]] },
  { title: "the SOA of a name within the zone", code: "wrong-zone", sends: [[later, "a 60 SOA ns admin 11 1 1 1 1"]] },
  {
    title: "an answer about another zone",
    code: "wrong-zone",
    sends: [{ question: [{ name: name("elsewhere.test"), type: "IXFR", class: "IN" }], answer: [record(later)] }],
  },
  {
    title: "an answer about another type",
    code: "wrong-zone",
    sends: [{ question: [{ name: apex, type: "SOA", class: "IN" }], answer: [record(later)] }],
  },
  {
    title: "records of another class",
    code: "wrong-class",
    sends: [{ answer: [record(later), { ...record("a 60 A 192.0.2.1"), class: "CH" }] }],
  },
  { title: "a record from outside the zone", code: "record-outside", sends: [[later, elsewhere, later]] },
  {
    title: "a record from outside the zone in a difference",
    code: "record-outside",
    sends: [[later, ours, later, elsewhere, later]],
  },
  {
    title: "a record of a type that no zone holds",
    code: "record-unfit",
    sends: [{ answer: [record(later), { ...record("a 60 A 192.0.2.1"), type: "AXFR" }] }],
  },
  {
    title: "RDATA that is too short",
    code: "answer-malformed",
    sends: [{ answer: [record(later), { ...record("a 60 A 192.0.2.1"), rdata: Uint8Array.of(1) }] }],
  },
  { title: "octets that are no message", code: "answer-malformed", sends: [Uint8Array.of(1, 2, 3)] },
  { title: "an answer to another request", code: "answer-malformed", sends: [{ id: 1, answer: [record(later)] }] },
  {
    title: "a request instead of an answer",
    code: "answer-malformed",
    sends: [{ flags: { qr: false, aa: true, tc: false, rd: false, ra: false, ad: false, cd: false } }],
  },
  {
    title: "an answer that says it is truncated",
    code: "answer-malformed",
    sends: [{ flags: { qr: true, aa: true, tc: true, rd: false, ra: false, ad: false, cd: false } }],
  },
  { title: "an answer without records", code: "answer-malformed", sends: [[]] },
  {
    title: "more than a zone may have",
    code: "zone-too-large",
    sends: [[later], ...Array.from({ length: 2_000 }, (_, index) => [`h${index} 60 A 192.0.2.1`])],
  },
  {
    title: "empty messages without end",
    code: "zone-too-large",
    sends: [[later, "a 60 A 192.0.2.1"], ...Array.from({ length: 4_000 }, () => [])],
  },
  { title: "silence", code: "timed-out", sends: "timed-out" },
];

/** These are no difference that fits, so the whole zone is asked for, which is no better here. */
const hopeless: readonly Row[] = [
  {
    title: "records behind the end",
    code: "order-wrong",
    sends: [[later, "a 60 A 192.0.2.2", later, elsewhere.replace("elsewhere.test.", "b")]],
  },
  { title: "another serial at the end", code: "order-wrong", sends: [[later, "a 60 A 192.0.2.2", soa(12)]] },
  { title: "serials that go backwards", code: "order-wrong", sends: [[later, ours, "a 60 A 192.0.2.1", soa(9)]] },
  { title: "a zone that never ends", code: "answer-cut-short", sends: [[later, "a 60 A 192.0.2.2"]] },
  { title: "a zone that breaks off", code: "connection-reset", sends: "connection-reset" },
  { title: "a refusal", code: "answer-refused", sends: [{ rcode: "REFUSED", answer: [] }] },
];

async function expectNothingChanged({ code, sends }: Row, asked: readonly string[]): Promise<void> {
  const primary = new ScriptedPrimary(1);
  primary.has(10, "a 60 A 192.0.2.1");
  const world = await CopyWorld.begin([primary], { mostOctets: 40_000 });
  primary.serial = 11;
  primary.transfer = () => sends;
  await world.after(100);
  expect(primary.asked.slice(1, 1 + asked.length)).toEqual([...asked]);
  expect([world.serial, world.lines, world.entryCount]).toEqual([10, ["a.z.example 60 A 192.0.2.1"], 1]);
  expect([world.told[1], world.copy.status.failure?.code]).toEqual([code, code]);
}

describe("a primary that sends, instead of what has changed,", () => {
  for (const row of rows) test(row.title, () => expectNothingChanged(row, ["SOA", "IXFR"]));
  for (const row of hopeless) test(row.title, () => expectNothingChanged(row, ["SOA", "IXFR", "AXFR"]));
});

describe("a serial that goes backwards", () => {
  test("when asked for", async () => {
    const primary = new ScriptedPrimary(1);
    primary.has(10, "a 60 A 192.0.2.1");
    const world = await CopyWorld.begin([primary]);
    primary.has(9, "b 60 A 192.0.2.1");
    await world.after(100);
    expect([world.serial, world.told, primary.asked]).toEqual([10, ["whole 10", "serial-behind"], ["AXFR", "SOA"]]);
  });

  test("half the number space away, where no order is defined", async () => {
    const primary = new ScriptedPrimary(1);
    primary.has(10, "a 60 A 192.0.2.1");
    const world = await CopyWorld.begin([primary]);
    primary.has(10 + 2 ** 31, "b 60 A 192.0.2.1");
    await world.after(100);
    expect([world.serial, world.told]).toEqual([10, ["whole 10", "serial-behind"]]);
  });

  test("in the transfer, after another one was told", async () => {
    const primary = new ScriptedPrimary(1);
    primary.has(10, "a 60 A 192.0.2.1");
    const world = await CopyWorld.begin([primary]);
    primary.has(9, "b 60 A 192.0.2.1");
    primary.serial = 11;
    await world.after(100);
    expect([world.serial, world.told]).toEqual([10, ["whole 10", "serial-behind"]]);
  });
});

describe("an answer for the serial", () => {
  for (const [title, answer, code] of [
    [
      "without authority",
      { flags: { qr: true, aa: false, tc: false, rd: false, ra: false, ad: false, cd: false } },
      "answer-malformed",
    ],
    ["without an SOA", { answer: [] }, "answer-malformed"],
    [
      "with the SOA of another zone",
      { answer: [record("elsewhere.test. 60 SOA ns admin 99 1 1 1 1")] },
      "answer-malformed",
    ],
    ["of REFUSED", { rcode: "REFUSED", answer: [] }, "answer-refused"],
  ] as const) {
    test(`${title} changes nothing`, async () => {
      const primary = new ScriptedPrimary(1);
      primary.has(10, "a 60 A 192.0.2.1");
      const world = await CopyWorld.begin([primary]);
      primary.soaAnswer = answer;
      primary.serial = 11;
      await world.after(100);
      expect([world.serial, world.told]).toEqual([10, ["whole 10", code]]);
    });
  }
});

describe("with a key", () => {
  const key = expectOk(TsigKey.of(name("k.example"), "hmac-sha256", new Secret(btoa("right"))));
  const whole: TransferScript = [[soa(11), "b 60 A 192.0.2.2"], ["c 60 A 192.0.2.3"], ["d 60 A 192.0.2.4"], [soa(11)]];

  async function after(change: (primary: ScriptedPrimary) => void): Promise<CopyWorld> {
    const primary = new ScriptedPrimary(1, key);
    primary.has(10, "a 60 A 192.0.2.1");
    const world = await CopyWorld.begin([primary]);
    expect(world.serial).toBe(10);
    primary.serial = 11;
    primary.transfer = () => whole;
    change(primary);
    await world.after(110);
    return world;
  }

  test("what is signed is taken, also where only the first and the last message are", async () => {
    expect((await after(() => undefined)).serial).toBe(11);
    const sparse = await after((primary) => {
      primary.isSigned = (index) => index % 3 === 0;
    });
    expect(sparse.serial).toBe(11);
  });

  const spoilt = (at: number) => (octets: Uint8Array, index: number) => {
    const copy = octets.slice();
    if (index === at) copy[copy.length - 20] = (copy[copy.length - 20] ?? 0) ^ 1;
    return copy;
  };
  for (const [title, change] of [
    ["that does not count for the first message", (primary: ScriptedPrimary) => (primary.spoil = spoilt(0))],
    ["that fails in the middle", (primary: ScriptedPrimary) => (primary.spoil = spoilt(2))],
    ["that fails at the end", (primary: ScriptedPrimary) => (primary.spoil = spoilt(3))],
    ["that the last message lacks", (primary: ScriptedPrimary) => (primary.isSigned = (index) => index !== 3)],
  ] as const) {
    test(`a signature ${title} changes nothing`, async () => {
      const world = await after(change);
      expect([world.serial, world.lines, world.entryCount]).toEqual([10, ["a.z.example 60 A 192.0.2.1"], 1]);
      expect(world.told).toEqual(["whole 10", "signature-wrong"]);
    });
  }

  test("an answer for the serial without a signature is not believed", async () => {
    const world = await after((primary) => {
      primary.isSigned = () => false;
    });
    expect([world.serial, world.told]).toEqual([10, ["whole 10", "signature-wrong"]]);
  });
});
