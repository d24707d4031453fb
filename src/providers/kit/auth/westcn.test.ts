import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { POST } from "../call.ts";
import { encodeBody } from "../draft.ts";
import { westcn } from "./westcn.ts";

test("the vendor's own example", async () => {
  const scheme = westcn({ username: "zhangsan", password: new Secret("5dh232kfg!*") });
  const at = new Date(1_554_691_950_854).toISOString();
  const draft = await signed(scheme, POST("/domain/", { act: "x" }), { base: "https://x.example", at, sends: "form" });
  expect(draft.body === undefined ? "" : encodeBody(draft.body).text).toBe(
    "username=zhangsan&time=1554691950854&token=f17581fb2535b2a7ee4468eb3f96a2a9&act=x",
  );
  expect(draft.sensitive).toContain("f17581fb2535b2a7ee4468eb3f96a2a9");
});
