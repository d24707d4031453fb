import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rateMemory } from "../../src/authority/rate-limiter.ts";
import { datagramHandler } from "../../src/authority/udp.ts";
import { type Running, stopAll } from "../../src/core/lifecycle.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { CookieSecretMemory } from "../../src/wire/cookie-secrets.ts";
import { AnsweringZones, queryOf } from "../support/answering-zones.ts";
import { expectOk } from "../support/expect-ok.ts";
import { queryPlanes } from "../support/query-planes.ts";
import { address } from "../support/values.ts";
import { exampleZone } from "./awkward-zones.ts";

/** A flood on loopback against a limit of one answer per second, in each way in which queries are received. */

const floodSize = 1_000;
const atOnce = 50;

const secrets = new CookieSecretMemory();
secrets.write({ present: crypto.getRandomValues(new Uint8Array(16)), previous: undefined });

class Flood {
  readonly answers: Uint8Array[] = [];
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("message", (answer) => this.answers.push(Uint8Array.from(answer)));
  }

  /** Sends so many, and then asks for something else until that is answered: everything before is through by then. */
  async send(port: number, query: Uint8Array): Promise<void> {
    for (let sent = 0; sent < floodSize; sent += atOnce) {
      for (let index = 0; index < atOnce; index += 1) this.#socket.send(query, port, "127.0.0.1");
      await new Promise((resolve) => setImmediate(resolve));
    }
    const marker = queryOf("ptr.example. PTR");
    marker[0] = 0xff;
    while (!this.answers.some((answer) => answer[0] === 0xff)) {
      this.#socket.send(marker, port, "127.0.0.1");
      await Promise.race([once(this.#socket, "message"), new Promise((resolve) => setTimeout(resolve, 100))]);
    }
  }
}

for (const plane of queryPlanes) {
  describe(`a flood against ${plane.label}`, () => {
    const running: Running[] = [];
    let port = 0;
    let flood: Flood;

    beforeAll(async () => {
      const rateLimit = { perSecond: 1, slip: 2, prefixes: { ipv4: 24, ipv6: 56 }, memory: rateMemory() };
      const settings = { rateLimit, cookieSecrets: secrets.buffer };
      const zones = new AnsweringZones([exampleZone.text], { ...settings, clock: systemClock });
      const opened = await plane.open({ memory: zones.table.memory, settings }, () => undefined);
      const wanted = { address: address("127.0.0.1"), port: 0 };
      const listening = expectOk(await opened.listener.listen(wanted, datagramHandler({ answerer: zones.answerer })));
      opened.begin();
      ({ port } = listening.endpoint);
      const socket = createSocket("udp4");
      socket.bind(0, "127.0.0.1");
      await once(socket, "listening");
      flood = new Flood(socket);
      running.push(opened, listening, { stop: async () => void socket.close() });
      await flood.send(port, queryOf("web.example. A"));
    }, 30_000);

    afterAll(() => stopAll(running));

    test("gets few answers, and truncated ones for half of the rest", () => {
      const flooded = flood.answers.filter((answer) => answer[0] === 0x12);
      const truncated = flooded.filter((answer) => ((answer[2] ?? 0) & 2) !== 0);
      const whole = flooded.length - truncated.length;
      expect(whole).toBeGreaterThan(0);
      expect(whole).toBeLessThan(floodSize / 20);
      expect(truncated.length).toBeGreaterThan(floodSize / 4);
      expect(truncated.length).toBeLessThanOrEqual(floodSize / 2);
      // What is sent for a forged address is no more than what came in its name.
      for (const answer of truncated) expect(answer.length).toBe(queryOf("web.example. A").length);
    });

    test("leaves dig its answer, for which it shows a cookie", async () => {
      const args = ["-p", `${port}`, "@127.0.0.1", "+time=1", "+tries=5", "web.example", "A"];
      const child = Bun.spawn(["dig", ...args], { stdout: "pipe", stderr: "ignore" });
      const stdout = await new Response(child.stdout).text();
      expect(stdout).toContain("status: NOERROR");
      expect(stdout).toMatch(/COOKIE: .* \(good\)/);
    });
  });
}
