import { describe, expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET, type Call } from "../call.ts";
import { exo2 } from "./exo2.ts";

/** From the tests of the vendor's own libraries, which sign for 2077-01-01. */
describe("the vendor's vectors", () => {
  const rows: readonly (readonly [title: string, call: Call, expected: string])[] = [
    ["without a query", GET("/zone"), "expires=3376684800,signature=Ntbq/p0HVmA3Zg1HHY+Lq1vjFGi7HeMrrgXDS5jRNlY="],
    [
      "with a query",
      GET("/zone", { k2: "v2", k1: "v1" }),
      "signed-query-args=k1;k2,expires=3376684800,signature=iqOBz13+44L5j0uJclE8hmUhQQcvtCSoPEOXYK6liqY=",
    ],
  ];
  for (const [title, call, expected] of rows) {
    test(title, async () => {
      const scheme = exo2({ key: "EXO000000000000000000000000", secret: new Secret("X".repeat(43)) });
      const world = { base: "https://api-ch-gva-2.exoscale.com/v2", at: "2076-12-31T23:50:00Z" };
      const draft = await signed(scheme, call, world);
      expect(draft.headers["authorization"]).toBe(
        `EXO2-HMAC-SHA256 credential=EXO000000000000000000000000,${expected}`,
      );
    });
  }
});
