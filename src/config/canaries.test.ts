import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { runCommand, type Surroundings } from "../../test/support/command-bench.ts";

/** Secrets in every place somebody has ever left one, and in places nobody should: none may be printed. */

const canary = "zqCANARY7x";

const provider = (fields: string): string => `providers:\n  d: { type: duckdns, ${fields} }\n`;
const cloudflare = (fields: string): string => `providers:\n  c: { type: cloudflare, ${fields} }\n`;
const block = (lines: string): string => `providers:\n  d:\n    type: duckdns\n${lines}`;
const broken = "log: { level: verbose, levle: info }\nagent: { interval: soon }\n";

const files: Readonly<Record<string, string>> = {
  "a literal": provider(`token: ${canary}`) + broken,
  "a quoted literal and a comment": `${provider(`token: "${canary}"`)}# old: ${canary}\n${broken}`,
  "a comment behind a problem": `log: { level: verbose } # ${canary}\n`,
  "a comment behind a secret": block(`    token: env:T # was ${canary}\n    tokn: 1\n`),
  "a misspelt key": provider(`tokn: ${canary}`),
  "a key on the wrong level": `token: ${canary}\nagent: { token: ${canary}, names: [{ token: ${canary} }] }\n`,
  "a key on the wrong level of the server": `server: { http: { listen: [":80"], plain: true, token: ${canary} } }\n`,
  "the secret of a server's key": `server: { keys: [{ name: a.example, secret: ${canary}, update: [{ names: [a.*.b] }] }] }\n`,
  "the secret of a server's key under another key": `server: { keys: [{ name: a.example, secrt: ${canary} }] }\n`,
  "instead of the provider": `providers:\n  d: ${canary}\n`,
  "instead of the providers": `providers: ${canary}\n`,
  "in a list": provider(`token: [${canary}, ${canary}]`),
  "as a map": provider(`token: { value: ${canary} }`),
  "as the key of a map": provider(`token: { ${canary} }`),
  "in braces": provider(`token: {{ ${canary} }}`),
  "a repeated key": block(`    token: ${canary}1\n    token: ${canary}2\n`),
  "an unknown provider type": `providers:\n  d: { type: dukdns, token: ${canary}, zone: ${canary} }\n`,
  "no provider type": `providers:\n  d: { token: ${canary} }\n`,
  "an alias that is none": block(`    token: *${canary}\n`),
  "a tag that is none": block(`    token: !${canary} x\n`),
  "an anchor": block(`    token: &${canary} x\n    tokn: 1\n`),
  "a repeated anchor": block(`    token: &a &${canary} x\n`),
  "a value that starts with @": block(`    token: @${canary}\n`),
  "a value with a colon": block(`    token: ${canary}: ${canary}\n`),
  "no blank after the colon": block(`    token:${canary}\n    x: 1\n`),
  "an unclosed quote": block(`    token: "${canary}\n    zone: 1\n`),
  "an unclosed bracket": block(`    token: [${canary}\n    zone: 1\n`),
  "a bad escape": block(`    token: "${canary}\\q${canary}"\n`),
  "a tab before it": block(`\ttoken: ${canary}\n`),
  "a block scalar": block(`    token: |\n      ${canary}\n      ${canary}\n    zone: 1\n`),
  "a block scalar with a broken header": block(`    token: |x\n      ${canary}\n`),
  "a folded plain scalar": block(`    token: ${canary}\n      ${canary}: x\n`),
  "several documents": `${block(`    token: ${canary}\n`)}---\ntoken: ${canary}\n`,
  "JSON on one line": `{"providers": {"d": {"type": "duckdns", "token": "${canary}", "x": "${canary}"}}, "log": 1}`,
  "JSON with a missing comma": `{"providers": {"d": {"type": "duckdns", "token": "${canary}" "x": 1}}}`,
  "JSON over several lines, broken": `{\n  "providers": {\n    "d": {\n      "token": "${canary}",,\n      "x": 1\n    }\n  }\n}`,
  "the providers indented into the agent": `agent:\n  names: []\n  providers:\n    d:\n      token: ${canary}: x\n`,
  "a secret below the agent in a broken file": `agent:\n  token: ${canary}: x\n`,
  "a secret option": `agent:\n  names:\n    - { name: a.example, provider: c, options: { signing-key: ${canary}, x: ${canary} } }\n${cloudflare("token: env:T")}`,
  "an option of an unknown provider": `agent:\n  names:\n    - { name: a.example, provider: z, options: { key: ${canary} } }\n${cloudflare("token: env:T")}`,
  "a broken option": `agent:\n  names:\n    - name: a.example\n      options:\n        key: ${canary}: x\n`,
  "the wrong type for a flag":
    `providers:\n  e: { type: dyndns2, url: "https://example.net", username: u, password: ${canary}, insecure: ${canary} }\n`.replace(
      `insecure: ${canary}`,
      "insecure: perhaps",
    ),
  "in a URL's path": `providers:\n  e: { type: dyndns2, url: "https://example.net/${canary}", username: u, password: env:T, port: 0 }\n`,
  "in a URL's query": `providers:\n  e: { type: dyndns2, url: "https://example.net/?k=${canary}", username: u, password: env:T, port: 0 }\n`,
  "in a URL's user": `providers:\n  e: { type: dyndns2, url: "https://u:${canary}@example.net/", username: u, password: env:T }\n`,
  "in a URL that is none": `providers:\n  e: { type: dyndns2, url: "ht!tp://${canary}", username: u, password: env:T }\n`,
  "in the query of a source": `agent: { sources: { ipv4: ["http-echo:https://example.net/?k=${canary}", nonsense] } }\n`,
  "in the user of a source that is none": `agent: { sources: { ipv4: ["https://u:${canary}@example.net/"] } }\n`,
  "in the arguments of a command": `agent: { sources: { ipv4: ["command:curl -H ${canary}"], ipv5: 1 } }\n`,
  "in the arguments of a command in the map form": `agent: { sources: { ipv4: [{ type: command, argv: [curl, ${canary}], x: 1 }] } }\n`,
  "in a list where texts belong": `agent: { sources: { ipv4: [{ type: command, argv: "${canary} x" }, { argv: [${canary}] }] } }\n`,
  "in header fields": `providers:\n  u: { type: dyndns2, url: "https://example.net", username: "Bearer ${canary}", password: env:T, port: 0 }\n`,
  "behind env:": provider(`token: "env:${canary}"`),
  "behind a scheme of a later version": provider(`token: "vault:${canary}"`),
  "a number": provider("token: 0471100815"),
};

/** Variables that hold the canary although nothing asks for it, and settings that carry it themselves. */
const environment = {
  T: canary,
  HOLDFAST_PROVIDERS__X__TOKEN: canary,
  HOLDFAST_PROVIDERS__X__TYPE: "duckdns",
  HOLDFAST_TOKEN: canary,
  HOLDFAST_PROVIDERS__Y: canary,
};
const flags = ["--set", `providers.z.token=${canary}`, "--set", `token=${canary}`, "--set", `${canary}`];

async function everythingSaid(surroundings: Surroundings): Promise<string> {
  const lines = await Promise.all(
    [
      ["config", "check", "--explain", ...flags],
      ["config", "check", "--explain"],
      ["config", "check", "--explain", "--json"],
      ["config", "export"],
    ].map((argv) => runCommand(argv, surroundings)),
  );
  return lines.map(({ stdout, stderr }) => stdout + stderr).join("\n");
}

describe("a secret is never printed", () => {
  for (const [place, text] of Object.entries(files)) {
    test(place, async () => {
      for (const language of ["en", "zh-CN"] as const) {
        const surroundings = { files: { "holdfast.yaml": text }, language };
        const said = (await everythingSaid({ ...surroundings, environment })) + (await everythingSaid(surroundings));
        expect(said).not.toContain("CANARY");
        expect(said).not.toContain("0471100815");
      }
    });
  }

  test("wherever a file that holds one is broken", async () => {
    const lines = ["agent:", "  interval: 5m", "  names:", "    - name: a.example", "      provider: d", "providers:"];
    const whole = [
      ...lines,
      "  d:",
      "    type: duckdns",
      `    token: ${canary}`,
      "    zone: x",
      "log: { level: info }",
    ];
    const text = whole.join("\n");
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length),
        fc.constantFrom(
          ":",
          " ",
          "\t",
          '"',
          "'",
          "[",
          "]",
          "{",
          "}",
          "\n",
          "#",
          "&",
          "*",
          "!",
          "|",
          ",",
          "-",
          "?",
          "@",
          ": ",
        ),
        fc.nat(3),
        async (at, inserted, removed) => {
          const torn = text.slice(0, at) + inserted + text.slice(at + removed);
          const { stdout, stderr } = await runCommand(["config", "check"], { files: { "holdfast.yaml": torn } });
          // A canary that was itself cut in two still tells half of the secret.
          for (const part of [canary, canary.slice(0, 6), canary.slice(-6)])
            expect(stdout + stderr).not.toContain(part);
        },
      ),
      { numRuns: 200 },
    );
  });
});
