import { expect, test } from "bun:test";
import { atOnce, inPieces } from "./pieces.ts";

function* counting(told: string[]): Generator<void, string> {
  for (const piece of ["one", "two", "three"]) {
    told.push(piece);
    yield;
  }
  return "done";
}

test("between the pieces everything else has its turn", async () => {
  const told: string[] = [];
  const work = inPieces(counting(told));
  setImmediate(() => told.push("other"));
  expect(await work).toBe("done");
  expect(told).toEqual(["one", "two", "other", "three"]);
});

test("at once, nothing else has", () => {
  const told: string[] = [];
  queueMicrotask(() => told.push("other"));
  expect(atOnce(counting(told))).toBe("done");
  expect(told).toEqual(["one", "two", "three"]);
});
