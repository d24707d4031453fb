import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { encodeBeacon } from "../../src/beacon/beacon-message.ts";
import { Instant } from "../../src/core/clock.ts";
import { fromHex, toHex } from "../../src/core/octets.ts";
import { Secret } from "../../src/core/secret.ts";
import { hostKeyOfToken, hostKeySecret } from "../../src/wire/host-key.ts";
import { decodeMessage, type Message } from "../../src/wire/message.ts";
import type { TsigKey } from "../../src/wire/tsig-key.ts";
import { digestToken } from "../../src/updates/token.ts";
import { gist, serverCookieOf } from "../support/beacon-peer.ts";
import { expectOk } from "../support/expect-ok.ts";
import { name } from "../support/values.ts";
import { CapturedDatagrams } from "./captured-datagrams.ts";
import { LabHome } from "./lab-home.ts";
import type { Lab } from "./lab-network.ts";
import type { LabProgram } from "./lab-program.ts";
import type { SampledAnswers } from "./sampled-answers.ts";
import { firstWrong, printDistribution, type Truth } from "./truths.ts";

/**
 * Beacons on a real network: a host behind routers that announce nothing, which change their address; and packets that
 * were copied on the way and sent again.
 */

const homeA = "home.dyn.test/A";

/** Nobody polls while a test lasts: what is noticed, a beacon told. */
const pollInterval = "1h";
const beaconInterval = "1s";

/** A home with an agent on host1, and everything it is asked. */
class Scene {
  readonly home: LabHome;
  readonly lab: Lab;
  readonly host: LabProgram;
  readonly sampled: SampledAnswers;
  readonly token: string;
  readonly truths: Truth[] = [];

  private constructor(home: LabHome, token: string) {
    this.home = home;
    this.lab = home.lab;
    this.token = token;
    this.host = home.program("host1", "host");
    this.sampled = home.sample("svc", this.lab.fact("SERVER4"), homeA);
    this.truths.push({ text: this.lab.fact("WAN4_PUBLIC"), since: undefined });
  }

  /** @param options those of `lab up`. */
  static async build(...options: readonly string[]): Promise<Scene> {
    const home = await LabHome.build("--igd", "off", "--wan6", "no", ...options);
    const token = await home.token("home.dyn.test");
    const scene = new Scene(home, token);
    const server = scene.lab.fact("SERVER4");
    scene.host.configure({
      providers: { home: { type: "holdfast", url: `http://${server}`, token, insecure: true, beacon: beaconInterval } },
      agent: {
        interval: pollInterval,
        sources: { ipv4: home.echoes },
        names: [{ name: "home.dyn.test", provider: "home", ipv6: "off" }],
      },
    });
    await scene.host.start();
    await scene.host.untilSettled();
    return scene;
  }

  /** Changes the address so many times and tells how long each took to be answered. */
  async renumber(rounds: number, options: (round: number) => readonly string[]): Promise<readonly number[]> {
    const took: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // The agent's sources have confirmed the last change by then; and at all distances from the next beacon.
      await Bun.sleep(1_300 + round * 110);
      const { after, startedAt } = await this.lab.renumber4(...options(round));
      this.truths.push({ text: after, since: startedAt });
      const told = await this.sampled.untilAnswered(homeA, after);
      took.push(told.at - startedAt);
    }
    return took;
  }

  expectNeverWrong(): void {
    expect(firstWrong(this.sampled.answers(homeA), this.truths)).toBeUndefined();
  }

  /** How the changes of the name arrived, the newest first. */
  async transports(): Promise<readonly string[]> {
    const ran = await this.home.server.run(
      "history",
      "--name",
      "home.dyn.test",
      "--state",
      this.home.server.state,
      "--json",
    );
    const { server } = JSON.parse(ran.stdout);
    return server.map(({ transport }: { transport: string }) => transport);
  }

  remove(): Promise<void> {
    return this.home.remove();
  }
}

describe("a router that announces nothing and forgets its flows", () => {
  let scene: Scene;
  let captured: CapturedDatagrams;
  let firstCaptured: Uint8Array;
  beforeAll(async () => {
    scene = await Scene.build();
    // Of DNS over UDP, what has the opcode UPDATE: the third octet behind eight of UDP.
    captured = await CapturedDatagrams.start(scene.lab, "server", "eth0", "udp dst port 53 and udp[10] & 0x78 = 0x28");
  }, 60_000);
  afterAll(async () => {
    await captured?.stop();
    await scene?.remove();
  }, 30_000);

  /** Sends datagrams from a host and decodes the answers. */
  async function deliver(host: string, ...datagrams: readonly Uint8Array[]): Promise<readonly (Message | undefined)[]> {
    const program = scene.lab.spawn(host, [
      process.execPath,
      `${import.meta.dir}/lab-datagram.ts`,
      scene.lab.fact("SERVER4"),
    ]);
    program.stdin.write(datagrams.map((octets) => `${toHex(octets)}\n`).join(""));
    program.stdin.end();
    const lines = (await new Response(program.stdout).text()).trimEnd().split("\n");
    await program.exited;
    return lines.map((line) => (line === "" ? undefined : expectOk(decodeMessage(fromHex(line) ?? new Uint8Array()))));
  }

  const isPublishing = (payload: Uint8Array): boolean => {
    const decoded = decodeMessage(payload);
    return decoded.ok && decoded.value.opcode === "UPDATE" && decoded.value.authority.length > 0;
  };

  const timeOf = (payload: Uint8Array): number => expectOk(decodeMessage(payload)).tsig?.timeSigned ?? 0;

  test("captured beacons from elsewhere / BADCOOKIE, and nothing changes", async () => {
    const beacon = await captured.find("a beacon that publishes", isPublishing);
    firstCaptured = beacon;
    const before = await scene.home.server.revision();
    const [answer] = await deliver("svc", beacon);
    expect(answer && gist(answer)).toBe("BADCOOKIE, unsigned");
    // Its own cookie makes the copy another message, which its signature does not cover.
    const offset = Buffer.from(beacon).indexOf(Buffer.from(serverCookieOf(expectOk(decodeMessage(beacon))) ?? []));
    const own = beacon.slice();
    own.set((answer && serverCookieOf(answer)) ?? [], offset);
    const wrong = beacon.map((octet, index) => (index === offset + 15 ? octet ^ 1 : octet));
    const answers = await deliver("svc", own, wrong);
    // The cookie is the client cookie's too, so one for the same client cookie and this address passes: BADSIG.
    expect(answers.map((one) => one && gist(one))).toEqual(["NOTAUTH, BADSIG 0", "BADCOOKIE, unsigned"]);
    expect(await scene.home.server.revision()).toBe(before);
  }, 30_000);

  test("spoilt beacons with a right cookie / each its own refusal, and nothing changes", async () => {
    const before = await scene.home.server.revision();
    const client = Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1);
    const now = Instant.ofMs(Date.now());
    const beacon = (key: TsigKey, server: Uint8Array | undefined, signedAt: Instant): Uint8Array =>
      encodeBeacon({
        id: 0x4242,
        zone: name("dyn.test"),
        key,
        cookie: { client, server },
        publish: "ipv4",
        expected: [],
        signedAt,
      }).octets;
    const right = hostKeyOfToken(name("home.dyn.test"), new Secret(scene.token));
    const wrong = hostKeyOfToken(name("home.dyn.test"), new Secret("another"));
    const unknown = hostKeyOfToken(name("nobody.dyn.test"), new Secret("another"));
    const [first] = await deliver("svc", beacon(right, undefined, now));
    expect(first && gist(first)).toBe("BADCOOKIE, unsigned");
    const cookie = first && serverCookieOf(first);
    const old = Instant.ofMs(now - 301_000);
    // Signed before the host's own latest beacon, though within the time that clocks may differ.
    const overtaken = Instant.ofMs(now - 60_000);
    const whole = beacon(right, cookie, now);
    const answers = await deliver(
      "svc",
      beacon(unknown, cookie, now),
      beacon(wrong, cookie, now),
      beacon(right, cookie, old),
      beacon(right, cookie, overtaken),
      withShorterMac(whole, 16),
      withShorterMac(whole, 8),
    );
    expect(answers.map((one) => one && gist(one))).toEqual([
      "NOTAUTH, BADKEY 0",
      "NOTAUTH, BADSIG 0",
      "NOTAUTH, BADTIME 32",
      "NOTAUTH, BADTIME 32",
      "NOTAUTH, BADTRUNC 32",
      "FORMERR, unsigned",
    ]);
    expect(await scene.home.server.revision()).toBe(before);
  }, 30_000);

  test("nsupdate and knsupdate with the host's key / refused, because they send no cookie", async () => {
    const before = await scene.home.server.revision();
    const secret = hostKeySecret(name("home.dyn.test"), digestToken(scene.token)).reveal();
    const key = `hmac-sha256:home.dyn.test:${secret}`;
    const server = scene.lab.fact("SERVER4");
    const script = `server ${server}\nzone dyn.test\nupdate add home.dyn.test 60 A 0.0.0.0\nsend\n`;
    for (const program of ["nsupdate", "knsupdate"]) {
      const child = scene.lab.spawn("svc", [program, "-y", key]);
      child.stdin.write(script);
      child.stdin.end();
      const said = (await new Response(child.stdout).text()) + (await new Response(child.stderr).text());
      expect([program, await child.exited]).not.toEqual([program, 0]);
      expect(said).toMatch(/TSIG|REFUSED|failed/i);
    }
    expect(await scene.home.server.revision()).toBe(before);
  }, 30_000);

  test("renumbered / answered within the interval, by the beacon", async () => {
    const took = await scene.renumber(6, (round) => (round % 2 === 0 ? [] : ["--gap-ms", "300"]));
    printDistribution(`behind a router that announces nothing, beacon every ${beaconInterval}`, took);
    scene.expectNeverWrong();
    const transports = await scene.transports();
    expect(transports.filter((one) => one === "beacon").length).toBeGreaterThanOrEqual(2);
  }, 60_000);

  test("captured beacons from behind the same router / BADTIME and BADCOOKIE, and nothing changes", async () => {
    const laterThan = (earlier: Uint8Array): Promise<Uint8Array> =>
      captured.find("a later beacon", (payload) => isPublishing(payload) && timeOf(payload) > timeOf(earlier));
    // The last one may still be the first from the present address, with the cookie of the one before.
    const overtaken = await laterThan(await captured.find("a beacon that publishes", isPublishing));
    await laterThan(overtaken);
    const before = await scene.home.server.revision();
    // The one from before all renumberings has a cookie of an address that is somebody else's now.
    const answers = await deliver("host2", overtaken, firstCaptured);
    expect(answers.map((one) => one && gist(one))).toEqual(["NOTAUTH, BADTIME 32", "BADCOOKIE, unsigned"]);
    expect(await scene.home.server.revision()).toBe(before);
  }, 30_000);

  test("host list / when the host was last heard, and how", async () => {
    const { stdout } = await scene.home.server.run("host", "list", "--state", scene.home.server.state, "--json");
    const [listed] = JSON.parse(stdout);
    expect(listed.lastHeard).toMatchObject({ transport: "beacon", from: scene.truths.at(-1)?.text });
  }, 30_000);
});

describe("a router that keeps the flows of its old address", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.build("--nat", "snat");
  }, 60_000);
  afterAll(() => scene?.remove(), 30_000);

  test("renumbered / answered within the interval all the same", async () => {
    const took = await scene.renumber(4, (round) => (round % 2 === 0 ? [] : ["--order", "add-first"]));
    printDistribution(`behind a router that keeps old flows, beacon every ${beaconInterval}`, took);
    scene.expectNeverWrong();
  }, 60_000);
});

describe("a carrier's NAT that moves its customers", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.build("--cgnat");
  }, 60_000);
  afterAll(() => scene?.remove(), 30_000);

  test("other public address, also for new flows only / answered within the interval", async () => {
    const took = await scene.renumber(4, (round) => (round % 2 === 0 ? ["--outer"] : ["--outer", "--keep-flows"]));
    printDistribution(`behind a carrier's NAT that changes outside, beacon every ${beaconInterval}`, took);
    scene.expectNeverWrong();
  }, 60_000);
});

/** A signed message with the first octets of its MAC only. */
function withShorterMac(message: Uint8Array, macOctets: number): Uint8Array {
  const macAt = message.length - 6 - 32;
  const cut = Buffer.concat([message.subarray(0, macAt + macOctets), message.subarray(-6)]);
  cut.writeUInt16BE(macOctets, macAt - 2);
  cut.writeUInt16BE(cut.readUInt16BE(macAt - 25) - 32 + macOctets, macAt - 25);
  return Uint8Array.from(cut);
}
