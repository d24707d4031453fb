import { expect, test } from "bun:test";
import { KnownAddresses } from "./known-addresses.ts";

const rows = [
  { text: "192.0.2.1", address: "192.0.2.1" },
  { text: "2001:db8::1", address: "2001:db8::1" },
  { text: "::ffff:192.0.2.1", address: "192.0.2.1" },
  { text: "fe80::1%eth0", address: "fe80::1" },
  { text: "", address: undefined },
  { text: "localhost", address: undefined },
];
for (const row of rows) {
  test(`"${row.text}" is ${row.address ?? "no address"}, also when it is known`, () => {
    const known = new KnownAddresses();
    expect(known.find(row.text)?.toString()).toBe(row.address);
    expect(known.find(row.text)?.toString()).toBe(row.address);
  });
}

test("remembers by identity, and goes on after it had to forget", () => {
  const known = new KnownAddresses();
  const first = known.find("192.0.2.1");
  expect(known.find("192.0.2.1")).toBe(first as NonNullable<typeof first>);
  for (let index = 0; index < 10_000; index += 1) known.find(`10.0.${index >> 8}.${index & 255}`);
  expect(known.find("192.0.2.1")?.toString()).toBe("192.0.2.1");
});
