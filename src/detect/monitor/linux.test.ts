import { describe, expect, test } from "bun:test";
import { FakeClock, settle } from "../../../test/support/fake-clock.ts";
import {
  addressAdded,
  addressRenewed,
  defaultRouteAdded,
  linkDeleted,
} from "../../../test/support/netlink-captures.ts";
import { Duration } from "../../core/duration.ts";
import type { Netlink, NetlinkFailure, NetlinkListener } from "../../core/netlink.ts";
import { failure, ok } from "../../core/result.ts";
import { netlinkMonitor } from "./linux.ts";
import type { Hint } from "./monitor.ts";

/** A kernel whose events tests send by hand. */
class FakeKernel implements Netlink {
  readonly subscribedAt: number[] = [];
  listener: NetlinkListener | undefined;
  refusal: NetlinkFailure | undefined;
  #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  dump(): ReturnType<Netlink["dump"]> {
    return failure({ code: "netlink-unavailable", detail: "no dumps here" });
  }

  subscribe(_groups: number, listener: NetlinkListener): ReturnType<Netlink["subscribe"]> {
    this.subscribedAt.push(this.#clock.monotonic());
    if (this.refusal !== undefined) return Promise.resolve(failure(this.refusal));
    this.listener = listener;
    return Promise.resolve(
      ok({
        stop: () => {
          this.listener = undefined;
          return Promise.resolve();
        },
      }),
    );
  }
}

async function started(refusal?: NetlinkFailure): Promise<{
  clock: FakeClock;
  kernel: FakeKernel;
  hints: Hint[];
  stop: () => Promise<void>;
}> {
  const clock = new FakeClock();
  const kernel = new FakeKernel(clock);
  kernel.refusal = refusal;
  const hints: Hint[] = [];
  const running = netlinkMonitor({ netlink: kernel, clock }).start((hint) => hints.push(hint));
  await settle();
  return { clock, kernel, hints, stop: () => running.stop() };
}

const facts = (hint: Hint): string =>
  Object.entries(hint)
    .flatMap(([key, value]) => (value === true ? [key] : []))
    .join(" ");

describe("the netlink monitor", () => {
  test("a burst is one hint, 50 ms after its last event", async () => {
    const { clock, kernel, hints, stop } = await started();
    kernel.listener?.received(addressAdded);
    await clock.advance(Duration.milliseconds(40));
    kernel.listener?.received(defaultRouteAdded);
    await clock.advance(Duration.milliseconds(49));
    expect(hints).toEqual([]);
    await clock.advance(Duration.milliseconds(1));
    expect(hints.map(facts)).toEqual(["addressesChanged routesChanged"]);
    expect(hints[0]).toMatchObject({ monitor: "netlink", families: ["ipv4"] });
    await stop();
    expect(clock.pendingCount).toBe(0);
  });

  test("a link that flaps cannot keep hints back for more than half a second", async () => {
    const { clock, kernel, hints, stop } = await started();
    for (let round = 0; round < 30; round += 1) {
      kernel.listener?.received(linkDeleted);
      await clock.advance(Duration.milliseconds(20));
    }
    expect(hints.length).toBe(1);
    await stop();
  });

  test("hints carry no address", async () => {
    const { clock, kernel, hints, stop } = await started();
    kernel.listener?.received(addressAdded);
    await clock.advance(Duration.seconds(1));
    expect(JSON.stringify(hints)).not.toContain("198.51.100.7");
    await stop();
  });

  test("after an overrun it subscribes anew and says that events were lost", async () => {
    const { clock, kernel, hints, stop } = await started();
    kernel.listener?.received(addressRenewed);
    await clock.advance(Duration.seconds(1));
    kernel.listener?.ended({ code: "netlink-overrun", detail: "no buffer space available" });
    await clock.advance(Duration.milliseconds(100));
    expect(hints.map(facts)).toEqual(["addressesChanged", "eventsLost"]);
    expect(kernel.subscribedAt).toEqual([0, 1_100]);
    kernel.listener?.received(addressRenewed);
    await clock.advance(Duration.milliseconds(50));
    expect(hints.map(facts)).toEqual(["addressesChanged", "eventsLost", "addressesChanged"]);
    await stop();
  });

  test("a kernel that keeps refusing is asked less and less often, at least once a minute", async () => {
    const { clock, kernel, stop } = await started({ code: "netlink-failed", detail: "bind failed with error 1" });
    await clock.advance(Duration.minutes(5));
    expect(kernel.subscribedAt.slice(0, 6)).toEqual([0, 100, 500, 2_100, 8_500, 34_100]);
    expect(kernel.subscribedAt.length).toBe(10);
    await stop();
    expect(clock.pendingCount).toBe(0);
  });

  test("a system without netlink is left in peace", async () => {
    const { clock, kernel, hints, stop } = await started({ code: "netlink-unavailable", detail: "no netlink" });
    await clock.advance(Duration.hours(1));
    expect([kernel.subscribedAt.length, hints.length]).toEqual([1, 0]);
    await stop();
  });

  test("after stop nothing comes and nothing is left open", async () => {
    const { clock, kernel, hints, stop } = await started();
    kernel.listener?.received(addressAdded);
    const { listener } = kernel;
    await stop();
    listener?.received(defaultRouteAdded);
    await clock.advance(Duration.seconds(1));
    expect([hints.length, kernel.listener]).toEqual([0, undefined]);
    await stop();
  });
});
