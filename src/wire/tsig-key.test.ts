import { describe, expect, test } from "bun:test";
import { inspect } from "node:util";
import { expectOk } from "../../test/support/expect-ok.ts";
import { hex } from "../../test/support/hex.ts";
import { name } from "../../test/support/values.ts";
import { toHex } from "../core/octets.ts";
import { Secret } from "../core/secret.ts";
import { parseTsigAlgorithm, tsigAlgorithms } from "../core/tsig-algorithm.ts";
import { TsigKey } from "./tsig-key.ts";

const secret = new Secret("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

describe("TsigKey", () => {
  const refused: readonly (readonly [name: string, secret: string, code: string])[] = [
    ["nothing", "", "secret-empty"],
    ["blanks", "  ", "secret-empty"],
    ["words", "not base64!", "secret-not-base64"],
    ["base64 for URLs", "-_-_", "secret-not-base64"],
  ];
  for (const [title, text, code] of refused) {
    test(`${title} is ${code}`, () => {
      expect(TsigKey.of(name("k"), "hmac-sha256", new Secret(text))).toMatchObject({ ok: false, code });
    });
  }

  test("blanks in a long secret, as key files have them, do not matter", () => {
    const split = new Secret(secret.reveal().replace("Nzg5", " Nzg5\n"));
    const [whole, parts] = [secret, split].map((text) => expectOk(TsigKey.of(name("k"), "hmac-sha256", text)));
    expect(parts?.mac([hex("00")])).toEqual(whole?.mac([hex("00")]) ?? hex(""));
  });

  test("its secret is in nothing that prints", () => {
    const key = expectOk(TsigKey.of(name("ddns-key"), "hmac-sha256", secret));
    const outputs = [JSON.stringify(key), inspect(key, { showHidden: true, depth: 9 }), Bun.inspect(key), String(key)];
    for (const output of outputs) {
      expect(output).not.toContain("MDEy");
      expect(output).not.toContain("0123456789abcdef");
      expect(output).not.toContain("48, 49, 50");
    }
  });

  /** RFC 2202 §3 and RFC 4231 §4.2, test case 1: key of twenty octets 0x0b, data "Hi There". */
  const vectors: readonly (readonly [algorithm: (typeof tsigAlgorithms)[number], mac: string])[] = [
    ["hmac-sha1", "b617318655057264e28bc0b6fb378c8ef146be00"],
    ["hmac-sha224", "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22"],
    ["hmac-sha256", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    ["hmac-sha384", "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"],
    [
      "hmac-sha512",
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4" +
        "be9d914eeb61f1702e696c203a126854",
    ],
  ];
  for (const [algorithm, mac] of vectors) {
    test(`${algorithm} of the RFC's first test case`, () => {
      const key = expectOk(TsigKey.of(name("k"), algorithm, new Secret(Buffer.alloc(20, 0x0b).toString("base64"))));
      expect(toHex(key.mac([hex("4869"), hex("205468657265")]))).toBe(mac);
      expect(key.macLength).toBe(mac.length / 2);
      expect(String(key.algorithmName)).toBe(`${algorithm}.`);
    });
  }

  test("algorithms read in any case, with and without the final dot", () => {
    expect(parseTsigAlgorithm("HMAC-SHA256.")).toBe("hmac-sha256");
    expect(tsigAlgorithms.map(parseTsigAlgorithm)).toEqual([...tsigAlgorithms]);
    expect(parseTsigAlgorithm("hmac-md5.sig-alg.reg.int")).toBeUndefined();
    expect(parseTsigAlgorithm("sha256")).toBeUndefined();
  });
});
