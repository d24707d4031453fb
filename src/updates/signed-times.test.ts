import { expect, test } from "bun:test";
import { address } from "../../test/support/values.ts";
import { SignedTimes } from "./signed-times.ts";

const start = 1_795_000_000;
const day = 86_400;
const from = address("198.51.100.7");
const elsewhere = address("198.51.100.8");

test("a later message counts, the same second again from the same address only", () => {
  const times = new SignedTimes(start);
  times.remember("a", { seconds: start + 10, from }, start + 10);
  expect(times.earliest("a", from, start + 10)).toBe(start + 10);
  expect(times.earliest("a", elsewhere, start + 10)).toBe(start + 11);
  expect(times.earliest("b", from, start + 10)).toBe(start);
});

test("keys that are used no more are forgotten, the others are not", () => {
  const times = new SignedTimes(start);
  const late = start + 3 * day;
  for (let index = 0; index < 1_000; index += 1) times.remember(`old ${index}`, { seconds: start, from }, start);
  for (let index = 0; index < 100; index += 1) times.remember(`new ${index}`, { seconds: late, from }, late);
  expect(times.size).toBe(100);
  expect(times.earliest("new 0", elsewhere, late)).toBe(late + 1);
});

test("however many hosts there are, none that was heard today is forgotten", () => {
  const times = new SignedTimes(start);
  for (let index = 0; index < 5_000; index += 1) times.remember(`${index}`, { seconds: start, from }, start);
  expect(times.size).toBe(5_000);
});

test("what is forgotten is too old to count by its time alone", () => {
  const times = new SignedTimes(start);
  for (let index = 0; index < 2_048; index += 1) {
    const now = start + index * 60;
    times.remember(`${index}`, { seconds: now, from }, now);
  }
  expect(times.size).toBeLessThan(2_048);
  expect(times.earliest("2000", from, start + 2_047 * 60)).toBe(start + 2_000 * 60);
});
