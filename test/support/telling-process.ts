/** A process of its own for a test, which tells on standard output what happens to it. */

export interface TellingProcess {
  readonly child: Bun.Subprocess<"ignore", "pipe", "inherit">;
  /** The next line it tells; `end` when there is none. */
  next(): Promise<string>;
}

/** Runs a module whose text may use `say(line)`. */
export function startTelling(body: string): TellingProcess {
  const script = `const say = (text) => process.stdout.write(text + "\\n");\n${body}`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  const reader = child.stdout.getReader();
  let text = "";
  const next = async (): Promise<string> => {
    while (!text.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) return "end";
      text += Buffer.from(value).toString();
    }
    const [line = "", ...rest] = text.split("\n");
    text = rest.join("\n");
    return line;
  };
  return { child, next };
}
