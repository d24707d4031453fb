import { describe, expect, test } from "bun:test";
import { runOnHost, type StartedCommand, startCommand } from "../../test/support/command-bench.ts";
import { FakeHost } from "../../test/support/fake-host.ts";
import { Duration } from "../core/duration.ts";
import type { Language } from "../core/language.ts";

/** `detect --explain` and `detect --watch` on a host whose addresses lie in a file. */

const config = 'agent: { sources: { ipv4: ["file:/address"], ipv6: ["file:/address"] }, interval: 1h }\n';

function hostWith(addresses: string): FakeHost {
  return new FakeHost({ "holdfast.yaml": config, "/address": addresses });
}

describe("an explanation", () => {
  for (const [language, lines] of [
    [
      "en",
      ["1. This host itself shows no address of this kind.", "4. Only fixed values are configured, so they decide."],
    ],
    ["zh-CN", ["1. 本机自身没有此类地址。", "4. 只配置了固定值，因此以它们为准。"]],
  ] as const) {
    test(`in ${language} tells the steps`, async () => {
      const host = hostWith("44.128.10.7");
      const { status, stdout, stderr } = await runOnHost(["detect", "--explain", "--family", "ipv4"], host, {
        language,
      });
      expect([status, stderr]).toEqual([0, ""]);
      for (const line of lines) expect(stdout.split("\n")).toContain(line);
    });
  }
});

describe("watching", () => {
  async function watch(
    line: string,
    language: Language,
    scene: (host: FakeHost, printed: StartedCommand["printed"]) => Promise<void>,
  ): Promise<string> {
    const host = hostWith("44.128.10.7");
    const started: StartedCommand = startCommand(line.split(" "), host, { language });
    await host.untilTrue(() => started.printed.stdout.includes("44.128.10.7"));
    await scene(host, started.printed);
    host.signals?.stop("SIGINT");
    expect([await host.until(started.status), started.printed.stderr]).toEqual([0, ""]);
    expect(host.clock.pendingCount).toBe(0);
    expect(host.logged).toEqual([]);
    return started.printed.stdout;
  }

  test("tells hints and changes as they come, and ends at Ctrl-C with status 0", async () => {
    const said = await watch("detect --watch --family ipv4", "en", async (host, printed) => {
      host.files.set("/address", "44.128.10.8");
      host.hint();
      await host.untilTrue(() => printed.stdout.includes("44.128.10.8"));
    });
    const lines = said
      .replace(/^\d\d:\d\d:\d\d/gm, "TIME")
      .trimEnd()
      .split("\n");
    expect(lines).toEqual([
      "TIME  IPv4: 44.128.10.7",
      "    Set by file:/address.",
      "TIME  test: addresses of an interface changed",
      "TIME  IPv4: 44.128.10.8",
      "    Set by file:/address.",
    ]);
  });

  test("what becomes unknown is shown once, and not logged besides", async () => {
    const said = await watch("detect --watch --family ipv4", "en", async (host, printed) => {
      host.files.set("/address", undefined);
      host.hint();
      // What the host does not have in memory is looked for on the real disk, which takes what it takes.
      await host.untilTrue(() => printed.stdout.includes("IPv4: unknown"));
      for (let turn = 0; turn < 20; turn += 1) await host.clock.advance(Duration.milliseconds(10));
    });
    expect(said.split("\n").filter((line) => line.includes("IPv4: unknown"))).toHaveLength(1);
  });

  test("in Chinese", async () => {
    const said = await watch("detect --watch --family ipv4", "zh-CN", async (host) => host.hint());
    expect(
      said
        .replace(/^\d\d:\d\d:\d\d/gm, "TIME")
        .trimEnd()
        .split("\n"),
    ).toEqual(["TIME  IPv4：44.128.10.7", "    由 file:/address 指定。", "TIME  test：网络接口的地址有变化"]);
  });

  test("as JSON each is one line, and a hint without news has none after it", async () => {
    const said = await watch("detect --watch --json --family ipv4", "en", async (host) => host.hint());
    const events = said
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(events).toMatchObject([
      { event: "verdict", family: "ipv4", state: "known", addresses: ["44.128.10.7"], advice: [] },
      { event: "hint", monitor: "test", families: ["ipv4", "ipv6"], facts: ["addresses-changed"] },
    ]);
    expect(events).toHaveLength(2);
  });
});
