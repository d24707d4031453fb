import { describe, expect, test } from "bun:test";
import { lineProcess } from "./line-process.ts";

/** Runs a shell script and gives its lines and why it ended. */
async function run(script: string): Promise<{ lines: string[]; reason: string }> {
  const lines: string[] = [];
  const ended = Promise.withResolvers<string>();
  lineProcess.start(["sh", "-c", script], (line) => lines.push(line), ended.resolve);
  return { reason: await ended.promise, lines };
}

describe("a program that prints lines", () => {
  test("is heard line by line, whatever the pieces it writes", async () => {
    expect(await run("printf 'one\\ntw'; printf 'o\\nthree'; exit 3")).toEqual({
      lines: ["one", "two"],
      reason: "exit status 3",
    });
  });

  test("has no input and no voice on standard error", async () => {
    expect(await run("cat; echo quiet >&2; echo done")).toEqual({ lines: ["done"], reason: "exit status 0" });
  });

  test("that is ended by a signal says so", async () => {
    expect((await run("kill -9 $$")).reason).toBe("ended by SIGKILL");
  });

  test("that does not exist ends at once", async () => {
    const ended = Promise.withResolvers<string>();
    lineProcess.start(["/nonexistent/printer"], () => undefined, ended.resolve);
    expect(await ended.promise).toContain("ENOENT");
  });

  test("is gone after stop, and its end is then no news", async () => {
    const heard = Promise.withResolvers<string>();
    const ends: string[] = [];
    const running = lineProcess.start(["sh", "-c", "echo $$; exec sleep 60"], heard.resolve, (reason) =>
      ends.push(reason),
    );
    const pid = Number(await heard.promise);
    await running.stop();
    await running.stop();
    expect(ends).toEqual([]);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});
