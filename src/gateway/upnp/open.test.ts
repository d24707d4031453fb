import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { type FakeRouterOptions, FakeUpnpRouter, fault, homeLink } from "../../../test/support/fake-upnp-router.ts";
import { Address } from "../../core/address.ts";
import { Duration } from "../../core/duration.ts";
import type { MulticastNetwork } from "../../core/multicast.ts";
import { failure } from "../../core/result.ts";
import type { GatewayFailCode, Mapping, MappingRequest } from "../gateway.ts";
import { openUpnp } from "./open.ts";
import type { UpnpGateway } from "./upnp-gateway.ts";

const limits = { timeout: Duration.seconds(5) };
const address = (text: string): Address => expectOk(Address.parse(text));

const request: MappingRequest = {
  transport: "tcp",
  internalAddress: address("192.168.1.10"),
  internalPort: 445,
  externalPort: 4450,
  lifetime: Duration.hours(1),
  nonce: new Uint8Array(12),
  description: "holdfast",
};

async function opening(
  router: FakeUpnpRouter,
  clock: FakeClock = new FakeClock(),
  time: Duration = Duration.seconds(5),
): Promise<Awaited<ReturnType<typeof openUpnp>>> {
  const opened = openUpnp(router.link, { http: router.http, multicast: router.multicast, clock }, limits);
  await clock.advance(time);
  return opened;
}

async function routerWith(options: FakeRouterOptions): Promise<[FakeUpnpRouter, UpnpGateway]> {
  const router = new FakeUpnpRouter(homeLink(), options);
  return [router, expectOk(await opening(router))];
}

describe("finding a router", () => {
  const rows: readonly (readonly [name: string, options: FakeRouterOptions, expected: string])[] = [
    ["version 2", {}, "Fake"],
    ["version 1", { version: 1 }, "Fake"],
    ["hears the group only", { hears: (peer) => peer.address.toString() === "239.255.255.250" }, "Fake"],
    ["hears what is sent to itself only", { hears: (peer) => peer.address.toString() === "192.168.1.1" }, "Fake"],
    ["knows itself by a service only", { hears: (_, target) => target.endsWith("WANPPPConnection:1") }, "Fake"],
    ["knows itself as a root device only", { hears: (_, target) => target === "upnp:rootdevice" }, "Fake"],
    ["hears nothing", { hears: () => false }, "gateway-not-found"],
    ["leads to another host", { location: "http://203.0.113.5/d.xml" }, "gateway-not-found"],
    ["leads to this host", { location: "http://127.0.0.1:8080/d.xml" }, "gateway-not-found"],
    ["a description that is none", { description: "<root/>" }, "answer-unreadable"],
    ["a description that is a web page", { description: "<html><br></html>" }, "answer-unreadable"],
    [
      "a description without a line",
      { description: "<root><device><friendlyName>NAS</friendlyName></device></root>" },
      "gateway-unsupported",
    ],
    ["no description", { override: () => ({ status: 404 }) }, "answer-unreadable"],
  ];
  for (const [name, options, expected] of rows) {
    test(name, async () => {
      const opened = await opening(new FakeUpnpRouter(homeLink(), options));
      expect(opened.ok ? opened.value.label : opened.code).toBe(expected);
    });
  }

  test("an answer at once / found within the grace, and nothing is left running", async () => {
    const clock = new FakeClock();
    const router = new FakeUpnpRouter(homeLink());
    expect((await opening(router, clock, Duration.milliseconds(200))).ok).toBe(true);
    expect(router.searches).toEqual([
      "192.168.1.1 urn:schemas-upnp-org:device:InternetGatewayDevice:2",
      "239.255.255.250 urn:schemas-upnp-org:device:InternetGatewayDevice:2",
      "192.168.1.1 urn:schemas-upnp-org:device:InternetGatewayDevice:1",
      "239.255.255.250 urn:schemas-upnp-org:device:InternetGatewayDevice:1",
    ]);
    expect(clock.pendingCount).toBe(0);
  });

  test("no answer / given up after less than three seconds", async () => {
    const clock = new FakeClock();
    const router = new FakeUpnpRouter(homeLink(), { hears: () => false });
    const opened = await opening(router, clock, Duration.milliseconds(2_700));
    expect(opened).toMatchObject({ ok: false, code: "gateway-not-found" });
    expect(router.searches.length).toBe(24);
    expect(clock.pendingCount).toBe(0);
  });

  test("no answer and little time / given up when it is over", async () => {
    const clock = new FakeClock();
    const router = new FakeUpnpRouter(homeLink(), { hears: () => false });
    const ports = { http: router.http, multicast: router.multicast, clock };
    const opened = openUpnp(router.link, ports, { timeout: Duration.milliseconds(500) });
    await clock.advance(Duration.milliseconds(500));
    expect(await opened).toMatchObject({ ok: false, code: "gateway-not-found" });
  });

  test("asked to stop / aborted", async () => {
    const clock = new FakeClock();
    const router = new FakeUpnpRouter(homeLink(), { hears: () => false });
    const stopping = new AbortController();
    const ports = { http: router.http, multicast: router.multicast, clock };
    const opened = openUpnp(router.link, ports, { ...limits, signal: stopping.signal });
    await clock.advance(Duration.milliseconds(10));
    stopping.abort();
    expect(await opened).toMatchObject({ ok: false, code: "aborted" });
    expect(clock.pendingCount).toBe(0);
  });

  test("a host that answers in the router's place / not believed", async () => {
    const clock = new FakeClock();
    const router = new FakeUpnpRouter(homeLink(), { hears: () => false });
    const opened = openUpnp(router.link, { http: router.http, multicast: router.multicast, clock }, limits);
    await clock.advance(Duration.milliseconds(10));
    router.say("HTTP/1.1 200 OK\r\nLOCATION: http://192.168.1.66/d.xml\r\n\r\n", address("192.168.1.66"));
    await clock.advance(Duration.seconds(5));
    expect(await opened).toMatchObject({ ok: false, code: "gateway-not-found" });
  });

  test("a host that names places at the router where nothing is / the router's own answer is waited for and read", async () => {
    const clock = new FakeClock();
    const router = new FakeUpnpRouter(homeLink(), { hears: (_, target) => target.endsWith("WANPPPConnection:1") });
    const opened = openUpnp(router.link, { http: router.http, multicast: router.multicast, clock }, limits);
    await clock.advance(Duration.milliseconds(10));
    for (const port of [81, 82, 83, 84, 85]) {
      router.say(`HTTP/1.1 200 OK\r\nLOCATION: http://192.168.1.1:${port}/d.xml\r\n\r\n`, address("192.168.1.66"));
    }
    await clock.advance(Duration.seconds(5));
    expect(expectOk(await opened).label).toBe("Fake");
  });

  test("no group can be joined / unreachable, with the reason", async () => {
    const refused = { code: "address-not-available", endpoint: "", holder: undefined, detail: "no link" } as const;
    const multicast: MulticastNetwork = { join: () => Promise.resolve(failure(refused)) };
    const router = new FakeUpnpRouter(homeLink());
    const opened = await openUpnp(router.link, { http: router.http, multicast, clock: new FakeClock() }, limits);
    expect(opened).toMatchObject({ ok: false, code: "unreachable" });
  });
});

const rightAction = (action: string, reply: ReturnType<typeof fault>): FakeRouterOptions => ({
  override: (_, asked) => (asked === action ? reply : undefined),
});

describe("its external address", () => {
  const envelope = (inner: string): string =>
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${inner}</e:Body></e:Envelope>`;
  const answer = (body: string, status = 200, type = "text/xml"): FakeRouterOptions =>
    rightAction("GetExternalIPAddress", { status, headers: { "content-type": type }, body });
  const rows: readonly (readonly [name: string, options: FakeRouterOptions, expected: string])[] = [
    ["public", {}, "203.0.113.9"],
    ["private, behind another router", { externalAddress: "10.0.0.7" }, "10.0.0.7"],
    ["with blanks around", { externalAddress: "\n 203.0.113.9 " }, "203.0.113.9"],
    ["empty", { externalAddress: "" }, "gateway-no-address"],
    ["unspecified", { externalAddress: "0.0.0.0" }, "gateway-no-address"],
    ["a word", { externalAddress: "N/A" }, "answer-unreadable"],
    ["an address with a port", { externalAddress: "203.0.113.9:80" }, "answer-unreadable"],
    [
      "as an HTML type",
      answer(
        envelope(
          "<GetExternalIPAddressResponse><NewExternalIPAddress>203.0.113.9</NewExternalIPAddress></GetExternalIPAddressResponse>",
        ),
        200,
        "text/html",
      ),
      "203.0.113.9",
    ],
    ["no value", answer(envelope("<u:GetExternalIPAddressResponse/>")), "gateway-no-address"],
    ["no body", answer(" \r\n"), "gateway-no-address"],
    ["another action's answer", answer(envelope("<u:GetStatusInfoResponse/>")), "answer-unreadable"],
    ["an HTML page with status 200", answer("<html><body>Welcome</body></html>"), "answer-unreadable"],
    [
      "an HTML page with status 500",
      answer("<html><body>Error<br></body></html>", 500, "text/html"),
      "answer-unreadable",
    ],
    ["a login page", answer("<html/>", 401, "text/html"), "gateway-refused"],
    ["a redirect", answer("", 302), "answer-unreadable"],
    ["no such page", answer("", 404), "gateway-unsupported"],
    [
      "a fault with status 200",
      rightAction("GetExternalIPAddress", { ...fault(501, ""), status: 200 }),
      "gateway-busy",
    ],
    [
      "a fault without a number",
      answer(envelope("<s:Fault><faultstring>x</faultstring></s:Fault>"), 500),
      "answer-unreadable",
    ],
    ["error 501", rightAction("GetExternalIPAddress", fault(501, "ActionFailed")), "gateway-busy"],
    ["error 606", rightAction("GetExternalIPAddress", fault(606, "")), "gateway-refused"],
    ["error 401", rightAction("GetExternalIPAddress", fault(401, "")), "gateway-unsupported"],
    ["an error of the vendor's", rightAction("GetExternalIPAddress", fault(899, "")), "gateway-busy"],
    ["an answer with a document type", answer("<!DOCTYPE x><x/>"), "answer-unreadable"],
  ];
  for (const [name, options, expected] of rows) {
    test(name, async () => {
      const [, gateway] = await routerWith(options);
      const answered = await gateway.externalAddress(limits);
      expect(answered.ok ? answered.value.address.toString() : answered.code).toBe(expected);
    });
  }

  const uptimes: readonly (readonly [text: string, seconds: number | undefined, asked: number])[] = [
    ["1234", 1_234, 2],
    ["0", undefined, 2],
    ["", undefined, 1],
    ["-1", undefined, 1],
    ["3 days", undefined, 1],
  ];
  for (const [text, seconds, asked] of uptimes) {
    test(`an uptime of "${text}" / ${seconds === undefined ? "no age" : "the router's age"}, asked ${asked} times`, async () => {
      const [router, gateway] = await routerWith({});
      router.uptime = text;
      const expected = seconds === undefined ? undefined : { seconds };
      expect(expectOk(await gateway.externalAddress(limits)).epoch).toEqual(expected);
      await gateway.externalAddress(limits);
      expect(router.asked.filter((action) => action === "GetStatusInfo").length).toBe(asked);
    });
  }

  test("a router that does not tell its uptime / the address all the same", async () => {
    const [, gateway] = await routerWith(rightAction("GetStatusInfo", fault(401, "")));
    const told = expectOk(await gateway.externalAddress(limits));
    expect([told.address.toString(), told.epoch]).toEqual(["203.0.113.9", undefined]);
  });

  test("a fault / its words, on one line and not many of them", async () => {
    const [, gateway] = await routerWith(
      rightAction("GetExternalIPAddress", fault(501, `a\n\u0007b ${"x".repeat(100)}`)),
    );
    const answered = await gateway.externalAddress(limits);
    expect(answered).toMatchObject({ detail: `GetExternalIPAddress: error 501: a b ${"x".repeat(56)}` });
  });

  test("several lines / the connected one, and the other when that changes", async () => {
    const service = (path: string): string =>
      `<service><serviceType>urn:schemas-upnp-org:service:WANPPPConnection:1</serviceType><controlURL>/${path}</controlURL></service>`;
    const description = `<root><device><serviceList>${service("a")}${service("b")}${service("c")}</serviceList></device></root>`;
    const states: Record<string, string> = { "/a": "Disconnected", "/b": "Connected", "/c": "" };
    const [, gateway] = await routerWith({
      description,
      override: ({ url }, action) => {
        const state = states[url.pathname];
        const value =
          action === "GetStatusInfo"
            ? `<NewConnectionStatus>${state}</NewConnectionStatus>`
            : `<NewExternalIPAddress>${state === "Disconnected" ? "0.0.0.0" : `203.0.113.${url.pathname === "/b" ? 2 : 3}`}</NewExternalIPAddress>`;
        return state === undefined
          ? undefined
          : { body: envelope(`<u:${action}Response>${value}</u:${action}Response>`) };
      },
    });
    expect(expectOk(await gateway.externalAddress(limits)).address.toString()).toBe("203.0.113.2");
    states["/b"] = "Disconnected";
    expect(await gateway.externalAddress(limits)).toMatchObject({ code: "gateway-no-address" });
    expect(expectOk(await gateway.externalAddress(limits)).address.toString()).toBe("203.0.113.3");
  });
});

/** What a mapping came to, as `port lifetime`. */
function shortly(mapped: { ok: true; value: Mapping } | { ok: false; code: GatewayFailCode }): string {
  if (!mapped.ok) return mapped.code;
  const { externalPort, lifetime } = mapped.value;
  return `${externalPort} ${lifetime === "forever" ? lifetime : Duration.format(lifetime)}`;
}

const neighbour = { client: "192.168.1.77", internalPort: "445", seconds: "0" };

describe("mapping a port", () => {
  const rows: readonly (readonly [name: string, options: FakeRouterOptions, isTaken: boolean, expected: string])[] = [
    ["version 1", { version: 1 }, false, "4450 1h"],
    ["version 2", {}, false, "4450 1h"],
    ["only permanent leases", { version: 1, knowsLeases: false }, false, "4450 forever"],
    [
      "only permanent leases, said with 402",
      { version: 1, knowsLeases: false, leaseRefusal: 402 },
      false,
      "4450 forever",
    ],
    [
      "only permanent leases, said with 501",
      { version: 1, knowsLeases: false, leaseRefusal: 501 },
      false,
      "4450 forever",
    ],
    ["the same port only", { version: 1, wantsSamePort: true }, false, "445 1h"],
    ["a neighbour's port, version 1", { version: 1 }, true, "gateway-port-taken"],
    ["a neighbour's port, version 2", {}, true, "4451 1h"],
    ["a neighbour's port, permanent leases only", { knowsLeases: false }, true, "4451 forever"],
    ["says yes and does nothing", { forgets: true }, false, "gateway-unsupported"],
    ...[
      [402, "gateway-unsupported"],
      [501, "gateway-busy"],
      [606, "gateway-refused"],
      [715, "gateway-unsupported"],
      [716, "gateway-unsupported"],
      [718, "gateway-port-taken"],
      [726, "gateway-unsupported"],
      [727, "gateway-unsupported"],
      [728, "gateway-busy"],
      [729, "gateway-port-taken"],
      [732, "gateway-unsupported"],
    ].map(
      ([code, expected]) =>
        [
          `error ${code}`,
          { version: 1, ...rightAction("AddPortMapping", fault(Number(code), "")) },
          false,
          String(expected),
        ] as const,
    ),
    [
      "cannot tell what it has",
      { version: 1, ...rightAction("GetSpecificPortMappingEntry", fault(401, "")) },
      false,
      "4450 1h",
    ],
    [
      "version 2 without AddAnyPortMapping",
      rightAction("AddAnyPortMapping", fault(401, "Invalid Action")),
      true,
      "gateway-port-taken",
    ],
    ["AddAnyPortMapping tells no port", rightAction("AddAnyPortMapping", { body: "" }), true, "answer-unreadable"],
  ];
  for (const [name, options, isTaken, expected] of rows) {
    test(name, async () => {
      const [router, gateway] = await routerWith(options);
      if (isTaken) router.mappings.set("TCP 4450", neighbour);
      expect(shortly(await gateway.map(request, limits))).toBe(expected);
      expect(router.mappings.get("TCP 4450")?.client).not.toBe(isTaken ? "192.168.1.10" : "192.168.1.77");
    });
  }

  test("asked in this order, and a router that knows no leases is not asked for one twice", async () => {
    const [router, gateway] = await routerWith({ version: 1, knowsLeases: false });
    await gateway.map(request, limits);
    await gateway.map(request, limits);
    const add = (seconds: number): string => `AddPortMapping 4450 TCP 445 192.168.1.10 1 holdfast ${seconds}`;
    const get = "GetSpecificPortMappingEntry 4450 TCP";
    expect(router.asked).toEqual([get, add(3_600), add(0), get, get, add(0), get]);
  });

  test("a description with markup / arrives as text", async () => {
    const [router, gateway] = await routerWith({ version: 1 });
    await gateway.map({ ...request, description: 'a<b>&"c' }, limits);
    expect(router.asked).toContain("AddPortMapping 4450 TCP 445 192.168.1.10 1 a&lt;b&gt;&amp;&quot;c 3600");
  });

  test("removed / gone; again / still fine; a neighbour's / left alone", async () => {
    const [router, gateway] = await routerWith({});
    const mapping = expectOk(await gateway.map(request, limits));
    expect((await gateway.unmap(request, mapping, limits)).ok).toBe(true);
    expect(router.mappings.size).toBe(0);
    expect((await gateway.unmap(request, mapping, limits)).ok).toBe(true);
    router.mappings.set("TCP 4450", neighbour);
    expect((await gateway.unmap(request, mapping, limits)).ok).toBe(true);
    expect(router.mappings.size).toBe(1);
  });

  test("the router is gone / its code, and no fault", async () => {
    const [router, gateway] = await routerWith({});
    router.isUp = false;
    expect(await gateway.map(request, limits)).toMatchObject({ code: "connection-refused" });
    expect(await gateway.externalAddress(limits)).toMatchObject({ code: "connection-refused" });
  });
});

describe("IPv6 holes", () => {
  const hole: MappingRequest = { ...request, internalAddress: address("2001:db8:1:2::10") };

  test("none where there is no such service", async () => {
    const [, gateway] = await routerWith({});
    expect(gateway.families).toEqual(["ipv4"]);
    expect(await gateway.map(hole, limits)).toMatchObject({ code: "gateway-unsupported" });
  });

  const rows: readonly (readonly [
    name: string,
    firewall: NonNullable<FakeRouterOptions["firewall"]>,
    expected: string,
  ])[] = [
    ["open to all", {}, "445 1h"],
    ["open to the host itself only", { overIpv6Only: true }, "445 1h"],
    ["off", { isEnabled: false }, "gateway-unsupported"],
    ["closed to hosts", { isAllowed: false }, "gateway-refused"],
  ];
  for (const [name, firewall, expected] of rows) {
    test(name, async () => {
      const [, gateway] = await routerWith({ firewall });
      expect(gateway.families).toEqual(["ipv4", "ipv6"]);
      expect(shortly(await gateway.map(hole, limits))).toBe(expected);
    });
  }

  test("made, renewed, forgotten by the router, made anew, removed twice", async () => {
    const [router, gateway] = await routerWith({ firewall: { overIpv6Only: true } });
    expect(expectOk(await gateway.map(hole, limits)).handle).toBe("1");
    expect(expectOk(await gateway.map({ ...hole, lifetime: Duration.minutes(10) }, limits)).handle).toBe("1");
    expect(router.pinholes.get("1")?.seconds).toBe("600");
    router.pinholes.clear();
    const anew = expectOk(await gateway.map(hole, limits));
    expect(anew.handle).toBe("2");
    expect(anew.externalAddress?.toString()).toBe("2001:db8:1:2::10");
    expect((await gateway.unmap(hole, anew, limits)).ok).toBe(true);
    expect((await gateway.unmap(hole, anew, limits)).ok).toBe(true);
    expect(router.pinholes.size).toBe(0);
  });

  test("another device at the guessed address / not asked", async () => {
    const other = { body: "<root><device><UDN>uuid:other</UDN></device></root>" };
    const [router, gateway] = await routerWith({
      firewall: { overIpv6Only: true },
      override: ({ method, url }) => (method === "GET" && url.hostname.startsWith("[") ? other : undefined),
    });
    expect(await gateway.map(hole, limits)).toMatchObject({ code: "gateway-refused" });
    expect(router.asked.filter((asked) => asked.startsWith("AddPinhole")).length).toBe(1);
  });
});
