import { expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { name, ttl } from "../../../test/support/values.ts";
import type { RRset } from "../../core/rrset.ts";
import { applyOperations, updateLimits } from "./apply-operations.ts";
import { checkPrerequisites } from "./check-prerequisites.ts";
import type { Operation, Prerequisite } from "./read-update.ts";

const apex = name("dyn.example");
const owner = name("many.dyn.example");

function servers(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) => Uint8Array.of(4, 0x6e, 0x73, index >> 8, index & 255, 0));
}

// Comparing each with each, 3 000 of them, one message, took five seconds in which the server did nothing else.
test("thousands of records of one RRset are added and deleted in no time worth telling", () => {
  const all = servers(25_000);
  const before: RRset = { owner, type: "NS", ttl: ttl(60), rdata: all.slice(0, 12_500) };
  const operations = all.flatMap((rdata, index): readonly Operation[] => [
    { kind: "add", owner, type: "NS", ttl: ttl(5), rdata },
    ...(index < 2 ? [] : [{ kind: "delete-record", owner, type: "NS", rdata } as const]),
  ]);
  const wishes = expectOk(applyOperations(apex, operations, () => [before], updateLimits));
  expect(wishes).toEqual([{ kind: "rrset-replaced", owner, type: "NS", ttl: ttl(5), rdata: all.slice(0, 2) }]);
});

test("thousands of prerequisites about one name read it once", () => {
  let reads = 0;
  const read = (): readonly RRset[] => {
    reads += 1;
    return [{ owner, type: "NS", ttl: ttl(60), rdata: servers(1_000) }];
  };
  const prerequisite: Prerequisite = { kind: "rrset-exists", owner, type: "NS" };
  expect(checkPrerequisites(Array<Prerequisite>(5_000).fill(prerequisite), read)).toBeUndefined();
  expect(reads).toBe(1);
});
