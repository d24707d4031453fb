import { describe, expect, test } from "bun:test";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { SourceFailure } from "../core/verdict.ts";
import { type AskLimits, type Sighting, sourceOf, type Witness } from "./source.ts";

function witness(ask: Witness["ask"], strength: Witness["strength"] = "echo"): Witness {
  return { id: "stun:stun.example.net:3478", family: "ipv4", operator: "example.net", strength, ask };
}

const seen: Result<readonly Sighting[], SourceFailure> = ok([
  { address: address("192.0.2.1"), evidence: { port: 4711 } },
]);

describe("a source", () => {
  test("measures the asking and stamps the observation", async () => {
    const clock = new FakeClock();
    const answer = Promise.withResolvers<typeof seen>();
    const report = sourceOf(
      witness(() => answer.promise),
      clock,
    ).observe();
    await clock.advance(Duration.milliseconds(120));
    answer.resolve(seen);
    expect(await report).toEqual({
      source: "stun:stun.example.net:3478",
      operator: "example.net",
      strength: "echo",
      family: "ipv4",
      took: Duration.milliseconds(120),
      answer: {
        kind: "seen",
        observations: [
          {
            family: "ipv4",
            address: address("192.0.2.1"),
            source: "stun:stun.example.net:3478",
            operator: "example.net",
            strength: "echo",
            at: clock.now(),
            took: Duration.milliseconds(120),
            evidence: { port: 4711 },
          },
        ],
      },
    });
    expect(clock.pendingCount).toBe(0);
  });

  test("reports a failure as one", async () => {
    const report = await sourceOf(
      witness(async () => failure({ code: "connection-refused", detail: "192.0.2.9:3478 refused" })),
      new FakeClock(),
    ).observe();
    expect(report.answer).toEqual({
      kind: "failed",
      failure: { code: "connection-refused", detail: "192.0.2.9:3478 refused" },
    });
  });

  test("ends at the limit even when the witness hangs, and tells it so", async () => {
    const clock = new FakeClock();
    const limits: AskLimits[] = [];
    const report = sourceOf(
      witness((given) => {
        limits.push(given);
        return new Promise(() => undefined);
      }),
      clock,
    ).observe();
    await clock.advance(Duration.milliseconds(2_999));
    expect(limits[0]?.signal.aborted).toBe(false);
    await clock.advance(Duration.milliseconds(1));
    expect((await report).answer).toMatchObject({ kind: "failed", failure: { code: "timed-out" } });
    expect((await report).took).toBe(Duration.seconds(3));
    expect(limits[0]?.signal.aborted).toBe(true);
  });

  test("ends when the caller no longer wants it", async () => {
    const clock = new FakeClock();
    const caller = new AbortController();
    const report = sourceOf(
      witness(() => new Promise(() => undefined)),
      clock,
    ).observe(caller.signal);
    await settle();
    caller.abort();
    expect((await report).answer).toMatchObject({ kind: "failed", failure: { code: "aborted" } });
    expect(clock.pendingCount).toBe(0);
  });

  test("is not even asked when the caller gave up before", async () => {
    const asked: unknown[] = [];
    const source = sourceOf(
      witness((limits) => {
        asked.push(limits);
        return Promise.resolve(seen);
      }),
      new FakeClock(),
    );
    expect((await source.observe(AbortSignal.abort())).answer).toMatchObject({ failure: { code: "aborted" } });
    expect(asked).toEqual([]);
  });

  test("saying nothing is a failure, except from a witness that may assert it", async () => {
    const nothing = async (): Promise<typeof seen> => ok([]);
    const echo = await sourceOf(witness(nothing), new FakeClock()).observe();
    expect(echo.answer).toMatchObject({ kind: "failed", failure: { code: "no-address" } });
    const asserted = await sourceOf(witness(nothing, "asserted"), new FakeClock()).observe();
    expect(asserted.answer).toEqual({ kind: "seen", observations: [] });
  });

  test("an address of another family is our bug and does not pass as an answer", async () => {
    const wrong = witness(async () => ok([{ address: address("2001:db8::1"), evidence: {} }]));
    await expect(sourceOf(wrong, new FakeClock()).observe()).rejects.toThrow("expected");
  });
});
