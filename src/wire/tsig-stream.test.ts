import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { name } from "../../test/support/values.ts";
import { Secret } from "../core/secret.ts";
import { noFlags } from "./header.ts";
import { emptyMessage, encodeMessage } from "./message.ts";
import { signMessage } from "./tsig.ts";
import { TsigKey } from "./tsig-key.ts";
import { mostUnsigned, SignedStream } from "./tsig-stream.ts";
import { StreamSigner } from "../../test/support/stream-signer.ts";

const keyOf = (secret: string, owner = "k.example"): TsigKey =>
  expectOk(TsigKey.of(name(owner), "hmac-sha256", new Secret(btoa(secret))));
const key = keyOf("right");
const requestMac = Uint8Array.of(1, 2, 3);
const now = new FakeClock().now();

function message(id: number): Uint8Array {
  return expectOk(encodeMessage({ ...emptyMessage, id, flags: { ...noFlags, qr: true } }, 512)).octets;
}

const five = [1, 2, 3, 4, 5].map(message);

interface Row {
  readonly title: string;
  /** Which messages are signed, and what happens to them on the way. */
  readonly sent: () => readonly Uint8Array[];
  readonly last: "signed" | "unsigned" | string;
  readonly isWhole?: boolean;
}

const stream = (isSigned: (index: number) => boolean, by = key): Uint8Array[] => {
  const signer = new StreamSigner(by, requestMac, now);
  return five.map((octets, index) => signer.next(octets, isSigned(index)));
};

const changed = (messages: readonly Uint8Array[], at: number, change: (octets: Uint8Array) => void): Uint8Array[] =>
  messages.map((octets, index) => {
    const copy = octets.slice();
    if (index === at) change(copy);
    return copy;
  });

const rows: readonly Row[] = [
  { title: "every message signed", sent: () => stream(() => true), last: "signed", isWhole: true },
  {
    title: "the first and the last signed",
    sent: () => stream((index) => index % 4 === 0),
    last: "signed",
    isWhole: true,
  },
  { title: "the last one not signed", sent: () => stream((index) => index < 4), last: "unsigned", isWhole: false },
  { title: "the first one not signed", sent: () => stream((index) => index > 0), last: "wrong unsigned" },
  { title: "signed with another secret", sent: () => stream(() => true, keyOf("wrong")), last: "wrong BADSIG" },
  {
    title: "signed with another key",
    sent: () => stream(() => true, keyOf("right", "other.example")),
    last: "wrong BADKEY",
  },
  {
    title: "an octet changed in a signed message in the middle",
    sent: () =>
      changed(
        stream(() => true),
        2,
        (octets) => octets.fill(9, 3, 4),
      ),
    last: "wrong BADSIG",
  },
  {
    title: "an octet changed in an unsigned message in the middle",
    sent: () =>
      changed(
        stream((index) => index % 4 === 0),
        2,
        (octets) => octets.fill(9, 3, 4),
      ),
    last: "wrong BADSIG",
  },
  {
    title: "a message left out",
    sent: () => stream(() => true).filter((_, index) => index !== 2),
    last: "wrong BADSIG",
  },
  {
    title: "two messages exchanged",
    sent: () => {
      const [a, b, c, d, e] = stream((index) => index % 4 === 0);
      return [a, b, d, c, e].flatMap((octets) => octets ?? []);
    },
    last: "wrong BADSIG",
  },
  {
    title: "each signed like an answer of its own",
    sent: () => five.map((octets) => signMessage(octets, key, { now, requestMac }).octets),
    last: "wrong BADSIG",
  },
  {
    title: "an answer to another request",
    sent: () => five.map((octets) => signMessage(octets, key, { now, requestMac: Uint8Array.of(9) }).octets),
    last: "wrong BADSIG",
  },
  {
    title: "cut within a signature",
    sent: () => stream(() => true).map((octets) => octets.slice(0, -1)),
    last: "wrong malformed",
  },
];

describe("signatures of a stream", () => {
  for (const { title, sent, last, isWhole } of rows) {
    test(title, () => {
      const checked = new SignedStream(key, requestMac);
      let verdict = "nothing";
      for (const octets of sent()) {
        const one = checked.take(octets, now);
        verdict = one.kind === "wrong" ? `wrong ${one.error}` : one.kind;
        if (one.kind === "wrong") break;
      }
      expect(verdict).toBe(last);
      if (isWhole !== undefined) expect(checked.isSignedToHere).toBe(isWhole);
    });
  }

  for (const [count, verdict] of [
    [mostUnsigned, "signed"],
    [mostUnsigned + 1, "wrong"],
  ] as const) {
    test(`${count} messages without a signature between two that have one: ${verdict}`, () => {
      const signer = new StreamSigner(key, requestMac, now);
      const checked = new SignedStream(key, requestMac);
      const verdicts = Array.from({ length: count + 2 }, (_, index) => {
        const isSigned = index === 0 || index === count + 1;
        return checked.take(signer.next(message(index), isSigned), now).kind;
      });
      expect(verdicts.find((kind) => kind === "wrong") ?? verdicts.at(-1)).toBe(verdict);
    });
  }

  test("a clock that has run away in the middle counts for nothing", () => {
    const signer = new StreamSigner(key, requestMac, now);
    const checked = new SignedStream(key, requestMac);
    expect(checked.take(signer.next(message(1), true), now).kind).toBe("signed");
    const clock = new FakeClock();
    clock.jumpWall(301_000);
    expect(checked.take(signer.next(message(2), true), clock.now())).toMatchObject({ error: "BADTIME" });
  });
});
