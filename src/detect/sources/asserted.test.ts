import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { address } from "../../../test/support/values.ts";
import type { Family } from "../../core/family.ts";
import type { FileReader } from "../../core/files.ts";
import type { CommandFailure, CommandOutput, CommandRunner } from "../../core/process.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { SourceReport } from "../../core/verdict.ts";
import { commandSource } from "./command.ts";
import { fileSource, parseAddressFile } from "./file.ts";
import { staticSource } from "./static.ts";

/** The three sources whose word is taken as it is: fixed addresses, a file, a program. */

const outcome = ({ answer }: SourceReport): unknown =>
  answer.kind === "seen" ? answer.observations.map((one) => String(one.address)) : answer.failure.code;

test("fixed addresses are repeated", async () => {
  const source = staticSource("ipv4", [address("198.51.100.7"), address("198.51.100.8")], { clock: new FakeClock() });
  expect(outcome(await source.observe())).toEqual(["198.51.100.7", "198.51.100.8"]);
  expect(source).toMatchObject({ id: "static:198.51.100.7,198.51.100.8", strength: "asserted" });
});

describe("an address file", () => {
  for (const [name, text, family, expected] of [
    ["one address", "198.51.100.7\n", "ipv4", ["198.51.100.7"]],
    ["no line break at the end", "198.51.100.7", "ipv4", ["198.51.100.7"]],
    ["Windows line ends", "198.51.100.7\r\n2001:db8::7\r\n", "ipv6", ["2001:db8::7"]],
    ["both families", "198.51.100.7\n2001:db8::7\n", "ipv4", ["198.51.100.7"]],
    ["two of one family", "198.51.100.7\n198.51.100.8\n", "ipv4", ["198.51.100.7", "198.51.100.8"]],
    ["comments and blank lines", "# WAN\n\n  198.51.100.7  # ppp0\n", "ipv4", ["198.51.100.7"]],
    ["empty", "", "ipv4", "no-address"],
    ["comments only", "# nothing yet\n", "ipv4", "no-address"],
    ["the other family only", "2001:db8::7\n", "ipv4", "no-address"],
    ["none", "none\n", "ipv4", []],
    ["none beside the other family", "2001:db8::7\nnone\n", "ipv4", []],
    ["none does not remove an address", "198.51.100.7\nnone\n", "ipv4", ["198.51.100.7"]],
    ["none in a sentence", "none yet\n", "ipv4", "not-an-address"],
    ["one bad line among good ones", "198.51.100.7\n198.51.100\n", "ipv4", "not-an-address"],
    ["address with a length", "198.51.100.7/24\n", "ipv4", "not-an-address"],
    ["a page", "<html></html>", "ipv4", "not-an-address"],
  ] satisfies readonly (readonly [string, string, Family, unknown])[]) {
    test(`${name}: ${JSON.stringify(expected)}`, () => {
      const read = parseAddressFile(text, family);
      const found: unknown = read.ok ? read.value.map((one) => String(one.address)) : read.code;
      expect(found).toEqual(expected);
    });
  }

  test("is read with a limit", async () => {
    const calls: unknown[] = [];
    const files: FileReader = {
      read: (...call) => {
        calls.push(call);
        return Promise.resolve(ok({ octets: Buffer.from("198.51.100.7\n"), mode: 0o644 }));
      },
    };
    const report = await fileSource("ipv4", "/run/wan", { files, clock: new FakeClock() }).observe();
    expect(outcome(report)).toEqual(["198.51.100.7"]);
    expect(calls).toEqual([["/run/wan", 65_536]]);
  });

  for (const [code, expected] of [
    ["file-missing", "file-unreadable"],
    ["file-unreadable", "file-unreadable"],
    ["file-too-large", "answer-too-large"],
  ] as const) {
    test(`that ends in ${code} is a failure and asserts nothing`, async () => {
      const files: FileReader = { read: () => Promise.resolve(failure({ code, detail: "EACCES" })) };
      const report = await fileSource("ipv4", "/run/wan", { files, clock: new FakeClock() }).observe();
      expect(outcome(report)).toBe(expected);
    });
  }
});

describe("a command", () => {
  const run = async (
    result: Result<CommandOutput, CommandFailure>,
  ): Promise<{ outcome: unknown; argv: readonly string[]; report: SourceReport }> => {
    const calls: (readonly string[])[] = [];
    const commands: CommandRunner = {
      run: (argv) => {
        calls.push(argv);
        return Promise.resolve(result);
      },
    };
    const argv = ["/usr/local/bin/wan-address", "--key", "canary"] as const;
    const report = await commandSource("ipv4", argv, { commands, clock: new FakeClock() }).observe();
    return { outcome: outcome(report), argv: calls[0] ?? [], report };
  };
  const printed = (stdout: string, status = 0): Result<CommandOutput, CommandFailure> =>
    ok({ status, stdout: Buffer.from(stdout), stderr: Buffer.from("canary") });

  for (const [name, result, expected] of [
    ["prints an address", printed("198.51.100.7\n"), ["198.51.100.7"]],
    ["prints more lines", printed("198.51.100.7\r\nppp0 up\n"), ["198.51.100.7"]],
    ["prints nothing", printed(""), "no-address"],
    ["prints an empty first line", printed("\n198.51.100.7\n"), "no-address"],
    ["prints prose", printed("address: 198.51.100.7"), "not-an-address"],
    ["prints the other family", printed("2001:db8::7"), "wrong-family"],
    ["fails after printing", printed("198.51.100.7", 1), "command-failed"],
    ["is missing", failure({ code: "command-not-found", detail: "no such file" }), "command-failed"],
    ["may not run", failure({ code: "command-not-executable", detail: "permission denied" }), "command-failed"],
    ["hangs", failure({ code: "timed-out", detail: "killed after 3 s" }), "timed-out"],
    ["floods", failure({ code: "answer-too-large", detail: "more than 65536 octets" }), "answer-too-large"],
  ] satisfies readonly (readonly [string, Result<CommandOutput, CommandFailure>, unknown])[]) {
    test(`that ${name}: ${JSON.stringify(expected)}`, async () => {
      const done = await run(result);
      expect(done.outcome).toEqual(expected);
      expect(done.argv).toEqual(["/usr/local/bin/wan-address", "--key", "canary"]);
      expect(JSON.stringify(done.report)).not.toContain("canary");
    });
  }
});
