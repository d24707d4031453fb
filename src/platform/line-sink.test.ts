import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Writable } from "node:stream";
import { settle } from "../../test/support/fake-clock.ts";
import { createLineSink } from "./line-sink.ts";

/** A stream whose reader takes what it is told to take, when it is told. */
class Reader extends Writable {
  text = "";
  #waiting: (() => void) | undefined;
  #takes = 0;

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error) => void): void {
    this.#waiting = () => {
      this.text += Buffer.from(chunk).toString();
      done();
    };
    if (this.#takes > 0) this.take(this.#takes);
  }

  /** Reads so many pieces, now and as they come. */
  take(count: number): void {
    this.#takes = count;
    while (this.#takes > 0 && this.#waiting !== undefined) {
      const next = this.#waiting;
      this.#waiting = undefined;
      this.#takes -= 1;
      next();
    }
  }

  get lines(): readonly string[] {
    return this.text.split("\n").slice(0, -1);
  }
}

const lostText = (count: number): string => `${count} lines lost`;

describe("createLineSink", () => {
  test("writes lines in order, whole, with their end", async () => {
    const reader = new Reader();
    const sink = createLineSink(reader, lostText);
    for (const line of ["one", "", "名前"]) sink.write(line);
    reader.take(10);
    await sink.flush();
    expect(reader.text).toBe("one\n\n名前\n");
  });

  test("flush waits for a slow reader, and not when there is nothing", async () => {
    const reader = new Reader();
    const sink = createLineSink(reader, lostText);
    await sink.flush();
    sink.write("one");
    sink.write("two");
    let hasFlushed = false;
    const flushing = sink.flush().then(() => {
      hasFlushed = true;
    });
    reader.take(1);
    await settle();
    expect(hasFlushed).toBe(false);
    reader.take(1);
    await flushing;
    expect(reader.lines).toEqual(["one", "two"]);
  });

  test("a reader that is stuck: a mebibyte waits, the rest is counted and told in its place", async () => {
    const reader = new Reader();
    const sink = createLineSink(reader, lostText);
    const line = "x".repeat(1_023);
    for (let count = 0; count < 3_000; count += 1) sink.write(line);
    reader.take(100_000);
    await sink.flush();
    sink.write("later");
    await sink.flush();
    expect(reader.lines.length).toBe(1_025 + 2);
    expect(reader.lines.slice(-3)).toEqual([line, "1975 lines lost", "later"]);
  });

  test("a reader that goes away: lines vanish, nothing is thrown or kept", async () => {
    const reader = new Reader();
    const sink = createLineSink(reader, lostText);
    sink.write("one");
    const flushing = sink.flush();
    reader.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    await flushing;
    sink.write("two");
    await sink.flush();
    expect(reader.text).toBe("");
  });
});

describe("on the real standard error", () => {
  const script = (body: string): string => `
    const { createLineSink } = await import(${JSON.stringify(join(import.meta.dir, "line-sink.ts"))});
    const sink = createLineSink(process.stderr, (count) => "lost " + count);
    ${body}`;

  test("a flush before the exit brings every line out, through a pipe that is read slowly", async () => {
    const body = `for (let index = 0; index < 5000; index += 1) sink.write(String(index).padStart(99, "0"));
      await sink.flush();
      process.exit(0);`;
    const child = Bun.spawn([process.execPath, "-e", script(body)], { stderr: "pipe" });
    const text = await new Response(child.stderr).text();
    expect(text.length).toBe(500_000);
    expect(text).toEndWith("4999\n");
  });

  test("without a reader the process goes on, and ends as it wants to", async () => {
    const body = `for (let index = 0; index < 100; index += 1) {
        sink.write("x".repeat(9999));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await sink.flush();
      console.log("still here");
      process.exit(7);`;
    const child = Bun.spawn([process.execPath, "-e", script(body)], { stderr: "pipe", stdout: "pipe" });
    await child.stderr.cancel();
    expect(await new Response(child.stdout).text()).toBe("still here\n");
    expect(await child.exited).toBe(7);
  });
});
