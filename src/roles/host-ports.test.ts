import { expect, test } from "bun:test";
import { FakeLog } from "../../test/support/reconcile-world.ts";
import { createHostPorts } from "./host-ports.ts";

test("the authorities of the reload before / the same ports, not a second way to kernel and network", () => {
  const ports = createHostPorts(new FakeLog());
  const trusting = ports.trusting("-----BEGIN CERTIFICATE-----");
  expect(trusting).not.toBe(ports);
  expect(ports.trusting("-----BEGIN CERTIFICATE-----")).toBe(trusting);
  expect(ports.trusting("-----BEGIN CERTIFICATE----- ")).not.toBe(trusting);
  expect(ports.trusting(undefined)).toBe(ports);
});
