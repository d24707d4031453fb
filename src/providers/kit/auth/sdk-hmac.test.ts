import { describe, expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET, POST, TextBody, type Call } from "../call.ts";
import { sdkHmac } from "./sdk-hmac.ts";

/** From the tests of the vendor's own libraries. */
describe("the vendor's vectors", () => {
  const rows: readonly (readonly [title: string, call: Call, expected: string])[] = [
    ["GET", GET("/resources", { size: 1 }), "cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842"],
    [
      "POST",
      POST("/resources", new TextBody("application/json", '{"name":"test","id":1}'), { size: 1 }),
      "436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f",
    ],
  ];
  for (const [title, call, expected] of rows) {
    test(title, async () => {
      const account = { keyId: "AccessKey", secret: new Secret("SecretKey"), sessionToken: undefined };
      const draft = await signed(sdkHmac(account), call, {
        base: "https://service.endpoint.myhuaweicloud.com",
        at: "2020-06-08T02:39:00Z",
      });
      expect(draft.headers).toEqual({
        "x-sdk-date": "20200608T023900Z",
        authorization: `SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=host;x-sdk-date, Signature=${expected}`,
      });
    });
  }
});
