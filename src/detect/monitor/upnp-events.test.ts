import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { type FakeRouterOptions, FakeUpnpRouter, homeLink } from "../../../test/support/fake-upnp-router.ts";
import { SeededRandom } from "../../../test/support/seeded-random.ts";
import { Duration } from "../../core/duration.ts";
import type { Running } from "../../core/lifecycle.ts";
import type { UpnpLink } from "../../gateway/upnp/link.ts";
import { followedMonitor, type Follower } from "./following.ts";
import { type Hint, hintOf, type Monitor } from "./monitor.ts";
import { upnpEventsMonitor } from "./upnp-events.ts";

/** A host behind a router, and all that its monitor hinted at. */
class Home {
  readonly clock = new FakeClock();
  readonly router: FakeUpnpRouter;
  readonly hints: Hint[] = [];
  readonly running: Running;
  readonly monitor: Follower;
  link: UpnpLink | undefined;
  /** How often it was told that a router is there. */
  spoken = 0;

  private constructor(options: FakeRouterOptions) {
    this.router = new FakeUpnpRouter(homeLink(), options);
    this.link = this.router.link;
    const { http, multicast, listener } = this.router;
    const { clock } = this;
    const link = (): Promise<UpnpLink | undefined> => Promise.resolve(this.link);
    const routerSpoke = (): void => {
      this.spoken += 1;
    };
    const random = new SeededRandom(1);
    this.monitor = upnpEventsMonitor({ http, multicast, listener, clock, random, link, routerSpoke });
    this.running = this.monitor.start((hint) => this.hints.push(hint));
  }

  /** After the first search. */
  static async after(time: Duration, options: FakeRouterOptions = {}): Promise<Home> {
    const home = new Home(options);
    await home.clock.advance(Duration.zero);
    // Modules are loaded in between, which takes real time that the clock does not know of.
    await import("saxes");
    await import("../../gateway/upnp/open.ts");
    await import("../../gateway/upnp/event-subscription.ts");
    await import("../../gateway/upnp/notices.ts");
    for (let passed = 0; passed < time; passed += 50) await home.clock.advance(Duration.milliseconds(50));
    return home;
  }

  async tell(address: string): Promise<void> {
    expect(await this.router.notify({ ExternalIPAddress: address, PortMappingNumberOfEntries: "3" })).toBe(200);
  }
}

const notice = (kind: string): string =>
  `NOTIFY * HTTP/1.1\r\nNT: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nNTS: ssdp:${kind}\r\n\r\n`;

const begun = Duration.seconds(4);
const announced = { monitor: "upnp-events", routerAnnounced: true, families: ["ipv4"] };
const nothing: FakeRouterOptions = { hears: () => false };

describe("a router that speaks UPnP", () => {
  test("tells its address at the beginning / no hint; tells the same / none; tells another / one", async () => {
    const home = await Home.after(begun);
    await home.tell("203.0.113.9");
    await home.tell("203.0.113.9");
    expect([home.hints, home.spoken]).toEqual([[], 1]);
    await home.tell("203.0.113.10");
    expect(home.hints).toMatchObject([announced]);
    await home.running.stop();
  });

  test("tells of its mappings / no hint", async () => {
    const home = await Home.after(begun);
    await home.router.notify({ PortMappingNumberOfEntries: "3" });
    await home.router.notify({ PortMappingNumberOfEntries: "4" });
    expect(home.hints).toEqual([]);
    await home.running.stop();
  });

  test("its line goes down and up / a hint each", async () => {
    const home = await Home.after(begun);
    for (const state of ["Connected", "Disconnected", "Connected"]) {
      await home.router.notify({ ConnectionStatus: state });
    }
    expect(home.hints).toMatchObject([announced, announced]);
    await home.running.stop();
  });

  test("begins anew, with another address / a hint, subscribed anew, and the other address is a change", async () => {
    const home = await Home.after(begun);
    await home.tell("203.0.113.9");
    home.router.subscriptions.clear();
    home.router.isUp = false;
    home.router.say(notice("byebye"));
    expect(home.hints).toMatchObject([announced]);
    home.router.isUp = true;
    home.router.say(notice("alive"));
    await home.clock.advance(Duration.seconds(2));
    expect(home.router.subscriptions.size).toBe(1);
    const before = home.hints.length;
    await home.tell("203.0.113.10");
    expect(home.hints.length).toBe(before + 1);
    await home.running.stop();
  });

  test("a neighbour says goodbye in its name, all the time / a hint every two seconds at most", async () => {
    const home = await Home.after(begun);
    for (let count = 0; count < 100; count += 1) {
      home.router.say(notice(count % 2 === 0 ? "byebye" : "alive"));
      await home.clock.advance(Duration.milliseconds(100));
    }
    expect(home.hints.length).toBeLessThanOrEqual(6);
    expect(home.router.subscriptions.size).toBe(1);
    await home.running.stop();
    expect(home.clock.pendingCount).toBe(0);
  });

  test("away for good / searched again, ever more seldom", async () => {
    const home = await Home.after(begun);
    home.router.isUp = false;
    await home.clock.advance(Duration.days(2));
    expect(home.router.isListenedTo).toBe(false);
    const searched = home.router.searches.length;
    await home.clock.advance(Duration.days(1));
    expect(home.router.searches.length - searched).toBeLessThanOrEqual(5 * 4);
    await home.running.stop();
  });

  test("stopped / the router is told, nothing left", async () => {
    const home = await Home.after(begun);
    expect(home.router.subscriptions.size).toBe(1);
    await home.running.stop();
    expect([home.router.subscriptions.size, home.router.isListenedTo, home.router.isHeard]).toEqual([0, false, false]);
    expect(home.clock.pendingCount).toBe(0);
  });

  test("the host slept / renewed at once", async () => {
    const home = await Home.after(begun);
    home.router.subscriptions.clear();
    home.monitor.networkChanged(hintOf("x", home.clock.now(), { wokeFromSleep: true }));
    await home.clock.advance(Duration.zero);
    expect(home.router.subscriptions.size).toBe(1);
    await home.running.stop();
  });

  test("the host moves to another network / subscribed there; back on the same / kept", async () => {
    const home = await Home.after(begun);
    home.monitor.networkChanged(hintOf("x", home.clock.now(), { linksChanged: true }));
    await home.clock.advance(Duration.seconds(10));
    expect([...home.router.subscriptions.keys()]).toEqual(["uuid:subscription-1"]);
    home.link = undefined;
    home.monitor.networkChanged(hintOf("x", home.clock.now(), { routesChanged: true }));
    await home.clock.advance(Duration.seconds(10));
    expect([home.router.subscriptions.size, home.router.isListenedTo, home.router.isHeard]).toEqual([0, false, false]);
    home.link = home.router.link;
    home.monitor.networkChanged(hintOf("x", home.clock.now(), { routesChanged: true }));
    await home.clock.advance(Duration.seconds(10));
    expect(home.router.subscriptions.size).toBe(1);
    await home.running.stop();
  });
});

describe("where nobody speaks UPnP", () => {
  test("searched a few times, then every six hours; no socket stays open", async () => {
    const home = await Home.after(begun, nothing);
    await home.clock.advance(Duration.days(1));
    const perSearch = 24;
    const first = home.router.searches.length / perSearch;
    expect(first).toBeLessThanOrEqual(12);
    await home.clock.advance(Duration.days(1));
    expect(home.router.searches.length / perSearch - first).toBeLessThanOrEqual(4);
    expect([home.router.isListenedTo, home.router.isHeard, home.clock.pendingCount]).toEqual([false, false, 1]);
    await home.running.stop();
    expect(home.clock.pendingCount).toBe(0);
  });

  test("no way out at all / nothing is sent", async () => {
    const home = await Home.after(Duration.zero, nothing);
    home.link = undefined;
    await home.clock.advance(Duration.days(1));
    expect([home.router.searches, home.spoken]).toEqual([[], 0]);
    await home.running.stop();
  });
});

test("followers / hear of the network from the others, and of nothing else", () => {
  let lead: ((hint: Hint) => void) | undefined;
  const still = (): Running => ({ stop: () => Promise.resolve() });
  const leading: Monitor = {
    id: "a",
    start: (onHint) => {
      lead = onHint;
      return still();
    },
  };
  let heard = 0;
  const follower: Follower = { id: "b", start: still, networkChanged: () => (heard += 1) };
  const hints: Hint[] = [];
  const followed = followedMonitor(leading, [follower]);
  expect(followed.id).toBe("a+b");
  followed.start((hint) => hints.push(hint));
  const clock = new FakeClock();
  lead?.(hintOf("a", clock.now(), { pollDue: true }));
  lead?.(hintOf("a", clock.now(), { fileChanged: true }));
  expect(heard).toBe(0);
  lead?.(hintOf("a", clock.now(), { linksChanged: true }));
  lead?.(hintOf("a", clock.now(), { wokeFromSleep: true }));
  expect([heard, hints.length]).toEqual([2, 4]);
});
