import { describe, expect, test } from "bun:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import { chooseLanguage } from "./language.ts";
import { fromBase64, fromHex, toBase64, toHex } from "./octets.ts";
import { codeRow, exitStatusOf, failCodes, type OutcomeCode, rejectCodes } from "./outcome.ts";
import { randomAlphanumeric } from "./random.ts";
import { codeOfType, isMetaType, parseType, typeOfCode } from "./rr-type.ts";
import { addressRdata, canonicalRdata, rdataAddress, sameRdata } from "./rrset.ts";
import { Secret } from "./secret.ts";
import { ttlOf } from "./ttl.ts";

describe("Secret", () => {
  test("prints as dots everywhere a program prints", () => {
    const secret = new Secret("canary-4711");
    const outputs = [
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ a: [secret] }),
    ];
    outputs.push(Bun.inspect(secret), Bun.inspect({ nested: { secret } }), new Error(`x ${secret}`).message);
    for (const output of outputs) expect(output).not.toContain("canary");
    expect(secret.reveal()).toBe("canary-4711");
  });
});

describe("RRType", () => {
  test("mnemonic and code are the same type", () => {
    expect(parseType("aaaa")).toBe("AAAA");
    expect(parseType("TYPE28")).toBe("AAAA");
    expect(parseType("type65280")).toBe("TYPE65280");
    expect(parseType("TYPE65536")).toBeUndefined();
    expect(parseType("TYPE01")).toBeUndefined();
    expect(parseType("toString")).toBeUndefined();
  });

  test("every code has one type and gets it back", () => {
    for (let code = 0; code <= 0xffff; code += 1) expect(codeOfType(typeOfCode(code))).toBe(code);
  });

  test("question types are not zone data", () => {
    for (const type of ["ANY", "AXFR", "IXFR", "OPT", "TSIG", "TKEY", "TYPE0"] as const) {
      expect(isMetaType(type)).toBe(true);
    }
    for (const type of ["A", "CAA", "TYPE65280"] as const) expect(isMetaType(type)).toBe(false);
  });
});

describe("RRset values", () => {
  const [a, b] = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(1, 2, 3, 5)];

  test("order and repetition do not matter", () => {
    expect(sameRdata([a, b], [b, a, a])).toBe(true);
    expect(sameRdata([a], [b])).toBe(false);
    expect(sameRdata([a], [a, b])).toBe(false);
    expect(canonicalRdata([b, a, b])).toEqual([a, b]);
  });

  test("addresses are their octets", () => {
    expect(addressRdata(address("192.0.2.1"))).toEqual(Uint8Array.of(192, 0, 2, 1));
    expect(String(rdataAddress(addressRdata(address("2001:db8::1"))))).toBe("2001:db8::1");
    expect(rdataAddress(Uint8Array.of(1))).toBeUndefined();
  });
});

describe("outcome codes", () => {
  test("every code has a row that fits its kind", () => {
    for (const code of Object.keys(rejectCodes)) {
      expect(codeRow(code as OutcomeCode)).toMatchObject({ retry: "never", exitStatus: 3 });
    }
    for (const code of Object.keys(failCodes)) {
      expect(codeRow(code as OutcomeCode)).toMatchObject({ retry: "backoff", exitStatus: 4 });
    }
  });

  test("exit status follows the outcome", () => {
    expect(exitStatusOf({ kind: "unchanged" })).toBe(0);
    expect(exitStatusOf({ kind: "rejected", code: "paid-feature", detail: "" })).toBe(3);
    expect(exitStatusOf({ kind: "unconfirmed", code: "timed-out", detail: "" })).toBe(4);
  });
});

describe("octets", () => {
  test("hexadecimal and base64 read back", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(fromHex(toHex(octets))).toEqual(octets);
        expect(fromBase64(toBase64(octets))).toEqual(octets);
        expect(fromBase64(toBase64(octets).replaceAll("=", ""))).toEqual(octets);
      }),
    );
  });

  for (const text of ["a", "a===", "ab=", "a b=", "-_-_"]) {
    test(`${JSON.stringify(text)} is not base64`, () => expect(fromBase64(text)).toBeUndefined());
  }
});

test("languages are chosen by the first wish that names one", () => {
  expect(chooseLanguage([undefined, "zh_CN.UTF-8"])).toBe("zh-CN");
  expect(chooseLanguage(["zh-TW,zh;q=0.9,en;q=0.8"])).toBe("zh-CN");
  expect(chooseLanguage(["de-DE,en-US;q=0.7"])).toBe("en");
  expect(chooseLanguage(["C.UTF-8", "zh_CN"])).toBe("en");
  expect(chooseLanguage([])).toBe("en");
});

test("generated secrets use letters and digits evenly", () => {
  const text = randomAlphanumeric(new SeededRandom(7), 62_000);
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(62);
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test("TTLs are 0 to 2^31 - 1 whole seconds", () => {
  expect(ttlOf(0).ok && ttlOf(0x7fff_ffff).ok).toBe(true);
  expect(ttlOf(-1).ok || ttlOf(0x8000_0000).ok || ttlOf(1.5).ok || ttlOf(Number.NaN).ok).toBe(false);
  expect(Number(ttl(60))).toBe(60);
  expect(name("a.b").labelCount).toBe(2);
});
