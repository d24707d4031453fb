import { describe, expect, test } from "bun:test";
import { decodeEvent, encodeEvent } from "./agent-event-codec.ts";
import { decodeMemory, encodeMemory } from "./target-memory-codec.ts";
import type { TargetId } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { address } from "../../test/support/values.ts";

/** Exactness over all kinds is the contract suite's; here is what lies in files and what does not belong there. */

const at = Instant.ofMs(1_795_132_800_000);

describe("events", () => {
  // Lies in files: later versions must read it.
  const written =
    '{"kind":"addresses-known","at":1795132800000,"family":"ipv6","addresses":["2001:db8::1"],"because":"quorum"}';

  test("the text written by the first release", () => {
    const event = {
      kind: "addresses-known",
      at,
      family: "ipv6",
      addresses: [address("2001:db8::1")],
      because: "quorum",
    } as const;
    expect(encodeEvent(event)).toBe(written);
    const decoded = decodeEvent(written);
    expect(decoded?.kind === "addresses-known" && decoded.addresses.map(String)).toEqual(["2001:db8::1"]);
  });

  const rows: readonly [string, string][] = [
    ["nothing", ""],
    ["half a text", written.slice(0, 50)],
    ["a list", "[]"],
    ["null", "null"],
    ["a kind nobody knows", '{"kind":"exploded","at":0}'],
    ["a kind that objects inherit", '{"kind":"toString","at":0}'],
    ["a field missing", '{"kind":"started","at":0}'],
    ["a field of another kind", '{"kind":"started","at":"0","version":"1"}'],
    ["an address that is none", written.replace("2001:db8::1", "2001:db8::x")],
    ["a family that is none", written.replace("ipv6", "ipv5")],
    ["a list that is none", written.replace('["2001:db8::1"]', '"2001:db8::1"')],
    ["a code without a row", '{"kind":"failed","at":0,"target":"t","code":"toString","detail":""}'],
  ];
  for (const [label, text] of rows) {
    test(`${label} / no event`, () => {
      expect(decodeEvent(text)).toBeUndefined();
    });
  }
});

describe("memories", () => {
  const memory = {
    target: "cf/a.example./A" as TargetId,
    type: "A",
    confirmed: { rdata: [Uint8Array.of(192, 0, 2, 1)], at, configuration: "b" },
    checkedAt: at,
    configuration: "c",
    held: { code: "name-invalid", detail: "d", since: at },
    waiting: { code: "timed-out", detail: "d", until: at },
    unconfirmed: [Uint8Array.of(192, 0, 2, 2)],
  } as const;
  const written = encodeMemory(memory);

  // Lies in files: later versions must read it.
  test("the text written by the first release", () => {
    expect(written).toBe(
      '{"target":"cf/a.example./A","type":"A","confirmed":{"rdata":["c0000201"],"at":1795132800000,"configuration":"b"},' +
        '"checkedAt":1795132800000,"configuration":"c","held":{"code":"name-invalid","detail":"d","since":1795132800000},' +
        '"waiting":{"code":"timed-out","detail":"d","until":1795132800000},"unconfirmed":["c0000202"]}',
    );
    expect(decodeMemory(written)).toEqual(memory);
  });

  const rows: readonly [string, string][] = [
    ["octets that are none", written.replace("c0000201", "c000020")],
    ["values of a lost write that are none", written.replace('["c0000202"]', '"c0000202"')],
    ["a type that is none", written.replace('"type":"A"', '"type":"A A"')],
    ["a nested field missing", written.replace(',"until":1795132800000', "")],
    ["a pause for a code that is never tried again", written.replace("timed-out", "name-invalid")],
    ["a nested object that is none", written.replace(/"held":\{[^}]*\}/, '"held":"yes"')],
  ];
  for (const [label, text] of rows) {
    test(`${label} / no memory`, () => {
      expect(text).not.toBe(written);
      expect(decodeMemory(text)).toBeUndefined();
    });
  }
});
