import { describe, expect, test } from "bun:test";
import { response } from "../../test/support/fake-network.ts";
import { type Addresses, Household, onEth0 } from "../../test/support/household.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { NetCode } from "../core/net.ts";
import { failure, ok } from "../core/result.ts";
import type { GatewayFailCode } from "../gateway/gateway.ts";
import type { SourceFailCode } from "../core/verdict.ts";

/**
 * Every way detection can fail, through a whole agent: while it lasts no write and no deletion reaches a provider, and once
 * it is over the new addresses are written once.
 */

const before: Addresses = { ipv4: "44.128.10.7", ipv6: "3ffe:b00::7" };
const after: Addresses = { ipv4: "44.128.10.8", ipv6: "3ffe:b00:1::8" };

const oncePerRecord = ["cf A", "cf AAAA", "dd A", "dd AAAA"];

/** How a house is made, broken and mended; `mend` needs to say only what `break` does not undo by itself. */
interface Row {
  readonly name: string;
  readonly house?: () => Household;
  readonly fail: (house: Household) => void;
  /** Makes the new addresses visible; the echoes show `truth` anyway. */
  readonly mend?: (house: Household) => void;
}

const lan = [onEth0("127.0.0.1", { interfaceName: "lo", isLoopback: true }), onEth0("192.168.1.7"), onEth0("fe80::7")];

/** Behind a router, with three echoes. */
function behindRouter(): Household {
  const house = new Household(before);
  house.table = () => ok(lan);
  return house;
}

/** With the addresses on the interface, and no echo asked. */
function onTheLine(truth: Addresses = before): Household {
  const house = new Household(truth, { ipv4: ["interface"], ipv6: ["interface"] });
  house.table = () => ok([...lan, onEth0(house.truth.ipv4), onEth0(house.truth.ipv6)]);
  return house;
}

function withFile(): Household {
  const house = new Household(before, { ipv4: ["file:/run/wan"], ipv6: ["file:/run/wan"] });
  house.files.set("/run/wan", `${before.ipv4}\n${before.ipv6}\n`);
  return house;
}

function withCommand(): Household {
  return new Household(before, { ipv4: ["command:/bin/wan4"], ipv6: ["command:/bin/wan6"] });
}

function withTrace(): Household {
  const sources = ["cloudflare-trace", "http-echo:https://a.example.net/"];
  return new Household(before, { ipv4: sources, ipv6: sources });
}

/** Behind a router that tells the IPv4 address; IPv6 is on the interface. */
function withRouter(): Household {
  const house = new Household(before, { ipv4: ["router"], ipv6: ["interface"] });
  healRouter(house);
  return house;
}

function healRouter(house: Household): void {
  house.table = () => ok([...lan, onEth0(house.truth.ipv6)]);
  house.router = () => ok({ address: address(house.truth.ipv4), epoch: undefined });
}

/** Another device's IPv6 address is published, and our own IPv4 address. */
function withNeighbour(): Household {
  const house = new Household(before, { ipv4: ["interface"], ipv6: ["neighbour:00:11:22:33:44:55"] });
  healNeighbour(house);
  return house;
}

function healNeighbour(house: Household): void {
  const mac = Uint8Array.from([0x00, 0x11, 0x22, 0x33, 0x44, 0x55]);
  house.neighbours = async () => ok([{ interfaceName: "eth0", address: address(house.truth.ipv6), mac }]);
  const beside = house.truth.ipv6.replace(/[0-9a-f]+$/, "99");
  house.table = () => ok([...lan, onEth0(house.truth.ipv4), onEth0(beside)]);
}

function routerRow(code: GatewayFailCode): Row {
  const fail = (house: Household): void => {
    house.table = () => ok(lan);
    house.router = () => failure({ code, detail: code });
  };
  return { name: `${code} of the router`, house: withRouter, fail, mend: healRouter };
}

const healEchoes = (house: Household): void => {
  house.echo = () => undefined;
};

/** One echo, all of them, or all but one and that one alone in what it says. */
function echoRows(what: string, reply: (house: Household) => Household["echo"]): readonly Row[] {
  const only = (hosts: RegExp) => (house: Household) => {
    const broken = reply(house);
    house.echo = (host, family, request) => (hosts.test(host) ? broken(host, family, request) : undefined);
  };
  return [
    {
      name: `${what} from every echo`,
      house: behindRouter,
      fail: only(/./),
      mend: healEchoes,
    },
    {
      name: `${what} from two of three`,
      house: behindRouter,
      fail: only(/^[bc]/),
      mend: healEchoes,
    },
    {
      name: `${what} from the only one that is configured`,
      house: () => {
        const sources = ["interface", "http-echo:https://a.example.net/"];
        const house = new Household(before, { ipv4: sources, ipv6: sources });
        house.table = () => ok(lan);
        return house;
      },
      fail: only(/./),
      mend: healEchoes,
    },
  ];
}

const refusing = (code: NetCode): readonly Row[] => echoRows(code, () => () => ({ refused: code }));

const answering = (what: string, status: number, body: string, type = "text/plain"): readonly Row[] =>
  echoRows(what, () => () => ({ answer: response(status, body, type), delayMs: 20 }));

const page = "<!DOCTYPE html><html><body>Your address 44.128.99.99 is blocked</body></html>";

/** Every code has its rows; the compiler misses none. */
const rowsByCode: Readonly<Record<SourceFailCode, readonly Row[]>> = {
  "timed-out": [...refusing("timed-out"), ...echoRows("silence", () => () => "silent")],
  "name-not-resolved": refusing("name-not-resolved"),
  "connection-refused": refusing("connection-refused"),
  "connection-reset": refusing("connection-reset"),
  unreachable: refusing("unreachable"),
  "tls-failed": refusing("tls-failed"),
  aborted: refusing("aborted"),
  "answer-too-large": refusing("answer-too-large"),
  "answer-cut-short": refusing("answer-cut-short"),
  "answer-unreadable": [...refusing("answer-unreadable"), ...answering("status 500", 500, before.ipv4)],
  "not-an-address": [...answering("rubbish", 200, "busy, try later"), ...answering("an empty body", 200, "")],
  "web-page": answering("a page", 200, page, "text/html"),
  redirected: answering("a redirect", 302, ""),
  "wrong-family": echoRows("an address of the other family", (house) => (_host, family) => ({
    answer: response(200, house.truth[family === "ipv4" ? "ipv6" : "ipv4"]),
    delayMs: 20,
  })),
  "no-address": [
    {
      name: "no address on any interface",
      house: onTheLine,
      fail: (house) => {
        house.table = () => ok([]);
      },
      mend: (house) => {
        house.table = () => ok([onEth0(house.truth.ipv4), onEth0(house.truth.ipv6)]);
      },
    },
    { name: "an empty file", house: withFile, fail: fileWith("# none yet\n"), mend: fileOfTruth },
  ],
  "through-a-tunnel": [
    {
      name: "a trace says WARP",
      house: withTrace,
      fail: (house) => {
        house.echo = (host) => {
          if (!host.startsWith("api.")) return undefined;
          const seconds = Math.floor(house.world.clock.now() / 1_000);
          const trace = `h=${host}\nip=104.28.3.4\nts=${seconds}.0\nwarp=on\ngateway=off\n`;
          return { answer: response(200, trace), delayMs: 20 };
        };
      },
      mend: healEchoes,
    },
  ],
  "command-failed": [
    {
      name: "a command that is not there",
      house: withCommand,
      fail: (house) => {
        house.command = async () => failure({ code: "command-not-found", detail: "ENOENT" });
      },
      mend: commandOfTruth,
    },
    {
      name: "a command that ends with status 1",
      house: withCommand,
      fail: (house) => {
        const stdout = new TextEncoder().encode("44.128.99.99\n");
        house.command = async () => ok({ status: 1, stdout, stderr: new Uint8Array() });
      },
      mend: commandOfTruth,
    },
    {
      name: "a command that prints nothing",
      house: withCommand,
      fail: (house) => {
        house.command = async () => ok({ status: 0, stdout: new Uint8Array(), stderr: new Uint8Array() });
      },
      mend: commandOfTruth,
    },
  ],
  "file-unreadable": [
    {
      name: "a file that has vanished",
      house: withFile,
      fail: (house) => house.files.set("/run/wan", undefined),
      mend: fileOfTruth,
    },
    {
      name: "a file that may not be read",
      house: withFile,
      fail: (house) => house.files.set("/run/wan", { failure: "unreadable" }),
      mend: fileOfTruth,
    },
    { name: "a file caught half-written", house: withFile, fail: fileWith("44.128.10.\n"), mend: fileOfTruth },
  ],
  "gateway-not-found": [routerRow("gateway-not-found")],
  "gateway-unsupported": [routerRow("gateway-unsupported")],
  "gateway-refused": [routerRow("gateway-refused")],
  "gateway-no-address": [routerRow("gateway-no-address")],
  "gateway-busy": [routerRow("gateway-busy"), routerRow("gateway-port-taken"), routerRow("timed-out")],
  "neighbour-table-unreadable": [
    {
      name: "a neighbour table that cannot be read",
      house: withNeighbour,
      fail: (house) => {
        house.neighbours = async () => failure({ code: "neighbour-table-unreadable", detail: "error 105" });
        house.table = () => ok(lan);
      },
      mend: healNeighbour,
    },
    {
      name: "a neighbour that sleeps",
      house: withNeighbour,
      fail: (house) => {
        house.neighbours = async () => ok([]);
        house.table = () => ok(lan);
      },
      mend: healNeighbour,
    },
  ],
  "address-table-unreadable": [
    {
      name: "an address table that cannot be read",
      house: onTheLine,
      fail: (house) => {
        house.table = () => failure({ code: "address-table-unreadable", detail: "recv failed with error 105" });
      },
      mend: (house) => {
        house.table = () => ok([onEth0(house.truth.ipv4), onEth0(house.truth.ipv6)]);
      },
    },
  ],
};

function fileWith(text: string): Row["fail"] {
  return (house) => house.files.set("/run/wan", text);
}

function fileOfTruth(house: Household): void {
  house.files.set("/run/wan", `${house.truth.ipv4}\n${house.truth.ipv6}\n`);
}

function commandOfTruth(house: Household): void {
  house.command = async (family) =>
    ok({ status: 0, stdout: new TextEncoder().encode(`${house.truth[family]}\n`), stderr: new Uint8Array() });
}

/** What has happened to the users of other clients. */
const incidents: readonly Row[] = [
  {
    name: "the carrier puts the router behind its own translator",
    house: withRouter,
    fail: (house) => {
      house.table = () => ok(lan);
      house.router = () => ok({ address: address("100.64.3.4"), epoch: undefined });
    },
    mend: healRouter,
  },
  ...answering("a 403 page with an address in it", 403, page, "text/html"),
  {
    name: "two echoes that disagree, and a third that is down",
    house: behindRouter,
    fail: (house) => {
      house.echo = (host, family) => {
        if (host.startsWith("c")) return { refused: "unreachable" };
        const other = family === "ipv4" ? "44.128.66.6" : "3ffe:b66::6";
        return host.startsWith("b") ? { answer: response(200, other), delayMs: 20 } : undefined;
      };
    },
    mend: healEchoes,
  },
  {
    name: "echoes that take turns in lying",
    house: behindRouter,
    fail: (house) => {
      let count = 0;
      house.echo = (_host, family) => {
        count += 1;
        const lie = family === "ipv4" ? `44.128.66.${count % 250}` : `3ffe:b66::${count % 250}`;
        return { answer: response(200, lie), delayMs: 20 };
      };
    },
    mend: healEchoes,
  },
  {
    name: "a portal's private address from every echo",
    house: behindRouter,
    fail: (house) => {
      house.echo = (_host, family) => ({
        answer: response(200, family === "ipv4" ? "192.168.1.1" : "fd00::1"),
        delayMs: 5,
      });
    },
    mend: healEchoes,
  },
  {
    name: "WARP takes all traffic, and every echo shows its exit",
    house: behindRouter,
    fail: (house) => {
      const warp = { interfaceName: "CloudflareWARP", linkKind: "tun", carriesDefaultRoute: true };
      house.table = () => ok([...lan, onEth0("172.16.0.2", warp), onEth0("fd01:5ca1:ab1e::2", warp)]);
      house.echo = (_host, family) => ({
        answer: response(200, family === "ipv4" ? "104.28.3.4" : "2a09:bac1::4"),
        delayMs: 20,
      });
    },
    mend: (house) => {
      house.table = () => ok(lan);
      healEchoes(house);
    },
  },
  {
    name: "the network is not up yet: loopback alone, and no name resolves",
    house: behindRouter,
    fail: (house) => {
      house.table = () => ok([onEth0("127.0.0.1", { interfaceName: "lo", isLoopback: true })]);
      house.echo = () => ({ refused: "name-not-resolved" });
    },
    mend: (house) => {
      house.table = () => ok(lan);
      healEchoes(house);
    },
  },
  {
    name: "an expired prefix that the system still lists without a flag",
    house: onTheLine,
    fail: (house) => {
      const expired = { isDeprecated: undefined, preferredLifetime: Duration.zero };
      house.table = () => ok([...lan, onEth0("3ffe:b66::9", expired)]);
    },
    mend: (house) => {
      const expired = { isDeprecated: undefined, preferredLifetime: Duration.zero };
      house.table = () => ok([onEth0("3ffe:b66::9", expired), onEth0(house.truth.ipv6), onEth0(house.truth.ipv4)]);
    },
  },
  {
    name: "addresses that are all tentative, temporary or down",
    house: onTheLine,
    fail: (house) => {
      house.table = () =>
        ok([
          onEth0("44.128.66.6", { isUp: false }),
          onEth0("3ffe:b66::1", { isTentative: true }),
          onEth0("3ffe:b66::2", { isTemporary: true }),
        ]);
    },
    mend: (house) => {
      house.table = () => ok([onEth0(house.truth.ipv4), onEth0(house.truth.ipv6)]);
    },
  },
  {
    name: "a command that never ends",
    house: withCommand,
    fail: (house) => {
      house.command = () => new Promise(() => undefined);
    },
    mend: commandOfTruth,
  },
  {
    name: "a file with a private address",
    house: withFile,
    fail: fileWith("192.168.1.7\nfd00::7\n"),
    mend: fileOfTruth,
  },
];

const rows: readonly Row[] = [...Object.values(rowsByCode).flat(), ...incidents];

const aWhile = Duration.minutes(10);
const anHour = Duration.hours(1);

for (const { name, house: build = behindRouter, fail, mend } of rows) {
  describe(name, () => {
    test("while the agent runs / nothing is written or deleted, and afterwards each record once", async () => {
      const house = build();
      await house.start();
      await house.pass(aWhile);
      expect(house.published).toEqual(Household.holding(before));
      house.writes.length = 0;
      fail(house);
      await house.pass(anHour);
      expect([house.writes, house.published]).toEqual([[], Household.holding(before)]);
      house.truth = after;
      mend?.(house);
      await house.pass(anHour);
      expect([house.writes.toSorted(), house.published]).toEqual([oncePerRecord, Household.holding(after)]);
      await house.stop();
    });

    test("from the start / what an earlier life published stays", async () => {
      const house = build();
      house.plant(before);
      fail(house);
      await house.start();
      await house.pass(anHour);
      expect([house.writes, house.published]).toEqual([[], Household.holding(before)]);
      house.truth = after;
      mend?.(house);
      await house.pass(anHour);
      expect([house.writes.toSorted(), house.published]).toEqual([oncePerRecord, Household.holding(after)]);
      await house.stop();
    });
  });
}

describe("what is no failure changes nothing either", () => {
  test("one echo of three fails in every way there is / the other two suffice", async () => {
    const house = behindRouter();
    await house.start();
    await house.pass(aWhile);
    house.writes.length = 0;
    const codes: readonly NetCode[] = ["timed-out", "name-not-resolved", "connection-reset", "tls-failed"];
    for (const code of codes) {
      house.echo = (host) => (host.startsWith("a") ? { refused: code } : undefined);
      await house.pass(aWhile);
    }
    house.echo = (host) =>
      host.startsWith("a") ? { answer: response(403, page, "text/html"), delayMs: 5 } : undefined;
    await house.pass(aWhile);
    expect([house.writes, house.published]).toEqual([[], Household.holding(before)]);
    await house.stop();
  });

  test("the kernel lists IPv6 addresses in another order each time", async () => {
    const house = onTheLine();
    const own = ["3ffe:b00::7", "3ffe:b00::17", "3ffe:b00:9::7", "fe80::7"].map((text) => onEth0(text));
    let turn = 0;
    house.table = () => {
      turn += 1;
      return ok([...own.slice(turn % 4), ...own.slice(0, turn % 4), onEth0(before.ipv4)]);
    };
    await house.start();
    await house.pass(aWhile);
    house.writes.length = 0;
    await house.pass(anHour);
    expect([turn > 10, house.writes]).toEqual([true, []]);
    await house.stop();
  });

  test("IPv4 vanishes and IPv6 stays / the A records stay", async () => {
    const house = onTheLine();
    await house.start();
    await house.pass(aWhile);
    house.writes.length = 0;
    house.table = () => ok([onEth0(before.ipv6)]);
    await house.pass(anHour);
    expect([house.writes, house.published]).toEqual([[], Household.holding(before)]);
    await house.stop();
  });

  test("a file says that there is none / only then are records withdrawn, each once", async () => {
    const house = withFile();
    await house.start();
    await house.pass(aWhile);
    house.writes.length = 0;
    house.files.set("/run/wan", `none\n${before.ipv6}\n`);
    await house.pass(anHour);
    const left = Household.holding(before).filter((rdata) => rdata.startsWith("3ffe"));
    expect([house.writes.toSorted(), house.published]).toEqual([["cf A", "dd A"], left]);
    await house.stop();
  });
});
