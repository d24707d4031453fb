import { describe, expect, test } from "bun:test";
import { type AdministrationBench, administrationBench } from "../../test/support/administration-bench.ts";
import { queryOf } from "../../test/support/answering-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeLog } from "../../test/support/reconcile-world.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import { decodeMessage } from "../wire/message.ts";
import { Answerer } from "../authority/answer.ts";
import type { ZoneConfig } from "../config/config.ts";
import { WhoamiNames } from "./whoami-names.ts";

const whoami = name("whoami.dyn.example");

/** A server with one zone and the names it serves. */
class Scene {
  readonly log = new FakeLog();
  readonly names: WhoamiNames;
  readonly bench: AdministrationBench;

  private constructor(bench: AdministrationBench) {
    this.bench = bench;
    this.names = new WhoamiNames({ ...bench, log: this.log });
  }

  static async start(): Promise<Scene> {
    const bench = await administrationBench({ isReserved: (one) => scene.names.isServed(one) });
    const scene = new Scene(bench);
    const zone = { apex: "dyn.example", nameServers: ["ns1.example.net"], nameServerAddresses: [], contact: undefined };
    expectOk(await bench.administration.addZone(zone));
    return scene;
  }

  /** What the configuration wishes, and what comes of it. */
  async serve(isRequired: boolean): Promise<string> {
    const zone: ZoneConfig = {
      apex: name("dyn.example"),
      file: undefined,
      nameServers: [],
      nameServerAddresses: [],
      secondaries: [],
      primaries: [],
      rname: name("hostmaster.example.net"),
      ttl: ttl(60),
      lease: undefined,
      whoami: { name: whoami, isRequired },
    };
    const served = await this.names.serve([zone]);
    return served.ok ? this.log.lines.join() : served.kind;
  }

  /** What somebody at this address is told. */
  ask(from: string): string {
    const message = new Uint8Array(512);
    const query = queryOf(`${whoami} A`);
    message.set(query);
    const answerer = new Answerer(this.bench.table.memory);
    const length = answerer.answer(message, 0, query.length, "datagram", { address: address(from) });
    const { answer, rcode } = expectOk(decodeMessage(message.subarray(0, length)));
    return answer[0] === undefined ? rcode : [...answer[0].rdata].join(".");
  }

  async addRecord(): Promise<void> {
    const change = { kind: "rrset-replaced", owner: whoami, type: "A", ttl: ttl(60) } as const;
    const origin = { actor: { kind: "configuration" }, transport: "start", peer: undefined } as const;
    expectOk(
      await this.bench.door.submit(name("dyn.example"), [{ ...change, rdata: [address("192.0.2.1").octets] }], origin),
    );
  }
}

describe("a name that answers with the address of whoever asks", () => {
  for (const isRequired of [false, true]) {
    test(`${isRequired ? "named" : "the usual one"} / answers, and no host can take it`, async () => {
      const scene = await Scene.start();
      expect(scene.ask("198.51.100.7")).toBe("NXDOMAIN");
      expect(await scene.serve(isRequired)).toBe("");
      expect(scene.ask("198.51.100.7")).toBe("198.51.100.7");
      expect(await scene.bench.administration.addHost("whoami.dyn.example")).toMatchObject({ code: "name-reserved" });
      expect(await scene.bench.administration.addHost("home.dyn.example")).toMatchObject({ ok: true });
      expect(await scene.serve(isRequired)).toBe("");
    });
  }

  for (const [name, take] of [
    ["records", (scene: Scene) => scene.addRecord()],
    ["a host", async (scene: Scene) => expectOk(await scene.bench.administration.addHost("whoami.dyn.example"))],
  ] as const) {
    test(`where there is ${name} already / the usual one gives way`, async () => {
      const scene = await Scene.start();
      await take(scene);
      expect(await scene.serve(false)).toContain("server.whoami-left whoami.dyn.example has records of its own");
      expect(scene.ask("198.51.100.7")).not.toBe("198.51.100.7");
    });

    test(`where there is ${name} already / one that is asked for is refused`, async () => {
      const scene = await Scene.start();
      await take(scene);
      expect(await scene.serve(true)).toBe("whoami-taken");
      expect(scene.ask("198.51.100.7")).not.toBe("198.51.100.7");
    });
  }
});
