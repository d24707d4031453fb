import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { FakeClock, settle } from "../../../test/support/fake-clock.ts";
import {
  type FakeNotice,
  type FakeRouterOptions,
  FakeUpnpRouter,
  homeLink,
} from "../../../test/support/fake-upnp-router.ts";
import { SeededRandom } from "../../../test/support/seeded-random.ts";
import { Address } from "../../core/address.ts";
import { Duration } from "../../core/duration.ts";
import { EventSubscription } from "./event-subscription.ts";
import { hearNotices } from "./notices.ts";

const url = new URL("http://192.168.1.1:5000/evt/ip");
const neighbour = expectOk(Address.parse("192.168.1.77"));

class Subscribed {
  readonly clock = new FakeClock();
  readonly router: FakeUpnpRouter;
  readonly heard: string[] = [];
  readonly requests: string[] = [];
  readonly stopping = new AbortController();
  readonly subscription: EventSubscription;
  readonly ended: Promise<string>;

  constructor(options: FakeRouterOptions = {}) {
    this.router = new FakeUpnpRouter(homeLink(), {
      ...options,
      override: (request, action) => {
        this.requests.push(`${request.method} ${request.headers["SID"] ?? request.headers["CALLBACK"] ?? ""}`);
        return options.override?.(request, action);
      },
    });
    const { http, listener } = this.router;
    const ports = { http, listener, clock: this.clock, random: new SeededRandom(1) };
    this.subscription = new EventSubscription(url, this.router.link, ports, {
      changed: (values) => this.heard.push([...values].map((pair) => pair.join("=")).join(" ")),
      missed: () => this.heard.push("missed"),
    });
    this.ended = this.subscription.run(this.stopping.signal).then(({ code }) => code);
  }

  static async begun(options: FakeRouterOptions = {}): Promise<Subscribed> {
    const begun = new Subscribed(options);
    await settle();
    return begun;
  }
}

const moved = { ExternalIPAddress: "203.0.113.10" };

describe("events of a router", () => {
  test("subscribed / with a path nobody could guess, and heard", async () => {
    const { router, heard, requests } = await Subscribed.begun();
    expect(requests[0]).toMatch(/^SUBSCRIBE <http:\/\/192\.168\.1\.10:50000\/[0-9A-Za-z]{16}>$/);
    expect(await router.notify(moved, { sequence: "0" })).toBe(200);
    expect(await router.notify({ ConnectionStatus: "Connected", ExternalIPAddress: "" }, { sequence: "1" })).toBe(200);
    expect(heard).toEqual(["externalipaddress=203.0.113.10", "connectionstatus=Connected externalipaddress="]);
  });

  const refused: readonly (readonly [name: string, notice: Partial<FakeNotice>, status: number])[] = [
    ["from a neighbour", { from: neighbour }, 404],
    ["on another path", { url: "http://192.168.1.10:50000/" }, 404],
    ["of another subscription", { sid: "uuid:other" }, 412],
    ["without a subscription", { sid: "" }, 412],
    ["as a GET", { method: "GET" }, 405],
    ["as a POST", { method: "POST" }, 405],
    ["that is no XML", { body: "x=1" }, 400],
    ["that is another document", { body: "<root/>" }, 400],
    ["with entities", { body: "<!DOCTYPE x><e:propertyset xmlns:e='x'/>" }, 400],
  ];
  for (const [name, notice, status] of refused) {
    test(`a notice ${name} / refused and not heard`, async () => {
      const { router, heard } = await Subscribed.begun();
      expect(await router.notify(moved, notice)).toBe(status);
      expect(heard).toEqual([]);
    });
  }

  test("the first event overtakes the answer / heard when the answer has come", async () => {
    let early: Promise<number> | undefined;
    const begun = await Subscribed.begun({
      subscribed: (sid, router) => {
        early = router.notify(moved, { sid });
      },
    });
    expect(await early).toBe(200);
    expect(begun.heard).toEqual(["externalipaddress=203.0.113.10"]);
  });

  test("a number is missing / heard, and told that some were missed", async () => {
    const { router, heard } = await Subscribed.begun();
    for (const sequence of ["0", "1", "3"]) await router.notify({ A: sequence }, { sequence });
    expect(heard).toEqual(["a=0", "a=1", "missed", "a=3"]);
  });

  test("renewed after three quarters of the term, without naming the place again", async () => {
    const { clock, requests } = await Subscribed.begun();
    await clock.advance(Duration.minutes(22));
    expect(requests.length).toBe(1);
    await clock.advance(Duration.minutes(1));
    expect(requests.slice(1)).toEqual(["SUBSCRIBE uuid:subscription-1"]);
    await clock.advance(Duration.minutes(23));
    expect(requests.length).toBe(3);
  });

  test("forgotten by the router / subscribed anew, and told that some were missed", async () => {
    const { clock, router, heard } = await Subscribed.begun();
    router.subscriptions.clear();
    await clock.advance(Duration.minutes(23));
    expect(heard).toEqual(["missed"]);
    expect([...router.subscriptions.keys()]).toEqual(["uuid:subscription-2"]);
    expect(await router.notify(moved)).toBe(200);
    expect(heard).toEqual(["missed", "externalipaddress=203.0.113.10"]);
  });

  test("told to renew at once / does", async () => {
    const { router, heard, subscription } = await Subscribed.begun();
    router.subscriptions.clear();
    subscription.renewNow();
    await settle();
    expect(heard).toEqual(["missed"]);
    expect(router.subscriptions.size).toBe(1);
  });

  test("the router is away for a moment / asked again and kept", async () => {
    const { clock, router, requests } = await Subscribed.begun();
    router.isUp = false;
    await clock.advance(Duration.seconds(30 * 60 * 0.75 + 1));
    router.isUp = true;
    await clock.advance(Duration.seconds(5));
    expect(router.isListenedTo).toBe(true);
    expect(requests.length).toBe(2);
  });

  test("the router stays away / ended, and nothing left", async () => {
    const { clock, router, ended } = await Subscribed.begun();
    router.isUp = false;
    await clock.advance(Duration.minutes(24));
    expect(await ended).toBe("connection-refused");
    expect(router.isListenedTo).toBe(false);
    expect(clock.pendingCount).toBe(0);
  });

  test("stopped / the router is told, and nothing left", async () => {
    const { clock, router, ended, stopping } = await Subscribed.begun();
    stopping.abort();
    expect(await ended).toBe("aborted");
    expect(router.subscriptions.size).toBe(0);
    expect(router.isListenedTo).toBe(false);
    expect(clock.pendingCount).toBe(0);
  });

  const answers: readonly (readonly [
    name: string,
    reply: ReturnType<NonNullable<FakeRouterOptions["override"]>>,
    expected: string,
  ])[] = [
    ["status 500", { status: 500, body: "<html/>" }, "gateway-refused"],
    ["status 404", { status: 404 }, "gateway-refused"],
    ["no SID", { headers: {} }, "answer-unreadable"],
    ["a SID with a line break", { headers: { sid: "a\r\nx: y" } }, "answer-unreadable"],
  ];
  for (const [name, reply, expected] of answers) {
    test(`answered with ${name} / ended, and nothing left`, async () => {
      const { router, ended, clock } = await Subscribed.begun({ override: () => reply });
      expect(await ended).toBe(expected);
      expect(router.isListenedTo).toBe(false);
      expect(clock.pendingCount).toBe(0);
    });
  }

  const terms: readonly (readonly [timeout: string, seconds: number])[] = [
    ["Second-1800", 1_350],
    ["second-300", 225],
    ["Second-1", 45],
    ["Second-infinite", 16_200],
    ["infinite", 1_350],
    ["", 1_350],
  ];
  for (const [timeout, seconds] of terms) {
    test(`a term of "${timeout}" / renewed after ${seconds} s`, async () => {
      const { clock } = await Subscribed.begun({ override: () => ({ headers: { sid: "uuid:a", timeout } }) });
      expect(clock.untilNext).toBe(Duration.seconds(seconds));
    });
  }
});

describe("notices of a router", () => {
  const igd = "urn:schemas-upnp-org:device:InternetGatewayDevice:1";
  const notice = (kind: string, bootId?: number, target = igd): string =>
    `NOTIFY * HTTP/1.1\r\nNT: ${target}\r\nNTS: ssdp:${kind}\r\n${bootId === undefined ? "" : `BOOTID.UPNP.ORG: ${bootId}\r\n`}\r\n`;
  const rows: readonly (readonly [name: string, notices: readonly string[], expected: readonly string[]])[] = [
    ["alive, again and again", [notice("alive", 1), notice("alive", 1), notice("alive", 1)], []],
    ["alive with another number", [notice("alive", 1), notice("alive", 2), notice("alive", 2)], ["begun"]],
    ["gone and back", [notice("alive"), notice("byebye"), notice("alive"), notice("alive")], ["gone", "begun"]],
    ["gone, said for each service", [notice("byebye"), notice("byebye")], ["gone"]],
    ["back without numbers", [notice("alive"), notice("alive")], []],
    ["another device of it", [notice("byebye", 1, "urn:schemas-upnp-org:device:MediaServer:1")], []],
  ];
  for (const [name, notices, expected] of rows) {
    test(name, async () => {
      const router = new FakeUpnpRouter(homeLink());
      const heard: string[] = [];
      const running = expectOk(await hearNotices(router.link, router.multicast, (kind) => heard.push(kind)));
      for (const text of notices) router.say(text);
      expect(heard).toEqual([...expected]);
      await running.stop();
      expect(router.isHeard).toBe(false);
    });
  }

  test("of a neighbour / not heard", async () => {
    const router = new FakeUpnpRouter(homeLink());
    const heard: string[] = [];
    await hearNotices(router.link, router.multicast, (kind) => heard.push(kind));
    router.say(notice("byebye"), neighbour);
    expect(heard).toEqual([]);
  });
});
