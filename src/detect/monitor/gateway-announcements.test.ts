import { beforeEach, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FakeClock, settle } from "../../../test/support/fake-clock.ts";
import { hex } from "../../../test/support/hex.ts";
import { noGateways } from "../../../test/support/no-gateways.ts";
import { address } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import type { Running } from "../../core/lifecycle.ts";
import type { MulticastNetwork, MulticastPlace } from "../../core/multicast.ts";
import { failure, ok } from "../../core/result.ts";
import type { Gateways } from "../../gateway/find-gateway.ts";
import type { Follower } from "./following.ts";
import { gatewayAnnouncementsMonitor } from "./gateway-announcements.ts";
import { type Hint, hintOf } from "./monitor.ts";

let clock: FakeClock;
let hints: Hint[];
let logged: string[];
let gateway: string | undefined;
let gateway6: string | undefined;
let ownAddress: string;
let joined: { place: MulticastPlace; hear: (payload: Uint8Array, from: string) => void }[];
let isPortTaken: boolean;
let askedAnew: number;
let monitor: Follower;
let running: Running;

beforeEach(async () => {
  clock = new FakeClock();
  hints = [];
  logged = [];
  gateway = "192.168.1.1";
  gateway6 = undefined;
  ownAddress = "192.168.1.10";
  joined = [];
  isPortTaken = false;
  askedAnew = 0;
  monitor = gatewayAnnouncementsMonitor({
    gateways,
    multicast,
    clock,
    log: { write: (event, fields) => void logged.push(event.text.en(fields)) },
  });
  running = monitor.start((hint) => hints.push(hint));
  await settle();
});

const gateways: Gateways = {
  ...noGateways,
  link: async (family) => {
    const hop = family === "ipv4" ? gateway : gateway6;
    if (hop === undefined) return failure({ code: "gateway-not-found", detail: `no default route of ${family}` });
    const localAddress = address(family === "ipv4" ? ownAddress : "2001:db8:1::10");
    return ok({ gateway: address(hop), localAddress, interfaceName: "eth0", interfaceIndex: 2, onLink: undefined });
  },
  askAnew: () => {
    askedAnew += 1;
  },
};

const multicast: MulticastNetwork = {
  join: async (place, received) => {
    const holder = { program: "mDNSResponder", pid: 1 };
    if (isPortTaken) return failure({ code: "address-in-use", endpoint: "0.0.0.0:5350", holder, detail: "" });
    const membership = {
      place,
      hear: (payload: Uint8Array, from: string) => received(payload, { address: address(from), port: 5_351 }),
    };
    joined.push(membership);
    return ok({
      endpoint: { address: place.localAddress, port: place.port },
      send: () => undefined,
      stop: async () => {
        joined = joined.filter((one) => one !== membership);
      },
    });
  },
};

const natPmp = (epoch: number, last: number): string =>
  `00800000 ${epoch.toString(16).padStart(8, "0")} 2c800a${last.toString(16).padStart(2, "0")}`;
const pcp = (epoch: number): string => `02800000 00000000 ${epoch.toString(16).padStart(8, "0")} ${"00".repeat(12)}`;

function announce(octets: string, from = "192.168.1.1"): void {
  for (const { hear } of joined) hear(hex(octets), from);
}

/** Lets the monitor look at the routes anew. */
async function routesChanged(): Promise<void> {
  monitor.networkChanged(hintOf("test", clock.now(), { routesChanged: true }));
  await settle();
}

describe("a router's announcements", () => {
  test("are listened for on the link of the default route", () => {
    expect(joined.map(({ place }) => [String(place.group), place.port, String(place.localAddress)])).toEqual([
      ["224.0.0.1", 5_350, "192.168.1.10"],
    ]);
  });

  test("are listened for over IPv6 too, where the host has an address of its own / a hint, for IPv6", async () => {
    gateway6 = "fe80::1";
    await routesChanged();
    expect(joined.map(({ place }) => [String(place.group), place.port, String(place.localAddress)])).toEqual([
      ["224.0.0.1", 5_350, "192.168.1.10"],
      ["ff02::1", 5_350, "2001:db8:1::10"],
    ]);
    announce(pcp(100), "fe80::1");
    expect(hints).toMatchObject([{ monitor: "router-announcements", routerAnnounced: true, families: ["ipv6"] }]);
    await clock.advance(Duration.seconds(2));
    announce(pcp(0), "fe80::1");
    announce(natPmp(0, 10), "fe80::1");
    announce(pcp(0), "fe80::2");
    expect(hints.length).toBe(2);
    gateway6 = undefined;
    await routesChanged();
    expect(joined.length).toBe(1);
  });

  test("the first one / a hint, for IPv4", () => {
    announce(natPmp(100, 10));
    expect(hints).toMatchObject([{ monitor: "router-announcements", routerAnnounced: true, families: ["ipv4"] }]);
    expect(askedAnew).toBe(1);
  });

  test("one of both protocols / one hint", () => {
    announce(natPmp(100, 10));
    announce(pcp(100));
    expect(hints.length).toBe(1);
  });

  test("ten repetitions of both over two minutes / one hint", async () => {
    for (let repetition = 0, epoch = 0; repetition < 10; repetition += 1) {
      announce(natPmp(epoch, 10));
      announce(pcp(epoch));
      const pause = Duration.milliseconds(250 * 2 ** repetition);
      await clock.advance(pause);
      epoch = Math.floor(clock.monotonic() / 1_000);
    }
    expect(hints.length).toBe(1);
  });

  test("another address / a hint, and back again / one more", async () => {
    for (const last of [10, 11, 11, 10]) {
      announce(natPmp(100, last));
      await clock.advance(Duration.seconds(2));
    }
    expect(hints.length).toBe(3);
  });

  test("no address any more / a hint", async () => {
    announce(natPmp(100, 10));
    await clock.advance(Duration.seconds(2));
    announce("00800003 00000064 00000000");
    expect(hints.length).toBe(2);
  });

  test("a thousand in the router's name within a second / one hint at once, and one in half a second for the others", async () => {
    for (let count = 0; count < 1_000; count += 1) {
      announce(natPmp(100, count % 2));
      await clock.advance(Duration.milliseconds(1));
    }
    expect([hints.length, askedAnew]).toEqual([3, 3]);
    await clock.advance(Duration.hours(1));
    expect([hints.length, askedAnew, clock.pendingCount]).toEqual([3, 3, 0]);
  });

  for (const [name, form] of [
    ["NAT-PMP", (epoch: number) => natPmp(epoch, 10)],
    ["PCP", pcp],
  ] as const) {
    test(`a restart told by ${name} / a hint`, async () => {
      announce(form(1_000));
      await clock.advance(Duration.seconds(30));
      announce(form(1_030));
      expect(hints.length).toBe(1);
      announce(form(1));
      expect(hints.length).toBe(2);
    });
  }

  test("from another host / not heard", () => {
    announce(natPmp(100, 10), "192.168.1.66");
    announce(pcp(100), "192.168.1.66");
    expect(hints).toEqual([]);
  });

  for (const octets of ["", "00", "0000", "00810000 00000001 01bd20fd 00000258", "0281", "ff".repeat(24)]) {
    test(`${octets === "" ? "nothing" : octets} from the router / no hint`, () => {
      announce(octets);
      expect(hints).toEqual([]);
    });
  }

  test("whatever comes from the router / does no harm", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (octets) => {
        for (const { hear } of joined) hear(octets, "192.168.1.1");
      }),
    );
  });
});

describe("the host's network", () => {
  test("is the same after a change / the membership stays", async () => {
    const [before] = joined;
    await routesChanged();
    expect(joined).toEqual(before === undefined ? [] : [before]);
  });

  test("is another one / listened for there, and the old router is not heard", async () => {
    gateway = "10.0.0.1";
    ownAddress = "10.0.0.7";
    await routesChanged();
    expect(joined.map(({ place }) => String(place.localAddress))).toEqual(["10.0.0.7"]);
    announce(natPmp(100, 10));
    expect(hints).toEqual([]);
    announce(natPmp(100, 10), "10.0.0.1");
    expect(hints.length).toBe(1);
  });

  for (const [name, set] of [
    [
      "is gone",
      () => {
        gateway = undefined;
      },
    ],
    [
      "gives the host a global address",
      () => {
        ownAddress = "44.128.10.10";
      },
    ],
  ] as const) {
    test(`${name} / nothing is listened for`, async () => {
      set();
      await routesChanged();
      expect(joined).toEqual([]);
    });
  }

  test("has a port that is taken / told once, and tried again with the next network", async () => {
    isPortTaken = true;
    for (const other of ["10.0.0.1", "10.0.1.1"]) {
      gateway = other;
      await routesChanged();
    }
    expect(logged).toEqual([
      "Cannot listen for the router's announcements on UDP port 5350 (address-in-use, held by mDNSResponder); " +
        "a new address of the router is noticed at the next poll.",
    ]);
    isPortTaken = false;
    await routesChanged();
    expect(joined.length).toBe(1);
  });

  test("and a stop / nothing is left", async () => {
    await running.stop();
    await running.stop();
    expect([joined.length, clock.pendingCount]).toEqual([0, 0]);
    await routesChanged();
    expect(joined).toEqual([]);
  });
});
