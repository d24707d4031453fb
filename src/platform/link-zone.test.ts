import { expect, test } from "bun:test";
import { address } from "../../test/support/values.ts";
import { interfaceWith, zoneOf } from "./link-zone.ts";

test("loopback's interface is found by its address and named as a zone", () => {
  const name = interfaceWith(address("127.0.0.1"));
  expect(name).toMatch(/^(lo|lo0|Loopback.*)$/);
  expect(zoneOf(name ?? "")).toStartWith("%");
});

test("an address that nobody here has", () => expect(interfaceWith(address("192.0.2.77"))).toBeUndefined());
