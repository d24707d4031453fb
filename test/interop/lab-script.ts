import type { Lab } from "./lab-network.ts";
import { until } from "./until.ts";

/**
 * A script of ours in a host of the laboratory that does what a test says: one command per line, each answered with one
 * line `{"answer": …}`, and `{"hint": …}` in between whenever its monitor has one.
 */

export interface HeardHint {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly routerAnnounced: boolean;
}

export class LabScript<Command extends { readonly do: string }> {
  readonly hints: HeardHint[] = [];
  readonly #child: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #answers: unknown[] = [];
  #said = "";

  constructor(lab: Lab, host: string, script: string, ...args: readonly string[]) {
    this.#child = lab.spawn(host, [process.execPath, `${import.meta.dir}/${script}`, ...args]);
    void this.#read();
    void this.#collect();
  }

  /** Waits for its answer. */
  async ask(command: Command): Promise<unknown> {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    this.#child.stdin.flush();
    const answer = await until(
      `${command.do} is answered`,
      () => (this.#answers.length > 0 ? { value: this.#answers.shift() } : undefined),
      () => this.#said,
    );
    return answer.value;
  }

  async end(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.exited;
  }

  async #read(): Promise<void> {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of this.#child.stdout) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const said = JSON.parse(line);
        if ("hint" in said) this.hints.push(said.hint);
        else this.#answers.push(said.answer);
      }
    }
  }

  async #collect(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.#child.stderr) this.#said += decoder.decode(chunk, { stream: true });
  }
}
