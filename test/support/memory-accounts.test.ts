import { describe, expect, test } from "bun:test";
import { describeAccounts } from "../contract/accounts.contract.ts";
import { MemoryAccounts } from "./memory-accounts.ts";
import { name } from "./values.ts";

describeAccounts("in memory", async () => {
  const accounts = new MemoryAccounts();
  return { open: async () => accounts, close: async () => undefined, remove: async () => undefined };
});

describe("what a test may do with accounts in memory", () => {
  test("make every call fail", async () => {
    const accounts = new MemoryAccounts();
    accounts.outage = { code: "accounts-unavailable", detail: "gone" };
    const unavailable = { ok: false, code: "accounts-unavailable" };
    expect(await accounts.token("t")).toMatchObject(unavailable);
    expect(await accounts.removeHost(name("a.example"))).toMatchObject(unavailable);
    accounts.outage = undefined;
    expect(await accounts.token("t")).toEqual({ ok: true, value: undefined });
  });
});
