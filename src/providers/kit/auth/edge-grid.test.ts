import { describe, expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET, POST, TextBody, type Call } from "../call.ts";
import { edgeGrid } from "./edge-grid.ts";

/** From the test data of the vendor's own libraries. */
describe("the vendor's vectors", () => {
  const body = new TextBody("text/plain", "datadatadatadatadatadatadatadata");
  const rows: readonly (readonly [title: string, call: Call, expected: string])[] = [
    ["GET", GET("/"), "tL+y4hxyHxgWVD30X3pWnGKHcPzmrIF+LThiAOhMxYU="],
    ["GET with a query", GET("/testapi/v1/t1", { p1: 1, p2: 2 }), "hKDH1UlnQySSHjvIcZpDMbQHihTQ0XyVAKZaApabdeA="],
    ["POST", POST("/testapi/v1/t3", body), "hXm4iCxtpN22m4cbZb4lVLW5rhX8Ca82vCFqXzSTPe4="],
  ];
  for (const [title, call, expected] of rows) {
    test(title, async () => {
      const account = {
        clientToken: new Secret("akab-client-token-xxx-xxxxxxxxxxxxxxxx"),
        accessToken: new Secret("akab-access-token-xxx-xxxxxxxxxxxxxxxx"),
        clientSecret: new Secret(`${"x".repeat(43)}=`),
      };
      const draft = await signed(
        edgeGrid(account, () => "nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
        call,
        {
          base: "https://akaa-baseurl-xxxxxxxxxxx-xxxxxxxxxxxxx.luna.akamaiapis.net",
          at: "2014-03-21T19:34:21Z",
        },
      );
      expect(draft.headers["authorization"]).toBe(
        "EG1-HMAC-SHA256 client_token=akab-client-token-xxx-xxxxxxxxxxxxxxxx;" +
          "access_token=akab-access-token-xxx-xxxxxxxxxxxxxxxx;timestamp=20140321T19:34:21+0000;" +
          `nonce=nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx;signature=${expected}`,
      );
    });
  }
});
