import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { type Run, runOnHost } from "../../test/support/command-bench.ts";
import { Duck, duckConfig, duckToken } from "../../test/support/duck.ts";
import { FakeHost } from "../../test/support/fake-host.ts";
import { foreignWords } from "../../test/support/foreign-words.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import type { Language } from "../core/language.ts";
import { lockState } from "../platform/state-lock.ts";
import { catalogue } from "../providers/catalogue.ts";
import { expectOk } from "../../test/support/expect-ok.ts";

const place = temporaryFolder();

/** `once`, `plan` and `detect` on a host with one name at Duck DNS. */
class Desk {
  readonly duck = new Duck();
  readonly host = new FakeHost({ "holdfast.yaml": duckConfig, "/address": "44.128.10.7" }, this.duck.servers);

  type(line: string, language: Language = "en"): Promise<Run> {
    const argv = [...line.split(" "), ...(line.startsWith("detect") ? [] : ["--state", place("s")])];
    return runOnHost(argv, this.host, { language, catalogue, environment: { DUCK_TOKEN: duckToken } });
  }
}

const target = "duck/home.duckdns.org./A";
const shown = "home.duckdns.org A at duck";

describe("once", () => {
  test("updates, and says so; then finds nothing to do and sends nothing", async () => {
    const desk = new Desk();
    const first = await desk.type("once");
    expect([first.status, first.stderr]).toEqual([0, ""]);
    expect(first.stdout).toMatch(
      new RegExp(`^${shown}: updated\\. 44\\.128\\.10\\.7, confirmed; next check at .*\\.\n$`),
    );
    const second = await desk.type("once");
    expect([second.status, second.stderr]).toEqual([0, ""]);
    expect(second.stdout).toStartWith(`${shown}: unchanged.`);
    expect(desk.duck.held).toBe("44.128.10.7");
  });

  const rows: readonly {
    readonly what: string;
    readonly mood?: Duck["mood"];
    readonly address?: string;
    readonly status: number;
    readonly line: RegExp;
    readonly stderr?: string;
  }[] = [
    {
      what: "a refusal: status 3",
      mood: "refusing",
      status: 3,
      line: /^home\.duckdns\.org A at duck: rejected\. The service refuses the request\. Not tried .* --retry" tries at once\. \(GET www\.duckdns\.org\/update: HTTP 200: KO\)\n$/,
    },
    { what: "a server that is broken: status 4", mood: "broken", status: 4, line: /: failed\. / },
    {
      what: "a server that is silent: status 4, and people are told that it takes long",
      mood: "silent",
      status: 4,
      line: /: unconfirmed\. /,
      stderr: "Still at work on home.duckdns.org; the pass ends after 2 minutes at the latest.\n",
    },
    {
      what: "an address that is not known: status 4, and what each source said",
      address: "",
      status: 4,
      line: /: left alone\. Left as it is: No source answered\.\n\nIPv4: unknown\n[\s\S]*\nfile:\/address .* no ipv4 address in the file\n/,
    },
    {
      what: "an address that must not be published: status 4",
      address: "192.168.1.7",
      status: 4,
      line: /: left alone\. Left as it is: [\s\S]*\n\nIPv4: unknown\n[\s\S]* 192\.168\.1\.7 .*private, not publishable\n/,
    },
  ];
  for (const { what, mood = "well", address = "44.128.10.7", status, line, stderr = "" } of rows) {
    test(what, async () => {
      const desk = new Desk();
      desk.duck.mood = mood;
      desk.host.files.set("/address", address);
      const run = await desk.type("once");
      expect([run.status, run.stderr]).toEqual([status, stderr]);
      expect(run.stdout).toMatch(line);
    });
  }

  test("what was refused is not tried again", async () => {
    const desk = new Desk();
    desk.duck.mood = "refusing";
    await desk.type("once");
    const asked = desk.duck.tokens.length;
    desk.duck.mood = "well";
    expect((await desk.type("once")).status).toBe(3);
    expect(desk.duck.tokens).toHaveLength(asked);
    expect((await desk.type("once --retry")).stdout).toStartWith(`${shown}: updated.`);
    expect(desk.duck.held).toBe("44.128.10.7");
  });

  test("as JSON, one object for each target", async () => {
    const desk = new Desk();
    desk.duck.mood = "refusing";
    const { stdout } = await desk.type("once --json");
    expect(JSON.parse(stdout)).toMatchObject({
      target,
      result: "rejected",
      code: "request-refused",
      detail: "GET www.duckdns.org/update: HTTP 200: KO",
      text: expect.stringContaining("Refused since"),
    });
  });

  test("another process on the directory: status 4, and its number", async () => {
    const desk = new Desk();
    await desk.type("once");
    const lock = expectOk(lockState(place("s")));
    const run = await desk.type("once");
    expect(run).toEqual({
      status: 4,
      stdout: "",
      stderr: `Another Holdfast (process ${process.pid}) uses ${place("s")}. Stop it, or choose another directory with --state.\n`,
    });
    lock.release();
  });

  test("a limit that is none: status 2, and nothing is read", async () => {
    const desk = new Desk();
    expect(await desk.type("once --limit soon")).toEqual({
      status: 2,
      stdout: "",
      stderr: "The limit is a length of time such as 30s or 2m.\n",
    });
    expect(desk.host.files.asked).toEqual([]);
  });

  test("a configuration without names, or with errors: status 1", async () => {
    const desk = new Desk();
    desk.host.files.set("holdfast.yaml", "agent: {}\n");
    expect((await desk.type("once")).stderr).toContain("add an entry under agent.names");
    desk.host.files.set("holdfast.yaml", duckConfig.replace("duckdns,", "duckdn,"));
    const { status, stderr } = await desk.type("once");
    expect(status).toBe(1);
    expect(stderr).toStartWith("holdfast.yaml:6:");
    expect(existsSync(place("s"))).toBe(false);
  });

  test("no output, log or history shows the token that was sent", async () => {
    const desk = new Desk();
    desk.host.files.set("holdfast.yaml", `${duckConfig}log: { level: debug }\n`);
    const said: string[] = [];
    for (const mood of ["well", "broken", "silent", "refusing"] as const) {
      desk.duck.mood = mood;
      desk.host.files.set("/address", mood === "well" ? "44.128.10.7" : "44.128.10.8");
      for (const line of ["plan", "once --json", "history --json"]) {
        const { stdout, stderr } = await desk.type(line);
        said.push(stdout, stderr);
      }
    }
    expect(desk.duck.tokens).toContain(duckToken);
    expect([...said, ...desk.host.logged].join("\n")).not.toContain("canary");
  });
});

describe("plan", () => {
  test("shows what would be told, writes nothing anywhere, and ends with status 0", async () => {
    const desk = new Desk();
    const run = await desk.type("plan");
    expect([run.status, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toContain("home.duckdns.org");
    expect(run.stdout).toContain("44.128.10.7");
    expect([desk.duck.tokens.length, existsSync(place("s"))]).toEqual([0, false]);
  });

  test("an address that is not known: status 4", async () => {
    const desk = new Desk();
    desk.host.files.set("/address", "");
    expect((await desk.type("plan")).status).toBe(4);
  });

  test("a refusal that stands: status 3", async () => {
    const desk = new Desk();
    desk.duck.mood = "refusing";
    await desk.type("once");
    expect((await desk.type("plan")).status).toBe(3);
  });
});

describe("detect", () => {
  const config = 'agent: { sources: { ipv4: ["file:/address"], ipv6: ["file:/address"] }, quorum: 1 }\n';

  test("shows what each source says and why; an answer in one family is enough for status 0", async () => {
    const desk = new Desk();
    desk.host.files.set("holdfast.yaml", config);
    const run = await desk.type("detect");
    expect([run.status, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toContain("44.128.10.7");
    expect(run.stdout).toContain("file:/address");
  });

  test("as JSON, for one family", async () => {
    const desk = new Desk();
    desk.host.files.set("holdfast.yaml", config);
    const { stdout } = await desk.type("detect --json --family ipv4");
    const { families } = JSON.parse(stdout);
    expect(
      families.map(({ family, addresses }: { family: string; addresses: string[] }) => [family, addresses]),
    ).toEqual([["ipv4", ["44.128.10.7"]]]);
  });

  test("knowing nothing ends with status 4", async () => {
    const desk = new Desk();
    desk.host.files.set("holdfast.yaml", config);
    desk.host.files.set("/address", undefined);
    expect((await desk.type("detect")).status).toBe(4);
  });
});

test("everything is said in Chinese to those who read it", async () => {
  const desk = new Desk();
  const lines = ["plan", "once", "once", "history", "once --limit soon"];
  for (const mood of ["well", "refusing"] as const) {
    desk.duck.mood = mood;
    desk.host.files.set("/address", mood === "well" ? "44.128.10.7" : "44.128.10.8");
    for (const line of lines) {
      const { stdout, stderr } = await desk.type(line, "zh-CN");
      const said = `${stdout}${stderr}`;
      expect(said).toMatch(/\p{Script=Han}/u);
      expect([line, said, foreignWords(said, ["duck", "request-refused"])]).toEqual([line, said, []]);
    }
  }
});

test("the language of the configuration counts where the command line names none", async () => {
  const desk = new Desk();
  desk.host.files.set("holdfast.yaml", `language: zh-CN\n${duckConfig}`);
  expect((await desk.type("once")).stdout).toMatch(/已确认/);
  expect((await desk.type("once --language en")).stdout).toMatch(/confirmed/);
});
