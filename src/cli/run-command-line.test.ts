import { describe, expect, test } from "bun:test";
import { commandContext, runCommand } from "../../test/support/command-bench.ts";
import { version } from "../core/version.ts";
import { type CommandEntry, defineCommand } from "./command.ts";
import { commands } from "./commands.ts";
import { runCommandLine } from "./run-command-line.ts";

const text = (en: string): { readonly en: string; readonly "zh-CN": string } => ({ en, "zh-CN": `${en}（中文）` });

/** A table like the real one, whose commands say how they were called. */
function table(loaded: string[]): readonly CommandEntry[] {
  const entry = (words: readonly string[], isInternal = false): CommandEntry => ({
    words,
    summary: text(`does ${words.join(" ") || "everything"}`),
    isInternal,
    load: async () => {
      loaded.push(words.join(" "));
      return defineCommand({
        operands: [{ name: "NAME", isRequired: false, description: text("a name") }],
        flags: { loud: { kind: "switch", description: text("says it loudly") } },
        examples: [],
        run: async ({ stdout, language }, { flags, operands }) => {
          stdout(`${words.join(" ")}|${operands[0] ?? ""}|${flags.loud}|${language}`);
          return 4;
        },
      });
    },
  });
  return [entry([]), entry(["zone", "add"]), entry(["zone", "list"]), entry(["status"]), entry(["secret"], true)];
}

async function run(
  line: string,
  entries?: readonly CommandEntry[],
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string; readonly loaded: string[] }> {
  const loaded: string[] = [];
  const context = commandContext({});
  const words = line.split(" ").filter((word) => word !== "");
  const status = await runCommandLine(words, context, entries ?? table(loaded));
  return { status, ...context.printed, loaded };
}

describe("a command line", () => {
  for (const [line, stdout] of [
    ["", "||false|en"],
    ["--loud", "||true|en"],
    ["zone add", "zone add||false|en"],
    ["zone add example.org --loud", "zone add|example.org|true|en"],
    ["status --language zh-CN", "status||false|zh-CN"],
    ["--language=zh-CN zone list", "zone list||false|zh-CN"],
    ["--language zh-CN status x", "status|x|false|zh-CN"],
    ["secret x", "secret|x|false|en"],
    ["zone add -- --help", "zone add|--help|false|en"],
  ] as const) {
    test(`\`${line}\` runs its command, and loads no other`, async () => {
      const result = await run(line);
      expect(result).toMatchObject({ status: 4, stdout, stderr: "" });
      expect(result.loaded).toHaveLength(1);
    });
  }

  for (const [line, firstLine, hint] of [
    ["zoen add", "unknown command zoen; did you mean holdfast zone?", "holdfast"],
    ["zone ad", "unknown command ad; did you mean holdfast zone add?", "holdfast zone"],
    ["zone paint", "unknown command paint", "holdfast zone"],
    ["secrt", "unknown command secrt", "holdfast"],
    ["help zoen", "unknown command zoen; did you mean holdfast zone?", "holdfast"],
    ["zone add --lod", "unknown option --lod; did you mean --loud?", "holdfast zone add"],
    ["zone add a b", "unexpected word b", "holdfast zone add"],
    ["status --language fr", "--language takes en or zh-CN", "holdfast status"],
    ["--language fr status", "--language takes en or zh-CN", "holdfast status"],
    ["zone --help --language fr", "--language takes en or zh-CN", "holdfast"],
    ["status --help --language", "--language needs a value: --language VALUE", "holdfast status"],
    ["\u001b[2J", "unknown command \\x1b[2J", "holdfast"],
  ] as const) {
    test(`\`${JSON.stringify(line)}\` is refused with status 2`, async () => {
      const result = await run(line);
      expect(result.stderr).toBe(`holdfast: ${firstLine}\nSee \`${hint} --help\`.\n`);
      expect([result.status, result.stdout]).toEqual([2, ""]);
    });
  }

  test("a group alone lists what is in it, with status 2", async () => {
    const { status, stderr } = await run("zone");
    expect(status).toBe(2);
    expect(stderr).toContain("  zone add   does zone add\n  zone list  does zone list\n");
    expect(stderr).not.toContain("status");
  });

  test("without a command for it, no words list all commands", async () => {
    const entries = table([]).filter((entry) => entry.words.length > 0);
    const { status, stderr } = await run("", entries);
    expect(status).toBe(2);
    expect(stderr).toContain("  status     does status\n");
    expect(stderr).not.toContain("secret");
  });

  for (const line of [
    "--help",
    "-h",
    "help",
    "zone --help",
    "help zone",
    "zone --help --language en",
    "--language=en zone -h",
  ]) {
    test(`\`${line}\` lists commands with status 0`, async () => {
      const { status, stdout, stderr, loaded } = await run(line);
      expect([status, stderr, loaded]).toEqual([0, "", []]);
      expect(stdout).toContain("  zone add   does zone add\n");
    });
  }

  for (const line of ["zone add --help", "help zone add", "zone add x -h --nonsense"]) {
    test(`\`${line}\` explains the command with status 0`, async () => {
      const { status, stdout } = await run(line);
      expect(status).toBe(0);
      expect(stdout).toBe(
        [
          "Usage: holdfast zone add [NAME] [OPTIONS]",
          "",
          "Does zone add.",
          "",
          "Operands:",
          "  NAME  a name",
          "",
          "Options:",
          "  --loud               says it loudly",
          "  --language en|zh-CN  language of everything that is printed",
          "  -h, --help           show this help",
          "",
        ].join("\n"),
      );
    });
  }

  test("the version", async () => {
    expect(await run("--version")).toMatchObject({ status: 0, stdout: `holdfast ${version}\n` });
  });
});

describe("the real commands", () => {
  for (const entry of commands) {
    const line = entry.words.join(" ");
    test(`${line} has help in both languages`, async () => {
      for (const language of ["en", "zh-CN"] as const) {
        const { status, stdout } = await runCommand([...entry.words, "--help"], { language });
        expect(status).toBe(0);
        expect(stdout).toContain(`holdfast ${line}`);
        expect(/[\u4e00-\u9fff]/.test(stdout)).toBe(language === "zh-CN");
      }
    });

    test(`${line} has examples that its own parser understands`, async () => {
      const command = await entry.load();
      for (const example of command.examples) {
        const words = example.line.replace(/ > .*/, "").split(" ");
        expect(words.slice(0, entry.words.length)).toEqual([...entry.words]);
        const { stderr } = await runCommand([...words, "--help"]);
        expect(stderr).toBe("");
      }
    });
  }

  test("no two have the same words", () => {
    const lines = commands.map((entry) => entry.words.join(" "));
    expect(new Set(lines).size).toBe(lines.length);
  });
});
