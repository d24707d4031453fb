import { describe, expect, test } from "bun:test";
import type { MemoryFile } from "../../test/support/memory-files.ts";
import { runCommand, type Surroundings } from "../../test/support/command-bench.ts";

const good = `agent:
  names:
    - { name: home.example.com, provider: d }
providers:
  d: { type: duckdns, token: env:TOKEN }
`;
const environment = { TOKEN: "canary" };

interface Row extends Surroundings {
  readonly name: string;
  readonly argv?: readonly string[];
  readonly says: readonly string[];
  readonly status: 0 | 1;
}

const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from(good, "utf16le")]);
const utf16Unmarked = new Uint8Array(Buffer.from(good, "utf16le"));
const latin1 = new Uint8Array(Buffer.from("log: { level: info }\n# f\u00fcr daheim\n", "latin1"));
const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from("language: en\n")]);
const unreadable: MemoryFile = { failure: "unreadable" };

const rows: readonly Row[] = [
  {
    name: "a good file",
    files: { "holdfast.yaml": good },
    environment,
    says: ["holdfast.yaml: no problems"],
    status: 0,
  },
  {
    name: "JSON",
    files: { "holdfast.yaml": '{\n\t"log": {"level": "debug"}\n}' },
    says: ["holdfast.yaml: no problems"],
    status: 0,
  },
  {
    name: "no file anywhere",
    environment: { HOME: "/home/ann" },
    says: [
      "hint: no configuration file found; looked for holdfast.yaml, /home/ann/.config/holdfast/holdfast.yaml, and " +
        "/etc/holdfast/holdfast.yaml",
      "no file: 1 hint",
    ],
    status: 0,
  },
  {
    name: "the system's file when there is none nearer",
    files: { "/etc/holdfast/holdfast.yaml": good },
    environment: { ...environment, HOME: "/home/ann" },
    says: ["/etc/holdfast/holdfast.yaml: no problems"],
    status: 0,
  },
  {
    name: "a nearer file that cannot be read is not passed over",
    files: { "holdfast.yaml": unreadable, "/etc/holdfast/holdfast.yaml": good },
    environment,
    says: ["holdfast.yaml: the file cannot be read: permission denied (EACCES)", "holdfast.yaml: 1 error"],
    status: 1,
  },
  {
    name: "the named file is missing",
    argv: ["--config", "other.yaml"],
    files: { "holdfast.yaml": good },
    says: ["other.yaml: the file does not exist", "other.yaml: 1 error"],
    status: 1,
  },
  {
    name: "the file named by a variable",
    files: { "/srv/hf.yaml": "language: en\n" },
    environment: { HOLDFAST_CONFIG: "/srv/hf.yaml" },
    says: ["/srv/hf.yaml: no problems"],
    status: 0,
  },
  {
    name: "a file that is too large",
    files: { "holdfast.yaml": "#".repeat(1_048_577) },
    says: ["holdfast.yaml: the file is larger than 1024 KiB; is it the right one?", "holdfast.yaml: 1 error"],
    status: 1,
  },
  {
    name: "UTF-16",
    files: { "holdfast.yaml": { octets: utf16 } },
    says: ["holdfast.yaml: the file is UTF-16; save it as UTF-8", "holdfast.yaml: 1 error"],
    status: 1,
  },
  {
    name: "UTF-16 without a mark",
    files: { "holdfast.yaml": { octets: utf16Unmarked } },
    says: ["holdfast.yaml: the file is UTF-16; save it as UTF-8", "holdfast.yaml: 1 error"],
    status: 1,
  },
  {
    name: "Latin-1",
    files: { "holdfast.yaml": { octets: latin1 } },
    says: ["holdfast.yaml:2:4: the file is not UTF-8 from here on; save it as UTF-8", "holdfast.yaml: 1 error"],
    status: 1,
  },
  {
    name: "a byte order mark",
    files: { "holdfast.yaml": { octets: marked } },
    says: [
      "holdfast.yaml: hint: the file starts with a byte order mark; it is ignored, other programs may stumble over it",
      "holdfast.yaml: 1 hint",
    ],
    status: 0,
  },
  {
    name: "a program instead of a text",
    files: { "holdfast.yaml": "\u007fELF\u0002" },
    says: ["holdfast.yaml:1:1: a control character (U+007F); is this a text file?", "holdfast.yaml: 1 error"],
    status: 1,
  },
  {
    name: "a profile beside the file",
    argv: ["--profile", "travel"],
    files: { "holdfast.yaml": good, "holdfast.travel.yaml": "agent: { quorum: 9 }\n" },
    environment,
    says: [
      "holdfast.travel.yaml:1:18: agent.quorum: the number 9 is out of range; allowed: 1 to 8",
      "    1 | agent: { quorum: 9 }",
      "      |                  ^",
      "holdfast.yaml, holdfast.travel.yaml: 1 error",
    ],
    status: 1,
  },
  {
    name: "a profile that has no file",
    files: { "holdfast.yaml": good },
    environment: { ...environment, HOLDFAST_PROFILE: "travel" },
    says: ["holdfast.travel.yaml: the file does not exist", "holdfast.yaml: 1 error"],
    status: 1,
  },
  {
    name: "a profile that leads elsewhere",
    argv: ["--profile", "../../etc/x"],
    files: { "holdfast.yaml": good },
    environment,
    says: ["a profile is a word of letters, digits, - and _", "holdfast.yaml: 1 error"],
    status: 1,
  },
  {
    name: "a variable that lacks an underscore",
    files: { "holdfast.yaml": good },
    environment: { ...environment, HOLDFAST_LOG_LEVEL: "debug" },
    says: [
      "HOLDFAST_LOG_LEVEL: log-level: unknown variable; did you mean HOLDFAST_LOG__LEVEL?",
      "holdfast.yaml: 1 error",
    ],
    status: 1,
  },
  {
    name: "a misspelt variable",
    files: { "holdfast.yaml": good },
    environment: { ...environment, HOLDFAST_AGENT__INTERVL: "30s", HOLDFAST___X: "1", HOLDFAST_COLOUR: "red" },
    says: [
      "HOLDFAST___X: the variable sets nothing that is known",
      "HOLDFAST_AGENT__INTERVL: agent.intervl: unknown variable; did you mean HOLDFAST_AGENT__INTERVAL?",
      "HOLDFAST_COLOUR: colour: the variable sets nothing that is known",
      "holdfast.yaml: 3 errors",
    ],
    status: 1,
  },
  {
    name: "a variable with a wrong value",
    files: { "holdfast.yaml": good },
    environment: { ...environment, HOLDFAST_AGENT__QUORUM: "two", HOLDFAST_AGENT__NAMES: "[a" },
    says: [
      "HOLDFAST_AGENT__NAMES: agent.names: a [ or { that is not closed",
      'HOLDFAST_AGENT__QUORUM: agent.quorum: expected a whole number, found "two"; for example 2',
      "holdfast.yaml: 2 errors",
    ],
    status: 1,
  },
  {
    name: "what Kubernetes injects for a service of our name",
    files: { "holdfast.yaml": good },
    environment: {
      ...environment,
      HOLDFAST_SERVICE_HOST: "10.0.0.1",
      HOLDFAST_SERVICE_PORT: "53",
      HOLDFAST_SERVICE_PORT_DNS_UDP: "53",
      HOLDFAST_PORT: "udp://10.0.0.1:53",
      HOLDFAST_PORT_53_UDP: "udp://10.0.0.1:53",
      HOLDFAST_PORT_53_UDP_ADDR: "10.0.0.1",
    },
    says: ["holdfast.yaml: no problems"],
    status: 0,
  },
  {
    name: "flags that set what is not there",
    argv: [
      "--set",
      "agent.intervall=1m",
      "--set",
      "agent..x=1",
      "--set",
      "agent.quorum",
      "--set",
      "agent.names[3].ttl=60",
    ],
    files: { "holdfast.yaml": good },
    environment,
    says: [
      "--set: expected the path of a key and a value, for example agent.interval=30s",
      "--set: expected the path of a key and a value, for example agent.interval=30s",
      "--set: agent.names[3].ttl: the number is past the end of the list",
      "--set: agent.intervall: unknown key; did you mean interval?",
      "holdfast.yaml: 4 errors",
    ],
    status: 1,
  },
  {
    name: "a secret file that others may read",
    files: {
      "/srv/hf.yaml": "providers: { d: { type: duckdns, token: file:token } }\n",
      "/srv/token": { text: "canary\n", mode: 0o640 },
    },
    argv: ["--config", "/srv/hf.yaml"],
    says: [
      "/srv/hf.yaml:1:41: warning: providers.d.token: others may read /srv/token (mode 0640); chmod 600 keeps the secret yours",
      "    1 | providers: { d: { type: duckdns, token: file:token } }",
      "      |                                         ^^^^^^^^^^",
      "/srv/hf.yaml: 1 warning",
    ],
    status: 0,
  },
];

describe("config check", () => {
  for (const { name, argv = [], says, status, ...surroundings } of rows) {
    test(name, async () => {
      const run = await runCommand(["config", "check", ...argv], surroundings);
      expect((run.stderr + run.stdout).split("\n").slice(0, -1)).toEqual([...says]);
      expect(run.status).toBe(status);
    });
  }

  test("explains where each value comes from, secrets as dots", async () => {
    const run = await runCommand(["config", "check", "--explain", "--set", "log.format=json"], {
      files: {
        "holdfast.yaml": good.replace("env:TOKEN", "canary"),
        "holdfast.travel.yaml": "agent: { interval: 1m }\n",
      },
      environment: { HOLDFAST_PROFILE: "travel", HOLDFAST_AGENT__RECHECK: "1h" },
    });
    expect(run.stdout).toBe(
      [
        "KEY                      VALUE             FROM",
        "language                 auto              default",
        "log.level                info              default",
        "log.format               json              --set",
        "agent.interval           1m                holdfast.travel.yaml:1:20",
        "agent.recheck            1h                HOLDFAST_AGENT__RECHECK",
        "agent.quorum             2                 default",
        "agent.names[0].name      home.example.com  holdfast.yaml:3:15",
        "agent.names[0].provider  d                 holdfast.yaml:3:43",
        "providers.d.type         duckdns           holdfast.yaml:5:14",
        "providers.d.token        ••••••            holdfast.yaml:5:30",
        "holdfast.yaml, holdfast.travel.yaml: 1 warning",
        "",
      ].join("\n"),
    );
  });

  test("prints problems and values as JSON", async () => {
    const run = await runCommand(["config", "check", "--json", "--explain"], {
      files: { "holdfast.yaml": "log: { levle: info }\n" },
      language: "zh-CN",
    });
    const report = JSON.parse(run.stdout);
    expect(report.problems).toEqual([
      {
        severity: "error",
        code: "unknown-key",
        file: "holdfast.yaml",
        line: 1,
        column: 8,
        key: "log.levle",
        facts: { nearest: "level", known: ["level", "format"] },
        text: "未知的键；是否应为 level？",
      },
    ]);
    expect(report.values).toContainEqual({ key: "log.level", shown: "info", origin: "" });
    expect(run.status).toBe(1);
  });
});

describe("config export", () => {
  test("prints all layers as one file that is good itself, secrets as dots", async () => {
    const files = { "holdfast.yaml": good.replace("env:TOKEN", "canary") };
    const run = await runCommand(["config", "export"], { files, environment: { HOLDFAST_AGENT__QUORUM: "3" } });
    expect(run.stdout).toContain("quorum: 3\n");
    expect(run.stdout).toContain("token: ••••••\n");
    expect(run.stdout + run.stderr).not.toContain("canary");
    const again = await runCommand(["config", "export"], { files: { "holdfast.yaml": run.stdout } });
    expect(again.stdout).toBe(run.stdout);
  });

  test("prints nothing when there are errors", async () => {
    const run = await runCommand(["config", "export"], { files: { "holdfast.yaml": "x: 1\n" } });
    expect([run.status, run.stdout]).toEqual([1, ""]);
  });
});
