import { afterEach, describe, expect, test } from "bun:test";
import { Duration } from "../core/duration.ts";
import type { Journal } from "../core/journal.ts";
import { BeaconPeer, here4 } from "../../test/support/beacon-peer.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { settle } from "../../test/support/fake-clock.ts";
import { published, startUpdateServer, type UpdateServer } from "../../test/support/update-server.ts";
import { address, name } from "../../test/support/values.ts";
import { defaultHostTtl } from "./dialect.ts";
import { Leases, type LeaseTerms } from "./leases.ts";

const home = "home.dyn.example";
const minute = Duration.minutes(1);

const open: Leases[] = [];
afterEach(async () => {
  for (const leases of open.splice(0)) await leases.stop();
});

/** A host with 198.51.100.7 and 2001:db8::7 in a zone with a lease of two minutes. */
class Scene {
  readonly server: UpdateServer;
  readonly token: string;
  readonly peer: BeaconPeer;
  terms: LeaseTerms | undefined;

  private constructor(server: UpdateServer, token: string, standby: readonly string[]) {
    this.server = server;
    this.token = token;
    this.peer = new BeaconPeer(server, token);
    this.terms = { duration: Duration.minutes(2), standby: standby.map(address) };
  }

  static async start(...standby: readonly string[]): Promise<Scene> {
    const server = await startUpdateServer();
    const scene = new Scene(server, await server.addHost(home), standby);
    await scene.put({ ipv4: "198.51.100.7", ipv6: "2001:db8::7", ttl: 120 });
    scene.watch();
    return scene;
  }

  /** A process that watches leases. */
  watch(journal: Journal = this.server.journal): Leases {
    const { server } = this;
    const leases = new Leases({ ...server, journal, termsOf: () => this.terms, hostTtlOf: () => defaultHostTtl });
    open.push(leases);
    return leases;
  }

  async put(body: object): Promise<void> {
    await this.server.ask(`/api/v1/names/${home}/addresses`, { method: "PUT", bearer: this.token, body });
    await settle();
  }

  async beacon(): Promise<void> {
    await this.peer.send();
    await settle();
  }

  async pass(length: Duration): Promise<void> {
    await this.server.clock.advance(length);
  }

  get addresses(): readonly string[] {
    return (["A", "AAAA"] as const).flatMap((type) =>
      (this.server.view.rrset(name(home), type)?.rdata ?? []).map((rdata) => rdata.slice(-1).join()),
    );
  }

  async transports(): Promise<readonly string[]> {
    const entries = expectOk(await this.server.journal.history({ owner: name(home), limit: 100 }));
    return entries.map(({ transport }) => transport).toReversed();
  }
}

describe("a host with a lease", () => {
  test("that is heard in time keeps its addresses", async () => {
    const scene = await Scene.start();
    for (let round = 0; round < 10; round += 1) {
      await scene.pass(minute);
      await scene.beacon();
    }
    expect(await scene.transports()).toEqual(["rest"]);
  });

  test("that is silent loses them, within a quarter of the lease, and gets them back with its next word", async () => {
    const scene = await Scene.start();
    await scene.pass(Duration.seconds(119));
    expect(scene.addresses).toEqual(["7", "7"]);
    await scene.pass(Duration.seconds(32));
    expect(scene.addresses).toEqual([]);
    await scene.pass(Duration.hours(1));
    await scene.beacon();
    expect(scene.addresses).toEqual(["7", "7"]);
    expect(scene.server.view.rrset(name(home), "A")?.ttl).toBe(120 as never);
    expect(await scene.transports()).toEqual(["rest", "lease", "lease"]);
  });

  test("that is silent leads to the stand-by in its family, and to nothing in the other", async () => {
    const scene = await Scene.start("198.51.100.80");
    await scene.pass(Duration.minutes(3));
    expect(scene.addresses).toEqual(["80"]);
    await scene.beacon();
    expect(scene.addresses).toEqual(["7", "7"]);
  });

  test("that comes back elsewhere has its new address, and the other family as it was", async () => {
    const scene = await Scene.start("198.51.100.80");
    await scene.pass(Duration.minutes(3));
    await scene.put({ ipv4: "198.51.100.9" });
    expect(scene.addresses).toEqual(["9", "7"]);
    await scene.pass(minute);
    expect(scene.addresses).toEqual(["9", "7"]);
  });

  test("that comes back by a beacon from elsewhere is there with the next one at the latest", async () => {
    const scene = await Scene.start();
    await scene.pass(Duration.minutes(3));
    for (let round = 0; round < 2; round += 1) {
      await scene.pass(Duration.seconds(15));
      await scene.peer.send({ from: "198.51.100.9", updates: [here4] });
      await settle();
    }
    expect(scene.addresses).toEqual(["9", "7"]);
  });

  test("whose name somebody changed meanwhile keeps that change", async () => {
    const scene = await Scene.start("198.51.100.80");
    await scene.pass(Duration.minutes(3));
    const origin = { actor: { kind: "administrator" }, transport: "admin-socket", peer: undefined } as const;
    expectOk(
      await scene.server.door.submit(
        name("dyn.example"),
        [{ kind: "rrset-removed", owner: name(home), type: "A" }],
        origin,
      ),
    );
    await scene.beacon();
    expect(scene.addresses).toEqual(["7"]);
  });

  test("that never had an address gets no stand-by's", async () => {
    const scene = await Scene.start("198.51.100.80");
    await scene.server.addHost("new.dyn.example");
    await scene.pass(Duration.minutes(5));
    expect(published(scene.server, "new.dyn.example")).toEqual([]);
  });

  test("of a zone without one is silent for as long as it likes", async () => {
    const scene = await Scene.start();
    scene.terms = undefined;
    await scene.pass(Duration.days(30));
    expect(scene.addresses).toEqual(["7", "7"]);
  });
});

describe("a server that starts", () => {
  test("waits a whole lease before anybody counts as gone", async () => {
    const scene = await Scene.start();
    await open.splice(0)[0]?.stop();
    await scene.pass(Duration.hours(5));
    scene.watch();
    await scene.pass(Duration.seconds(119));
    expect(scene.addresses).toEqual(["7", "7"]);
    await scene.pass(minute);
    expect(scene.addresses).toEqual([]);
  });

  test("gives back what an earlier process had taken", async () => {
    const scene = await Scene.start("198.51.100.80");
    await scene.pass(Duration.minutes(3));
    await open.splice(0)[0]?.stop();
    scene.watch();
    await scene.beacon();
    expect(scene.addresses).toEqual(["7", "7"]);
  });

  test("hears all its hosts at once and reads what they had one after the other", async () => {
    const scene = await Scene.start();
    const { journal, presence } = scene.server;
    let reading = 0;
    let most = 0;
    let count = 0;
    const history: Journal["history"] = async (query) => {
      reading += 1;
      most = Math.max(most, reading);
      const entries = await journal.history(query);
      await settle();
      reading -= 1;
      count += 1;
      return entries;
    };
    const hosts = ["a", "b", "c"].map((label) => `${label}.dyn.example`);
    for (const host of hosts) await scene.server.addHost(host);
    scene.watch(Object.assign(Object.create(journal) as Journal, { history }));
    for (const host of hosts) presence.hear(name(host), "rest", undefined);
    for (let turn = 0; turn < hosts.length; turn += 1) await settle();
    await settle();
    expect([count, most]).toEqual([hosts.length, 1]);
  });

  test("is not given what an earlier host of its name had", async () => {
    const scene = await Scene.start();
    const { accounts, authenticator, clock } = scene.server;
    await scene.pass(Duration.minutes(5));
    expect(open[0]?.watchedCount).toBe(1);
    await accounts.removeHost(name(home));
    authenticator.forget([name(home)]);
    scene.server.presence.forget(name(home));
    await clock.advance(minute);
    expect(open[0]?.watchedCount).toBe(0);
    const token = await scene.server.addHost(home);
    await scene.server.ask(`/api/v1/names/${home}/addresses`, { bearer: token });
    await settle();
    expect(scene.addresses).toEqual([]);
  });

  test("leaves nothing running", async () => {
    const scene = await Scene.start();
    await open.splice(0)[0]?.stop();
    expect(scene.server.clock.pendingCount).toBe(0);
  });
});

test("what the disk refuses is tried again", async () => {
  const scene = await Scene.start();
  scene.server.journal.refusal = { code: "journal-unavailable", detail: "disk" };
  await scene.pass(Duration.minutes(5));
  expect(scene.addresses).toEqual(["7", "7"]);
  scene.server.journal.refusal = undefined;
  await scene.pass(minute);
  expect(scene.addresses).toEqual([]);
});
