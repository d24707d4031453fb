import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Mishap } from "../../test/support/fake-provider.ts";
import { actualRecord, rdataList } from "../../test/support/reconcile-values.ts";
import { dualStack, home, World } from "../../test/support/reconcile-world.ts";
import { Duration } from "../core/duration.ts";
import { addressType, sameRdata } from "../core/rrset.ts";
import { targetId } from "../core/target-id.ts";

/** Whole lives of an agent, drawn at random: what must hold whatever happens, and what must be so in the end. */

type Step =
  | { readonly kind: "know"; readonly last: number }
  | { readonly kind: "unknow" }
  | { readonly kind: "none" }
  | { readonly kind: "mishap"; readonly call: "read" | "write"; readonly mishap: Mishap }
  | { readonly kind: "drift"; readonly last: number }
  | { readonly kind: "restart" }
  | { readonly kind: "kill" }
  | { readonly kind: "latency"; readonly ms: number };

const lasting = fc.integer({ min: 1, max: 4 });

const mishaps = fc.constantFrom<Mishap>(
  { does: "fail", code: "server-error" },
  { does: "fail", code: "rate-limited", retryAfter: Duration.minutes(3) },
  { does: "lose-reply" },
  { does: "lose-request" },
  { does: "throw" },
  { does: "hang" },
);

const step: fc.Arbitrary<{ readonly step: Step; readonly wait: Duration }> = fc.record({
  step: fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("know" as const), last: lasting }) },
    { weight: 2, arbitrary: fc.constant({ kind: "unknow" as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: "none" as const }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("mishap" as const),
        call: fc.constantFrom("read" as const, "write" as const),
        mishap: mishaps,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("drift" as const), last: lasting }) },
    { weight: 2, arbitrary: fc.constant({ kind: "restart" as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: "kill" as const }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("latency" as const), ms: fc.integer({ min: 0, max: 900 }) }),
    },
  ),
  wait: fc
    .oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 3_000, max: 600_000 }), fc.constant(7 * 3_600_000))
    .map((ms) => Duration.milliseconds(ms)),
});

/** What a life has seen that may each cost a write. */
interface Costs {
  changes: number;
  troubles: number;
}

async function live(world: World, costs: Costs, one: Step): Promise<void> {
  switch (one.kind) {
    case "know":
      costs.changes += 1;
      world.know([`192.0.2.${one.last}`], [`2001:db8::${one.last}`]);
      return;
    case "none":
      costs.changes += 1;
      world.know([], []);
      return;
    case "unknow":
      world.unknow();
      return;
    case "mishap":
      costs.troubles += 1;
      world.cf.will(one.call, one.mishap);
      world.dd.will(one.call, one.mishap);
      return;
    case "drift":
      costs.troubles += 1;
      if (world.names[0]?.providerKey === "cf") {
        world.cf.plant(home, "A", [actualRecord("drift", `192.0.2.${one.last}`)]);
      } else {
        world.dd.plant(home, "A", rdataList(`192.0.2.${one.last}`));
      }
      return;
    case "latency":
      world.cf.latency = Duration.milliseconds(one.ms);
      world.dd.latency = Duration.milliseconds(one.ms);
      return;
    case "restart":
      // A write that hangs is cut short by this, so it counts.
      costs.troubles += 1;
      await world.stop();
      await world.start();
      return;
    case "kill":
      costs.troubles += 1;
      await world.kill();
      await world.start();
  }
}

for (const providerKey of ["cf", "dd"] as const) {
  describe(`any life of an agent at ${providerKey === "cf" ? "a service that can be read" : "a service that is only told"}`, () => {
    const service = (world: World) => (providerKey === "cf" ? world.cf : world.dd);

    test("ends as desired, writes nothing while unknown, and no more often than there was reason to", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer(), async (steps, seed) => {
          const world = new World(seed);
          world.names = [dualStack(home, providerKey)];
          // Slow enough that writes wait for their turn, and much can happen meanwhile.
          world.limits = { pace: { requestsPerMinute: 3 } };
          let isKnown = false;
          let writesWhileUnknown = 0;
          service(world).onCall = (call) => {
            if (call === "write" && !isKnown) writesWhileUnknown += 1;
          };
          const costs: Costs = { changes: 0, troubles: 0 };
          await world.start();
          for (const { step: one, wait } of steps) {
            if (one.kind === "know" || one.kind === "none") isKnown = true;
            if (one.kind === "unknow") isKnown = false;
            await live(world, costs, one);
            await world.pass(wait);
          }
          service(world).heal();
          isKnown = true;
          costs.changes += 1;
          world.know(["192.0.2.77"], ["2001:db8::77"]);
          // A call that hangs is ended by nothing but a restart.
          await world.stop();
          await world.start();
          await world.pass(Duration.days(2));

          expect(world.scheduler.status().map(({ state }) => state)).toEqual(["settled", "settled"]);
          expect(sameRdata(world.published(home, "A"), rdataList("192.0.2.77"))).toBe(true);
          expect(sameRdata(world.published(home, "AAAA"), rdataList("2001:db8::77"))).toBe(true);
          expect(writesWhileUnknown).toBe(0);
          // Each change is written once per family, each trouble costs at most one more.
          expect(service(world).count("write")).toBeLessThanOrEqual(2 * (costs.changes + costs.troubles));

          const writes = service(world).count("write");
          for (let restart = 0; restart < 3; restart += 1) {
            await world.stop();
            await world.start();
            await world.pass(Duration.days(1));
          }
          expect(service(world).count("write")).toBe(writes);
          await world.stop();
          expect(world.clock.pendingCount).toBe(0);
        }),
        { numRuns: 150 },
      );
    }, 60_000);

    test("what was refused is never asked again by itself", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { maxLength: 20 }),
          fc.integer({ min: 0, max: 12 }),
          fc.integer(),
          async (steps, refusedAt, seed) => {
            const world = new World(seed);
            world.names = [dualStack(home, providerKey)];
            const refused: string[] = [];
            const repeated: string[] = [];
            service(world).onCall = (call, owner, type) => {
              if (call !== "write" || owner === undefined) return;
              // A told name stands for both of its families.
              const families = type === undefined ? (["ipv4", "ipv6"] as const).map(addressType) : [type];
              for (const one of families) {
                const target = targetId({ providerKey, owner, type: one });
                if (refused.includes(target)) repeated.push(target);
                if (world.disk.memories.get(target)?.held !== undefined) repeated.push(target);
              }
            };
            await world.start();
            for (const [index, { step: one, wait }] of steps.entries()) {
              if (index === refusedAt) service(world).will("write", { does: "reject", code: "request-refused" });
              await live(world, { changes: 0, troubles: 0 }, one);
              await world.pass(wait);
              for (const { target, held } of world.scheduler.status()) {
                if (held?.code === "request-refused" && !refused.includes(target)) refused.push(target);
              }
            }
            expect(repeated).toEqual([]);
            await world.stop();
          },
        ),
        { numRuns: 100 },
      );
    }, 60_000);
  });
}
