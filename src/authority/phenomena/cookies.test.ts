import { describe, expect, test } from "bun:test";
import { AnsweringZones, linesOf, queryOf } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { hex } from "../../../test/support/hex.ts";
import { address } from "../../../test/support/values.ts";
import { decodeMessage } from "../../wire/message.ts";
import { CookieSecretMemory } from "../../wire/cookie-secrets.ts";

/** DNS cookies of queries: whatever comes, the answer has one that is right. RFC 7873 §5.2, RFC 9018 */

const zone = `
  $ORIGIN example.com.
  @    3600 SOA ns admin 1 3600 600 86400 300
  @    3600 NS  ns
  @    3600 A   192.0.2.34
`;

const first = hex("e5e973e5a6b2a43f48e7dc849e37bfcf");
const second = hex("dd3bdf9344b678b185a6f5cb60fca715");
const third = hex("445536bcd2513298075a5d379663c962");

function zonesAt(seconds: number, present: Uint8Array, previous?: Uint8Array): AnsweringZones {
  const secrets = new CookieSecretMemory();
  secrets.write({ present, previous });
  return new AnsweringZones([zone], { cookieSecrets: secrets.buffer, clock: new FakeClock(seconds * 1_000) });
}

const found = "answer example.com. 3600 A 192.0.2.34";
const home = "from=198.51.100.100";

describe("cookies of queries", () => {
  conversation(
    zonesAt(0x5cf79f11, first),
    `
    # RFC 9018 A.1: a new server cookie.
    ? example.com. A +cookie=2464c4abcf10c957 ${home}
    NOERROR aa
    ${found}
    edns 0 1232 cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480

    # One that is young stays. RFC 9018 §4.3
    ? example.com. A +cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480 ${home}
    NOERROR aa
    ${found}
    edns 0 1232 cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480

    # Of another address, another length or another version: answered as if there were none. RFC 7873 §5.2.4
    ? example.com. A +cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29481 ${home}
    NOERROR aa
    ${found}
    edns 0 1232 cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480

    ? example.com. A +cookie=2464c4abcf10c9570001020304050607 ${home}
    NOERROR aa
    ${found}
    edns 0 1232 cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480

    # Over TCP it is no different.
    ? example.com. A +cookie=2464c4abcf10c957 ${home} +tcp
    NOERROR aa
    ${found}
    edns 0 1232 cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480

    # Refusals have one too.
    ? elsewhere.test. A +cookie=2464c4abcf10c957 ${home}
    REFUSED
    edns 0 1232 cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480 ede=20

    # Lengths that no cookie has. RFC 7873 §5.2.2
    ? example.com. A +cookie=2464c4abcf10c9 ${home}
    FORMERR
    edns 0 1232

    ? example.com. A +cookie=2464c4abcf10c95701 ${home}
    FORMERR
    edns 0 1232
    `,
  );

  conversation(
    zonesAt(0x5cf7a871, first),
    `
    # RFC 9018 A.2: an old one is renewed.
    ? example.com. A +cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480 ${home}
    NOERROR aa
    ${found}
    edns 0 1232 cookie=2464c4abcf10c957010000005cf7a871d4a564a1442aca77
    `,
  );

  conversation(
    zonesAt(0x5cf78f71 + 2, first),
    `
    # RFC 9018 A.3: reserved octets are those of who made it.
    ? example.com. A +cookie=fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5 from=203.0.113.203
    NOERROR aa
    ${found}
    edns 0 1232 cookie=fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5
    `,
  );

  const ipv6 = "from=2001:db8:220:1:59de:d0f4:8769:82b8";
  conversation(
    zonesAt(0x5cf7c609, third, second),
    `
    # RFC 9018 A.4: IPv6, with a secret that was replaced meanwhile.
    ? example.com. A +cookie=22681ab97d52c298010000005cf7c57926556bd0934c72f8 ${ipv6}
    NOERROR aa
    ${found}
    edns 0 1232 cookie=22681ab97d52c298010000005cf7c609a6bb79d16625507a
    `,
  );

  test("are not looked for behind the end of a message", () => {
    const zones = zonesAt(0x5cf79f11, first);
    const whole = queryOf("example.com. A +cookie=2464c4abcf10c957");
    const buffer = new Uint8Array(65_535);
    for (let cut = 1; cut <= 11; cut += 1) {
      // What another client sent before lies there still. OPT ends with the message, its option claims more.
      buffer.set(whole);
      buffer[whole.length - 13] = 12 - cut;
      const from = { address: address("198.51.100.100") };
      const length = zones.answerer.answer(buffer, 0, whole.length - cut, "datagram", from);
      const answer = linesOf(expectOk(decodeMessage(buffer.subarray(0, length))));
      expect(answer.filter((line) => line.includes("cookie"))).toEqual([]);
      expect(answer[0]).toBe("FORMERR");
    }
  });

  test("follow the secret when it is replaced", () => {
    const secrets = new CookieSecretMemory();
    secrets.write({ present: second, previous: undefined });
    const zones = new AnsweringZones([zone], {
      cookieSecrets: secrets.buffer,
      clock: new FakeClock(0x5cf7c609 * 1_000),
    });
    const ask = (): string | undefined => zones.ask(`example.com. A +cookie=22681ab97d52c298 ${ipv6}`).at(-1);
    const before = ask();
    secrets.write({ present: third, previous: second });
    expect(ask()).toBe("edns 0 1232 cookie=22681ab97d52c298010000005cf7c609a6bb79d16625507a");
    expect(before).not.toBe(ask());
  });
});
