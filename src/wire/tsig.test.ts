import { describe, expect, test } from "bun:test";
import { capture, captures } from "../../test/support/captures.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { hex } from "../../test/support/hex.ts";
import { name } from "../../test/support/values.ts";
import { Instant } from "../core/clock.ts";
import type { OwnerName } from "../core/name.ts";
import { toHex } from "../core/octets.ts";
import { Secret } from "../core/secret.ts";
import { decodeMessage, encodeMessage, type Message } from "./message.ts";
import { type Refusal, signatureLength, signMessage, signRefusal, verifyMessage } from "./tsig.ts";
import { tsigAlgorithms } from "../core/tsig-algorithm.ts";
import { TsigKey } from "./tsig-key.ts";
import { tsigLength } from "./tsig-record.ts";

const secret = new Secret("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
const key = expectOk(TsigKey.of(name("ddns-key"), "hmac-sha256", secret));
const findKey = (wanted: OwnerName): TsigKey | undefined => (wanted.equals(key.name) ? key : undefined);

function at(seconds: number): Instant {
  return Instant.ofMs(seconds * 1000);
}

function decode(octets: Uint8Array): Message {
  return expectOk(decodeMessage(octets));
}

/** The message as it was before its last record, the signature, was added. */
function stripped(octets: Uint8Array): Uint8Array {
  const { tsig } = decode(octets);
  if (tsig === undefined) throw new Error("expected a signed message");
  const message = octets.slice(0, octets.length - tsigLength(tsig));
  const counts = new DataView(message.buffer);
  counts.setUint16(10, counts.getUint16(10) - 1);
  return message;
}

/** The vector of our notes on RFC 2136, made by hand and by dnspython: zone example.com., replace www A. */
const update = hex(`1234 2800 0001 0000 0002 0000 076578616d706c6503636f6d00 0006 0001
  03777777 c00c 0001 00ff 00000000 0000  c01d 0001 0001 0000012c 0004 c0000201`);
const updateMac = hex("d5caed605ba5e0b34aae6613488264cb4d7bb7e99f90609fe99a36eb11bb8392");
const signedUpdate = hex(`1234 2800 0001 0000 0002 0001 076578616d706c6503636f6d00 0006 0001
  03777777 c00c 0001 00ff 00000000 0000  c01d 0001 0001 0000012c 0004 c0000201
  0864646e732d6b657900 00fa 00ff 00000000 003d 0b686d61632d73686132353600 00006553f100 012c
  0020 ${toHex(updateMac)} 1234 0000 0000`);
const signedAt = 1_700_000_000;

describe("signMessage", () => {
  test("the vector", () => {
    expect(signMessage(update, key, { now: at(signedAt) })).toEqual({ octets: signedUpdate, mac: updateMac });
    expect(signedUpdate.length - update.length).toBe(signatureLength(key));
  });

  for (const algorithm of tsigAlgorithms) {
    test(`${algorithm}: request and answer as dnspython signs them`, () => {
      const { query, answer } = capture("dnspython-2.9", algorithm);
      const mixedCase = expectOk(TsigKey.of(name("DDNS-Key"), algorithm, secret));
      const now = at(signedAt);
      const request = signMessage(stripped(query), mixedCase, { now });
      expect(request.octets).toEqual(query);
      expect(signMessage(stripped(answer), mixedCase, { now, requestMac: request.mac }).octets).toEqual(answer);
      expect(verifyMessage(query, () => mixedCase, { now }).kind).toBe("verified");
      expect(verifyMessage(answer, () => mixedCase, { now, requestMac: request.mac }).kind).toBe("verified");
    });
  }

  test("a message cut to leave room for the signature stays within its limit", () => {
    const limit = signedUpdate.length;
    const encoded = expectOk(encodeMessage(decode(update), limit, { reserve: signatureLength(key) }));
    expect(signMessage(encoded.octets, key, { now: at(signedAt) }).octets.length).toBe(limit);
    expect(encodeMessage(decode(update), limit - 1, { reserve: signatureLength(key) }).ok).toBe(false);
  });

  test("octets that are no message are our bug", () => {
    expect(() => signMessage(hex("1234"), key, { now: at(0) })).toThrow("expected");
  });
});

describe("verifyMessage", () => {
  for (const file of ["bind-9.18", "knot-3.2"] as const) {
    const signed = captures(file).filter(({ query }) => decode(query).tsig !== undefined);
    test(`${file} has signed exchanges`, () => expect(signed.length).toBe(5));

    for (const { label, at: recordedAt, query, answer } of signed) {
      const now = at(recordedAt);
      const request = verifyMessage(query, findKey, { now });
      const requestMac = decode(query).tsig?.mac ?? new Uint8Array(0);

      test(`${file}, ${label}: the server's verdict is ours`, () => {
        const verdict = request.kind === "refused" ? request.error : request.kind;
        const theirs = decode(answer).tsig?.error;
        expect<string | undefined>(verdict).toBe(theirs === "NOERROR" ? "verified" : theirs);
      });

      test(`${file}, ${label}: the answer`, () => {
        const verified = verifyMessage(answer, findKey, { now, requestMac });
        const isSigned = (decode(answer).tsig?.mac.length ?? 0) > 0;
        // The answer to a request signed long ago carries that time, so that its sender, whose clock it is, accepts it.
        const isLate = request.kind === "refused" && request.error === "BADTIME";
        expect(verified).toMatchObject(
          isLate ? { kind: "refused", error: "BADTIME" } : { kind: isSigned ? "verified" : "error-reported" },
        );
        if (isLate) {
          const clientNow = at(decode(query).tsig?.timeSigned ?? 0);
          const believed = verifyMessage(answer, findKey, { now: clientNow, requestMac });
          expect(believed).toMatchObject({ kind: "verified", record: { error: "BADTIME" } });
        }
      });

      test(`${file}, ${label}: our signatures are the same octets`, () => {
        if (request.kind === "verified") {
          const now = at(request.record.timeSigned);
          expect(signMessage(stripped(query), key, { now })).toEqual({ octets: query, mac: request.record.mac });
        } else {
          expect(request.kind).toBe("refused");
          expect(signRefusal(stripped(answer), request as Refusal, now)).toEqual(answer);
        }
      });
    }
  }

  const now = at(signedAt);
  const otherSecret = expectOk(TsigKey.of(key.name, "hmac-sha256", new Secret("AAEyMzQ1")));
  const otherAlgorithm = expectOk(TsigKey.of(key.name, "hmac-sha512", secret));

  /** The signed UPDATE with a MAC of another length; its RDATA ends with original id, error and other length. */
  function withMac(mac: Uint8Array): Uint8Array {
    const start = signedUpdate.length - 6 - updateMac.length - 2;
    const octets = Uint8Array.from([
      ...signedUpdate.subarray(0, start),
      mac.length >> 8,
      mac.length,
      ...mac,
      ...signedUpdate.subarray(signedUpdate.length - 6),
    ]);
    // RDLENGTH stands 31 octets before the MAC's length: algorithm 13, time 6, fudge 2 and itself.
    const lengthAt = start - 23;
    octets[lengthAt + 1] = 0x3d - updateMac.length + mac.length;
    return octets;
  }
  const longMac = Uint8Array.from([...updateMac, 0]);
  const wrongMac = updateMac.map((octet, index) => (index === 3 ? octet ^ 1 : octet));
  const forwarded = Uint8Array.from([0xab, 0xcd, ...signedUpdate.subarray(2)]);
  const late = at(signedAt + 301);

  type Row = readonly [
    name: string,
    octets: Uint8Array,
    findKey: (name: OwnerName) => TsigKey | undefined,
    now: Instant,
    expected: object,
  ];
  const rows: readonly Row[] = [
    ["right", signedUpdate, findKey, now, { kind: "verified", key }],
    ["forwarded under another id", forwarded, findKey, now, { kind: "verified" }],
    ["300 s old", signedUpdate, findKey, at(signedAt + 300), { kind: "verified" }],
    ["300 s ahead", signedUpdate, findKey, at(signedAt - 300), { kind: "verified" }],
    ["301 s old", signedUpdate, findKey, late, { kind: "refused", error: "BADTIME", key }],
    ["301 s ahead", signedUpdate, findKey, at(signedAt - 301), { kind: "refused", error: "BADTIME", key }],
    ["unknown key", signedUpdate, () => undefined, now, { kind: "refused", error: "BADKEY", key: undefined }],
    ["key of another algorithm", signedUpdate, () => otherAlgorithm, now, { kind: "refused", error: "BADKEY" }],
    ["another secret", signedUpdate, () => otherSecret, now, { kind: "refused", error: "BADSIG" }],
    ["another secret and late", signedUpdate, () => otherSecret, late, { kind: "refused", error: "BADSIG" }],
    ["MAC cut to 31 octets", withMac(updateMac.subarray(0, 31)), findKey, now, { kind: "refused", error: "BADTRUNC" }],
    ["MAC cut to half", withMac(updateMac.subarray(0, 16)), findKey, now, { kind: "refused", error: "BADTRUNC" }],
    ["MAC cut and late", withMac(updateMac.subarray(0, 31)), findKey, late, { kind: "refused", error: "BADTIME" }],
    ["wrong MAC, cut", withMac(wrongMac.subarray(0, 31)), findKey, now, { kind: "refused", error: "BADSIG" }],
    ["wrong MAC", withMac(wrongMac), findKey, now, { kind: "refused", error: "BADSIG" }],
    ["MAC below half", withMac(updateMac.subarray(0, 15)), findKey, now, { kind: "malformed", code: "tsig-malformed" }],
    ["MAC too long", withMac(longMac), findKey, now, { kind: "malformed", code: "tsig-malformed" }],
    ["no MAC in a request", withMac(hex("")), findKey, now, { kind: "malformed", code: "tsig-malformed" }],
    ["MAC below half of an unknown key", withMac(hex("00")), () => undefined, now, { error: "BADKEY" }],
    ["no TSIG", update, findKey, now, { kind: "unsigned" }],
    ["nothing", hex(""), findKey, now, { kind: "malformed", code: "cut-short" }],
    [
      "octets behind",
      Uint8Array.from([...signedUpdate, 0]),
      findKey,
      now,
      { kind: "malformed", code: "trailing-octets" },
    ],
    ["cut short", signedUpdate.slice(0, -1), findKey, now, { kind: "malformed", code: "cut-short" }],
  ];
  for (const [title, octets, keys, time, expected] of rows) {
    test(`${title}: ${Object.values(expected)
      .filter((fact) => typeof fact === "string")
      .join(" ")}`, () => {
      expect(verifyMessage(octets, keys, { now: time })).toMatchObject(expected);
    });
  }

  test("TSIG anywhere but last in the additional section is malformed", () => {
    const tsig = "00 00fa 00ff 00000000 0011  00 000000000000 0000 0000 0000 0000 0000";
    const opt = "00 0029 0200 00000000 0000";
    const misplaced: readonly string[] = [
      `1234 0000 0000 0001 0000 0000 ${tsig}`,
      `1234 0000 0000 0000 0001 0000 ${tsig}`,
      `1234 0000 0000 0000 0000 0002 ${tsig} ${opt}`,
      `1234 0000 0000 0000 0000 0002 ${tsig} ${tsig}`,
      `1234 0000 0000 0001 0000 0001 ${tsig} ${opt}`,
    ];
    for (const octets of misplaced) {
      expect(verifyMessage(hex(octets), findKey, { now })).toMatchObject({ kind: "malformed", code: "tsig-misplaced" });
    }
  });

  test("no single bit may change, but the id and the case of the key's name", () => {
    const nameStart = update.length + 1;
    const algorithmStart = nameStart + 8 + 1 + 10 + 1;
    const isWithin = (octet: number, start: number, length: number): boolean =>
      octet >= start && octet < start + length;
    for (let octet = 0; octet < signedUpdate.length; octet += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = signedUpdate.slice();
        changed[octet] = (changed[octet] ?? 0) ^ (1 << bit);
        const isLetter = /[a-z]/.test(String.fromCharCode(signedUpdate[octet] ?? 0));
        const isName = isWithin(octet, nameStart, 8) || isWithin(octet, algorithmStart, 11);
        const isHarmless = octet < 2 || (bit === 5 && isLetter && isName);
        expect(verifyMessage(changed, findKey, { now }).kind === "verified").toBe(isHarmless);
      }
    }
  });

  test("an answer belongs to one request", () => {
    const answer = signMessage(update, key, { now, requestMac: updateMac }).octets;
    expect(verifyMessage(answer, findKey, { now, requestMac: updateMac }).kind).toBe("verified");
    expect(verifyMessage(answer, findKey, { now, requestMac: wrongMac })).toMatchObject({ error: "BADSIG" });
    expect(verifyMessage(answer, findKey, { now })).toMatchObject({ error: "BADSIG" });
  });
});

describe("signRefusal", () => {
  const notAuth = hex("1234 a809 0001 0000 0000 0000 076578616d706c6503636f6d00 0006 0001");
  const now = at(signedAt + 4000);

  function refusalOf(octets: Uint8Array, keys: (name: OwnerName) => TsigKey | undefined, time: Instant): Refusal {
    const verification = verifyMessage(octets, keys, { now: time });
    if (verification.kind !== "refused") throw new Error(`expected a refusal, got ${verification.kind}`);
    return verification;
  }

  test("an unknown key is told without a signature", () => {
    const answer = signRefusal(
      notAuth,
      refusalOf(signedUpdate, () => undefined, now),
      now,
    );
    expect(verifyMessage(answer, findKey, { now, requestMac: updateMac })).toMatchObject({
      kind: "error-reported",
      record: { error: "BADKEY", timeSigned: signedAt },
    });
  });

  test("a wrong clock is told with a signature and the right time", () => {
    const answer = signRefusal(notAuth, refusalOf(signedUpdate, findKey, now), now);
    const verification = verifyMessage(answer, findKey, { now: at(signedAt), requestMac: updateMac });
    expect(verification).toMatchObject({ kind: "verified", record: { error: "BADTIME" } });
    const otherData = decode(answer).tsig?.otherData ?? new Uint8Array(0);
    expect(Number.parseInt(toHex(otherData), 16)).toBe(signedAt + 4000);
    expect(answer.length - notAuth.length).toBe(signatureLength(key) + 6);
  });
});
