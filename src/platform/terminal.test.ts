import { describe, expect, test } from "bun:test";
import { PassThrough, Writable } from "node:stream";
import { askAtTerminal } from "./terminal.ts";

/** A terminal that notes how it is switched. */
class Terminal extends PassThrough {
  readonly isTTY: boolean = true;
  readonly modes: boolean[] = [];

  setRawMode(isRaw: boolean): void {
    this.modes.push(isRaw);
  }
}

async function type(keys: readonly string[], isHidden: boolean) {
  const terminal = new Terminal();
  let shown = "";
  const screen = new Writable({
    write: (chunk, _, done) => {
      shown += String(chunk);
      done();
    },
  });
  const asked = askAtTerminal(terminal, screen, "Token: ", isHidden);
  for (const key of keys) terminal.write(key);
  const answer = await asked;
  return { answer, shown, modes: terminal.modes };
}

describe("a line from a terminal", () => {
  for (const [what, keys, answer] of [
    ["typed and ended", ["secret", "\r"], "secret"],
    ["pasted whole, with a line break", ["se cret\n"], "se cret"],
    ["with a key too many taken back", ["secrete\u007f\r"], "secret"],
    ["begun anew", ["wrong\u0015right\r"], "right"],
    ["in characters of several octets", ["密", "码\r"], "密码"],
    ["nothing", ["\r"], ""],
    ["with keys that are no characters", ["\u001ba\tb\r"], "ab"],
    ["given up", ["sec\u0003"], undefined],
    ["ended before it begins", ["\u0004"], undefined],
  ] as const) {
    test(what, async () => {
      const hidden = await type(keys, true);
      expect(hidden).toEqual({ answer, shown: "Token: \n", modes: [true, false] });
      expect((await type(keys, false)).answer).toBe(answer);
    });
  }

  test("is echoed only when it may be seen", async () => {
    expect((await type(["name\u007fd\r"], false)).shown).toBe("Token: name\b \bd\n");
  });

  test("is not waited for where nobody sits", async () => {
    const pipe = new PassThrough();
    expect(await askAtTerminal(pipe, new PassThrough(), "Token: ", true)).toBeUndefined();
  });
});
