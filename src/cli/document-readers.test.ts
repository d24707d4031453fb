import { describe, expect, test } from "bun:test";
import { MemoryFiles } from "../../test/support/memory-files.ts";
import { exampleCatalogue } from "../../test/support/example-providers.ts";
import { runCommand } from "../../test/support/command-bench.ts";
import type { DocumentReader, DocumentRequest } from "../config/document.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok } from "../core/result.ts";
import { readerInChild, readerInProcess } from "./document-readers.ts";

const files = {
  "holdfast.yaml": "log: { level: warn }\nproviders: { d: { type: duckdns, token: canary } }\n",
  "holdfast.p.yaml": "agent: { quorum: 3 }\n",
};
const request: DocumentRequest = {
  file: undefined,
  profile: "p",
  flags: [{ flag: "--set", key: "agent.interval", text: "30s" }],
};
const host = { environment: {}, platform: "linux", uid: 1_000 } as const;
const here = readerInProcess({ files: new MemoryFiles(files), host, catalogue: exampleCatalogue });

/** Runs `config read` in this process, as the child would run it in another one. */
function runner(
  calls: string[][],
  spoil: (stdout: string) => string = (stdout) => stdout,
  endsWith?: number,
): CommandRunner {
  return {
    run: async (argv) => {
      calls.push([...argv]);
      const { status, stdout, stderr } = await runCommand(argv.slice(argv.indexOf("config")), { files });
      const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
      return ok({ status: endsWith ?? status, stdout: octets(spoil(stdout)), stderr: octets(stderr) });
    },
  };
}

describe("reading in a child", () => {
  test("gives what reading here gives", async () => {
    const calls: string[][] = [];
    const fallback = (): never => {
      throw new Error("the child answered, so nobody reads here");
    };
    const read = readerInChild(["/usr/bin/bun", "main.ts"], runner(calls), fallback);
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    expect(plain(await read(request))).toEqual(plain(await here(request)));
    expect(calls.map((argv) => argv.slice(0, 4))).toEqual([["/usr/bin/bun", "main.ts", "config", "read"]]);
  });

  for (const [what, child] of [
    ["cannot be started", { run: async () => failure({ code: "command-not-found", detail: "" }) }],
    ["hangs", { run: async () => failure({ code: "timed-out", detail: "" }) }],
    [
      "is another program",
      { run: async () => ok({ status: 0, stdout: Buffer.from("hello"), stderr: Buffer.from("") }) },
    ],
    ["is another version", runner([], (stdout) => stdout.replace('"version":1', '"version":2'))],
    ["ends half-way", runner([], (stdout) => stdout.slice(0, -2))],
    ["fails after it has printed", runner([], (stdout) => stdout, 1)],
  ] as const satisfies readonly (readonly [string, CommandRunner])[]) {
    test(`reads here when the child ${what}`, async () => {
      const asked: DocumentRequest[] = [];
      const fallback: DocumentReader = (question) => {
        asked.push(question);
        return here(question);
      };
      const document = await readerInChild(["holdfast"], child, fallback)(request);
      expect(asked).toEqual([request]);
      expect(document.files.map(({ path }) => path)).toEqual(["holdfast.yaml", "holdfast.p.yaml"]);
    });
  }
});

test("config read refuses what is no request", async () => {
  for (const text of ["", "{", "[]", "null", '{"flags":1}']) {
    expect(await runCommand(["config", "read", "--", text])).toMatchObject({ status: 2, stdout: "" });
  }
});
