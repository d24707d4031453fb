import { expect, test } from "bun:test";
import fc from "fast-check";
import { ExposeWorld, exposing } from "../../test/support/expose-world.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import { type GatewayProtocol, gatewayProtocols } from "../gateway/gateway.ts";

/** Whole lives beside a router, drawn at random: what must hold whatever happens, and what must be so in the end. */

type Step =
  | { readonly kind: "silent" | "answering" | "refusing" | "permitting"; readonly protocol: GatewayProtocol }
  | { readonly kind: "check" | "look" | "restart" | "kill" | "stop" | "reconfigure" | "lose-answer" }
  | { readonly kind: "renumber"; readonly last: number }
  | { readonly kind: "shorten"; readonly minutes: number };

const protocol = fc.constantFrom(...gatewayProtocols);

const step: fc.Arbitrary<{ readonly step: Step; readonly wait: Duration }> = fc.record({
  step: fc.oneof(
    fc.record({ kind: fc.constantFrom("silent", "answering", "refusing", "permitting"), protocol }),
    fc.record({
      kind: fc.constantFrom("check", "look", "restart", "kill", "stop", "reconfigure", "lose-answer"),
    }),
    fc.record({ kind: fc.constant("renumber" as const), last: fc.integer({ min: 10, max: 12 }) }),
    fc.record({ kind: fc.constant("shorten" as const), minutes: fc.integer({ min: 2, max: 120 }) }),
  ),
  wait: fc
    .oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 5_000, max: 3_600_000 }), fc.constant(3 * 3_600_000))
    .map((ms) => Duration.milliseconds(ms)),
});

/** Two sets of wishes that share one port and wish the other differently. */
const wishes = [
  [exposing("tcp", 445), exposing("udp", 51820)],
  [exposing("tcp", 445, { wishedPort: 1445 }), exposing("tcp", 22)],
];

async function live(world: ExposeWorld, one: Step): Promise<void> {
  const { router } = world;
  switch (one.kind) {
    case "silent":
      router.silent.add(one.protocol);
      return;
    case "answering":
      router.silent.delete(one.protocol);
      return;
    case "refusing":
      router.refusing.add(one.protocol);
      return;
    case "permitting":
      router.refusing.delete(one.protocol);
      return;
    case "check":
      world.keeper.check();
      return;
    case "look":
      world.keeper.look();
      return;
    case "restart":
      router.restart();
      return;
    case "renumber":
      router.externalAddress = address(`44.128.10.${one.last}`);
      return;
    case "shorten":
      router.maxLifetime = Duration.minutes(one.minutes);
      return;
    case "lose-answer":
      router.lostAnswers += 1;
      return;
    case "reconfigure":
      world.exposures = world.exposures === wishes[0] ? (wishes[1] ?? []) : (wishes[0] ?? []);
      world.keeper.replaceExposures(world.exposures);
      return;
    case "kill":
    case "stop":
      await world[one.kind]();
      await world.start();
      return;
  }
}

/** Holes that lead to the same port of this host. */
function expectNoneTwice(world: ExposeWorld): void {
  const inside = world.router.entries.map(({ transport, internalPort }) => `${transport}/${internalPort}`);
  expect(inside.toSorted()).toEqual([...new Set(inside)].toSorted());
}

for (const speaks of [["pcp"], ["nat-pmp"], ["upnp"], ["pcp", "nat-pmp", "upnp"]] as const) {
  test(`never two holes for one port, and all is well in the end (${speaks.join(", ")})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer(), async (steps, seed) => {
        const world = new ExposeWorld(wishes[0] ?? [], seed);
        world.speaks = speaks;
        await world.start();
        for (const { step: one, wait } of steps) {
          await live(world, one);
          await world.pass(wait);
          expectNoneTwice(world);
        }
        world.router.silent.clear();
        world.router.refusing.clear();
        world.router.lostAnswers = 0;
        world.keeper.check();
        await world.pass(Duration.minutes(10));
        const wished = world.exposures.map(
          (one) => `${one.transport}/${one.wishedPort} -> 192.168.1.20:${one.internalPort}`,
        );
        expect(world.router.reachable).toEqual(wished.toSorted());
        expect(world.keeper.status().map(({ state }) => state)).toEqual(["open", "open"]);
        await world.stop();
        expect(world.router.entries).toEqual([]);
        expect(world.disk.mappings.size).toBe(0);
      }),
      { numRuns: 120 },
    );
  }, 60_000);
}

test("a lease is renewed between a half and five eighths of its life while the router answers", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 8, max: 7_200 }), fc.integer(), async (lifetimeSeconds, seed) => {
      const world = new ExposeWorld([exposing("tcp", 445)], seed);
      world.router.maxLifetime = Duration.seconds(lifetimeSeconds);
      await world.start();
      const lifetime = Math.min(lifetimeSeconds, 3_600) * 1_000;
      for (let round = 1; round < 5; round += 1) {
        const before = world.clock.monotonic();
        while (world.router.requests.length === round) await world.pass(world.clock.untilNext ?? Duration.zero);
        const elapsed = world.clock.monotonic() - before;
        expect(elapsed).toBeWithin(Math.floor(lifetime / 2), Math.max(4_000, Math.ceil((lifetime * 5) / 8)) + 1);
        expect(world.router.entries).toHaveLength(1);
      }
      await world.stop();
    }),
    { numRuns: 60 },
  );
});
