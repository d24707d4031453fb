import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { PUT, TextBody } from "../call.ts";
import { bce } from "./bce.ts";

test("the vendor's own example", async () => {
  const account = { keyId: "a".repeat(32), secret: new Secret("b".repeat(32)), sessionToken: undefined };
  const query = { partNumber: 9, uploadId: "a44cc9bab11cbd156984767aad637851" };
  const call = PUT("/v1/test/myfolder/readme.txt", new TextBody("text/plain", "whatever"), query);
  const draft = await signed(bce(account), call, { base: "https://bj.bcebos.com", at: "2015-04-27T08:23:49Z" });
  expect(draft.headers).toEqual({
    "x-bce-date": "2015-04-27T08:23:49Z",
    authorization:
      `bce-auth-v1/${account.keyId}/2015-04-27T08:23:49Z/1800/host;x-bce-date/` +
      "1b8de5a23a56eef657c69f94c621e7acd227d049a4ba577f537d5e5cebf0cf32",
  });
});
