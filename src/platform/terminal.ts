import type { Readable, Writable } from "node:stream";

/** Asks a person at a terminal for one line. */

/** What is needed of `process.stdin`. */
export type TerminalInput = Readable & {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
};

/** Longer answers are no credentials; what is beyond is not taken. */
const longestAnswer = 65_536;

/**
 * The line typed, without its end; undefined when the person gives up (Ctrl-C, Ctrl-D on an empty line) or there is
 * nobody to ask. A hidden one is not echoed.
 */
export function askAtTerminal(
  input: TerminalInput,
  output: Writable,
  question: string,
  isHidden: boolean,
): Promise<string | undefined> {
  if (input.isTTY !== true || input.setRawMode === undefined) return Promise.resolve(undefined);
  const setRawMode = input.setRawMode.bind(input);
  return new Promise((resolve) => {
    let typed = "";
    const decoder = new TextDecoder();
    const end = (answer: string | undefined): void => {
      input.off("data", onData);
      input.off("end", onEnd);
      setRawMode(false);
      input.pause();
      output.write("\n");
      resolve(answer);
    };
    const onEnd = (): void => end(undefined);
    const onData = (octets: Uint8Array | string): void => {
      for (const key of typeof octets === "string" ? octets : decoder.decode(octets, { stream: true })) {
        const hasGivenUp = key === "\u0003" || (key === "\u0004" && typed === "");
        if (key === "\r" || key === "\n" || hasGivenUp) {
          end(hasGivenUp ? undefined : typed);
          return;
        }
        typed = afterKey(typed, key, isHidden ? undefined : output);
      }
    };
    output.write(question);
    // Without the terminal's own echo and line editing; the few keys people need are handled here.
    setRawMode(true);
    input.on("data", onData);
    input.on("end", onEnd);
    input.resume();
  });
}

function afterKey(typed: string, key: string, echo: Writable | undefined): string {
  if (key === "\u007f" || key === "\b") {
    const kept = [...typed].slice(0, -1).join("");
    if (kept !== typed) echo?.write("\b \b");
    return kept;
  }
  if (key === "\u0015") {
    echo?.write("\b \b".repeat([...typed].length));
    return "";
  }
  if (key < " " || typed.length >= longestAnswer) return typed;
  echo?.write(key);
  return typed + key;
}
