import { describe, expect, test } from "bun:test";
import { Duration } from "../../src/core/duration.ts";
import type { ProviderDeclaration, Settings } from "../../src/core/provider.ts";
import type { EmulatedZones } from "../emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../emulators/http-emulator.ts";
import { TokenDesk } from "../emulators/token-desk.ts";
import { zoneApiAt, type ZoneApiWorld } from "../support/zone-api-at.ts";
import { answerFault } from "./faults.ts";

/** What every service promises whose credentials are exchanged for a token: besides the conformance suite, in its tests. */
export function exchangesTokens(subject: {
  readonly provider: ProviderDeclaration;
  readonly settings: Settings;
  readonly start: (desk: TokenDesk) => Promise<EmulatedZones>;
  /** How long a token is good, in seconds. */
  readonly lifetime: number;
  readonly isExchange: (request: ReceivedRequest) => boolean;
}): void {
  const at = async (run: (world: ZoneApiWorld & { readonly desk: TokenDesk }) => Promise<void>): Promise<void> => {
    const desk = new TokenDesk(subject.lifetime);
    await zoneApiAt({ ...subject, start: () => subject.start(desk) }, async (world) => {
      desk.now = () => world.clock.now();
      await run({ ...world, desk });
    });
  };

  describe(`tokens of ${subject.provider.id}`, () => {
    test("one is enough for many requests", () =>
      at(async ({ publish, desk }) => {
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
        expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
        expect(desk.issued).toBe(1);
      }));

    test("another one is there before the first has ended", () =>
      at(async ({ publish, desk, clock }) => {
        await publish(["192.0.2.1"]);
        await clock.advance(Duration.seconds(subject.lifetime - 1));
        expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
        await clock.advance(Duration.seconds(subject.lifetime + 1));
        expect(await publish(["192.0.2.3"])).toMatchObject({ kind: "updated" });
        expect([desk.issued, desk.refused]).toEqual([3, 0]);
      }));

    test("taken back by the service: obtained anew, once", () =>
      at(async ({ publish, desk }) => {
        await publish(["192.0.2.1"]);
        desk.revoke();
        expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });
        expect([desk.issued, desk.refused]).toEqual([2, 1]);
      }));

    test("taken back, and the credentials as well: rejected, nothing written", () =>
      at(async ({ publish, desk, service }) => {
        await publish(["192.0.2.1"]);
        desk.revoke();
        desk.isOpen = false;
        expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
        expect([desk.issued, desk.refused]).toEqual([1, 1]);
        expect(service.held("home.example.net", "A").map(({ content }) => content)).toEqual(["192.0.2.1"]);
      }));

    test("the exchange fails for now: failed, and the next attempt gets one", () =>
      at(async ({ publish, desk, service }) => {
        service.http.failNext(answerFault(503, "<html>down</html>"), subject.isExchange);
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "server-error" });
        expect(desk.issued).toBe(0);
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
      }));

    test("repeated by the service in an error: not shown", () =>
      at(async ({ publish, desk, service }) => {
        service.http.failNext(answerFault(400, `bad ${desk.issue().replace(".1_", ".2_")}`), service.isWrite);
        const outcome = await publish(["192.0.2.1"]);
        expect(outcome.kind).toBe("rejected");
        expect(JSON.stringify(outcome)).not.toContain("CANARY");
        expect(JSON.stringify(outcome)).toContain("bad");
      }));
  });
}
