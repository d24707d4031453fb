import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { runOnHost, type StartedCommand, startCommand } from "../../test/support/command-bench.ts";
import { Duck, duckConfig, duckToken } from "../../test/support/duck.ts";
import { FakeHost } from "../../test/support/fake-host.ts";
import { foreignWords } from "../../test/support/foreign-words.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { Duration } from "../core/duration.ts";
import type { Language } from "../core/language.ts";
import { catalogue } from "../providers/catalogue.ts";

const place = temporaryFolder();

/** A process that keeps one name at Duck DNS, and another terminal beside it. */
class Running {
  readonly duck = new Duck();
  readonly host = new FakeHost({ "holdfast.yaml": duckConfig, "/address": "44.128.10.7" }, this.duck.servers);
  readonly surroundings = { catalogue, environment: { DUCK_TOKEN: duckToken } };

  start(line = "run", language: Language = "en"): StartedCommand {
    const argv = [...line.split(" ").filter((word) => word !== ""), "--state", place("s")];
    return startCommand(argv, this.host, { ...this.surroundings, language });
  }

  async beside(line: string, language: Language = "en"): Promise<string> {
    const { stdout, stderr } = await runOnHost([...line.split(" "), "--state", place("s")], this.host, {
      ...this.surroundings,
      language,
    });
    return stdout + stderr;
  }

  async untilHeld(address: string): Promise<void> {
    await this.host.untilTrue(() => this.duck.held === address);
    await this.host.clock.advance(Duration.seconds(1));
  }

  async stop({ status }: StartedCommand): Promise<number> {
    this.host.signals?.stop("SIGTERM");
    return this.host.until(status);
  }
}

describe("run", () => {
  test("keeps the name, follows its address, and ends at a signal with status 0", async () => {
    const process = new Running();
    const started = process.start();
    await process.untilHeld("44.128.10.7");
    process.host.files.set("/address", "44.128.10.8");
    process.host.hint();
    await process.untilHeld("44.128.10.8");
    expect(await process.stop(started)).toBe(0);
    expect(started.printed).toEqual({ stdout: "", stderr: "" });
    const codes = process.host.logged.map((line) => line.split(" ")[1]);
    expect(codes).toEqual([
      "process.started",
      "agent.started",
      "agent.addresses-known",
      "reconcile.updated",
      "agent.addresses-known",
      "reconcile.updated",
      "process.stopping",
      "process.stopped",
    ]);
  });

  test("what was refused is tried again when somebody asks for it", async () => {
    const process = new Running();
    process.duck.mood = "refusing";
    const started = process.start();
    await process.host.untilTrue(() => process.host.logged.some((line) => line.includes("reconcile.rejected")));
    await process.host.clock.advance(Duration.minutes(10));
    process.duck.mood = "well";
    expect(await process.beside("status")).toContain('"holdfast retry"');
    expect(process.duck.held).not.toBe("44.128.10.7");
    expect(await process.beside("retry")).toBe(
      'Trying again: 1 record set. "holdfast status" shows what comes of it.\n',
    );
    await process.untilHeld("44.128.10.7");
    expect(await process.stop(started)).toBe(0);
    expect(await process.beside("retry")).toBe(`No Holdfast runs on ${place("s")}. "holdfast run" starts one.\n`);
  });

  test("an agent alone gives memory back whenever it has had nothing to do for a while", async () => {
    const process = new Running();
    const started = process.start();
    const givenBackWhenQuiet = async (): Promise<number> => {
      const before = process.host.gaveBack;
      await process.host.clock.advance(Duration.seconds(12));
      return process.host.gaveBack - before;
    };
    await process.untilHeld("44.128.10.7");
    expect(await givenBackWhenQuiet()).toBe(1);
    expect(await givenBackWhenQuiet()).toBe(0);
    await process.beside("status");
    expect(await givenBackWhenQuiet()).toBe(1);
    process.host.files.set("/address", "44.128.10.8");
    process.host.hint();
    await process.untilHeld("44.128.10.8");
    expect(await givenBackWhenQuiet()).toBe(1);
    expect(await process.stop(started)).toBe(0);
  });

  test("a change of the configuration is taken without a restart; history tells of one start", async () => {
    const process = new Running();
    const started = process.start();
    await process.untilHeld("44.128.10.7");
    process.host.write("holdfast.yaml", duckConfig.replace("file:/address", "static:44.128.10.9"));
    await process.untilHeld("44.128.10.9");
    expect(await process.beside("history")).not.toContain("stopped");
    process.host.write("holdfast.yaml", duckConfig.replace("names:", "namen:"));
    await process.host.clock.advance(Duration.seconds(1));
    expect(process.host.logged.at(-1)).toStartWith("error process.not-reloaded");
    expect(await process.beside("status")).toContain("44.128.10.9");
    expect(await process.stop(started)).toBe(0);
    const history = await process.beside("history --json");
    const kinds = JSON.parse(history).agent.map(({ kind }: { kind: string }) => kind);
    expect(kinds.filter((kind: string) => kind === "started" || kind === "stopped")).toEqual(["stopped", "started"]);
  });

  test("without a change of what is kept, a reload asks nothing and sends nothing", async () => {
    const process = new Running();
    const started = process.start();
    await process.untilHeld("44.128.10.7");
    const [asked, sent] = [process.host.files.asked.length, process.duck.tokens.length];
    process.host.write("holdfast.yaml", duckConfig.replace("interval: 1h", "interval: 2h"));
    await process.host.clock.advance(Duration.seconds(2));
    expect(process.host.logged.at(-1)).toStartWith("info process.reloaded");
    expect(process.host.files.asked.slice(asked)).toEqual(["holdfast.yaml"]);
    expect(process.duck.tokens).toHaveLength(sent);
    await process.stop(started);
  });

  test("a restart sends nothing that is in place", async () => {
    const process = new Running();
    const first = process.start();
    await process.untilHeld("44.128.10.7");
    await process.stop(first);
    const sent = process.duck.tokens.length;
    const second = process.start();
    await process.host.untilTrue(
      () => process.host.logged.filter((line) => line.includes("addresses-known")).length === 2,
    );
    await process.host.clock.advance(Duration.seconds(10));
    expect(process.duck.tokens).toHaveLength(sent);
    await process.stop(second);
  });

  for (const [what, config, says] of [
    ["a configuration that asks for nothing", "log: { level: info }\n", /^The configuration asks for nothing/],
    ["a configuration with errors", "agent: { namen: [] }\n", /^holdfast\.yaml:1:10: agent\.namen: unknown key/],
  ] as const) {
    test(`${what} starts nothing and makes no directory`, async () => {
      const process = new Running();
      process.host.files.set("holdfast.yaml", config);
      const started = process.start();
      expect(await process.host.until(started.status)).toBe(1);
      expect(started.printed.stderr).toMatch(says);
      expect([existsSync(place("s")), process.host.logged]).toEqual([false, []]);
    });
  }

  test("a journal that is not one starts nothing and frees the directory", async () => {
    const process = new Running();
    process.host.files.set(
      "holdfast.yaml",
      `${duckConfig}server: { dns: { listen: ["127.0.0.1:53"] }, http: { listen: ["127.0.0.1:80"], plain: true } }\n`,
    );
    mkdirSync(place("s"), { mode: 0o700 });
    writeFileSync(place("s/journal.db"), "not a database, but long enough to be looked at\n".repeat(20));
    const started = process.start();
    expect(await process.host.until(started.status)).toBe(1);
    expect(started.printed.stderr).toContain("was not written by Holdfast");
    process.host.files.set("holdfast.yaml", duckConfig);
    const again = process.start();
    await process.untilHeld("44.128.10.7");
    expect(await process.stop(again)).toBe(0);
  });
});

describe("holdfast alone", () => {
  test("runs the configuration there is", async () => {
    const process = new Running();
    const started = process.start("");
    await process.untilHeld("44.128.10.7");
    expect(await process.stop(started)).toBe(0);
  });

  test("without one, says how to begin and where it looks; status 2, and nothing is made", async () => {
    for (const language of ["en", "zh-CN"] as const) {
      const process = new Running();
      process.host.files.set("holdfast.yaml", undefined);
      const started = process.start("", language);
      expect(await process.host.until(started.status)).toBe(2);
      const { stdout, stderr } = started.printed;
      expect(stdout).toBe("");
      for (const part of ["holdfast demo", "holdfast.yaml", "/etc/holdfast/holdfast.yaml", "holdfast config check"]) {
        expect(stderr).toContain(part);
      }
      expect(stderr).not.toMatch(/undefined|hint:/);
      expect(existsSync(place("s"))).toBe(false);
    }
  });

  test("its examples are configurations without an error", async () => {
    const process = new Running();
    process.host.files.set("holdfast.yaml", undefined);
    const started = process.start("");
    await process.host.until(started.status);
    const blocks = started.printed.stderr.split(/\n\n/).filter((block) => /^ {2}(agent|server):/.test(block));
    expect(blocks).toHaveLength(2);
    for (const block of blocks) {
      process.host.files.set("example.yaml", block.replaceAll(/^ {2}/gm, ""));
      const environment = { CF_API_TOKEN: "0123456789abcdef0123456789abcdef01234567" };
      const { stdout, status } = await runOnHost(["config", "check", "-c", "example.yaml"], process.host, {
        catalogue,
        environment,
      });
      expect([stdout, status]).toEqual(["example.yaml: no problems\n", 0]);
    }
  });

  test("a file that is there but broken is not passed over", async () => {
    const process = new Running();
    process.host.files.set("holdfast.yaml", "agent: [");
    const started = process.start("");
    expect(await process.host.until(started.status)).toBe(1);
    expect(started.printed.stderr).toStartWith("holdfast.yaml:1:");
  });
});

describe("status and history beside it", () => {
  test("status tells addresses, names and states, in both languages and as JSON", async () => {
    const process = new Running();
    const started = process.start();
    await process.untilHeld("44.128.10.7");
    const lines = (await process.beside("status")).split("\n");
    expect(lines[0]).toMatch(/^Holdfast [\d.]+, process 4711$/);
    expect(lines[2]).toBe("IPv4: 44.128.10.7");
    expect(lines[4]).toMatch(/^NAME +TYPE +PROVIDER +VALUES +STATE +VERIFIED$/);
    expect(lines[5]).toMatch(/^home\.duckdns\.org {2}A +duck +44\.128\.10\.7 +44\.128\.10\.7, confirmed; /);
    const chinese = await process.beside("status", "zh-CN");
    expect([chinese, foreignWords(chinese, ["duck"])]).toEqual([chinese, []]);
    expect(JSON.parse(await process.beside("status --json"))).toMatchObject({
      pid: 4_711,
      server: null,
      agent: {
        targets: [{ name: "home.duckdns.org", state: "settled", confirmed: ["44.128.10.7"], verification: null }],
      },
    });
    await process.stop(started);
    expect(await process.beside("status")).toBe(`No Holdfast runs on ${place("s")}. "holdfast run" starts one.\n`);
  });

  test("zones are not this agent's business", async () => {
    const process = new Running();
    const started = process.start();
    await process.untilHeld("44.128.10.7");
    expect(await process.beside("zone list")).toContain("its configuration has no server");
    await process.stop(started);
  });

  test("history is the same running and stopped, newest last, of one name or of all", async () => {
    const process = new Running();
    const started = process.start();
    await process.untilHeld("44.128.10.7");
    const running = await process.beside("history");
    expect(running.split("\n").map((line) => line.slice(21))).toEqual([
      expect.stringMatching(/^Holdfast [\d.]+ started\.$/),
      "The IPv4 address is 44.128.10.7.",
      "Updated the A records of home.duckdns.org to 44.128.10.7.",
      "",
    ]);
    await process.stop(started);
    const stopped = await process.beside("history");
    expect(stopped).toStartWith(running.trimEnd());
    expect(await process.beside("history --name HOME.duckdns.org.")).toBe(`${running.trimEnd().split("\n").at(-1)}\n`);
    expect(await process.beside("history -n 1")).toMatch(/Holdfast stopped\.\n$/);
    expect(await process.beside("history --name other.example")).toBe("Nothing has happened yet.\n");
    expect(existsSync(place("s/journal.db"))).toBe(false);
  });

  for (const limit of ["0", "1001", "many", "1.5", ""]) {
    test(`history of ${JSON.stringify(limit)} lines is a mistake of the command line`, async () => {
      const { status } = await runOnHost(["history", `--limit=${limit}`], new FakeHost(), {
        environment: { HOME: "/h" },
      });
      expect(status).toBe(2);
    });
  }
});
