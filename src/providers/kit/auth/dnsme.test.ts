import { expect, test } from "bun:test";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET } from "../call.ts";
import { dnsme } from "./dnsme.ts";

test("the vendor's own example", async () => {
  const key = "1c1a3c91-4770-4ce7-96f4-54c0eb0e457a";
  const scheme = dnsme({ key, secret: new Secret("c9b5625f-9834-4ff8-baba-4ed5f32cae55") });
  const world = { base: "https://api.dnsmadeeasy.com/V2.0", at: "2011-02-12T20:59:04Z" };
  expect((await signed(scheme, GET("/dns/managed"), world)).headers).toEqual({
    "x-dnsme-apikey": key,
    "x-dnsme-requestdate": "Sat, 12 Feb 2011 20:59:04 GMT",
    "x-dnsme-hmac": "b3502e6116a324f3cf4a8ed693d78bcee8d8fe3c",
  });
});
