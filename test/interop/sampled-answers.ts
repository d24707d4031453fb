import { join } from "node:path";
import type { Lab } from "./lab-network.ts";
import { until } from "./until.ts";

/** Everything a server answers for some RRsets while a test goes on, as seen from a host of the laboratory. */

/** An answer that differs from the one before it. */
export interface Answered {
  /** Milliseconds since the epoch, with fractions. */
  readonly at: number;
  /** Values in order, joined by blanks; `rcode` and its number when it is not NOERROR. */
  readonly text: string;
}

export interface SampleSummary {
  readonly queries: number;
  readonly answers: number;
  readonly silences: number;
}

export class SampledAnswers {
  readonly #child: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #heard: Map<string, Answered[]> = new Map();
  readonly #ended: Promise<void>;
  #summary: SampleSummary | undefined;

  /** @param questions `name/type` of every RRset. */
  constructor(lab: Lab, host: string, server: string, questions: readonly string[]) {
    const program = join(import.meta.dir, "lab-sampler.ts");
    this.#child = lab.spawn(host, [process.execPath, program, server, ...questions]);
    this.#ended = this.#read();
  }

  /** The answers to one question so far, in order. */
  answers(question: string): readonly Answered[] {
    return this.#heard.get(question) ?? [];
  }

  /** Waits for an answer that follows the first `after` ones. */
  async untilAnswered(question: string, text: string, after = 0): Promise<Answered> {
    return until(
      `${question} is answered with ${text}`,
      () =>
        this.answers(question)
          .slice(after)
          .find((answer) => answer.text === text),
      () => JSON.stringify(this.answers(question).slice(-5)),
    );
  }

  async stop(): Promise<SampleSummary> {
    this.#child.stdin.end();
    await this.#ended;
    if (this.#summary === undefined)
      throw new Error(`the sampler broke: ${await new Response(this.#child.stderr).text()}`);
    return this.#summary;
  }

  async #read(): Promise<void> {
    let rest = "";
    for await (const octets of this.#child.stdout) {
      const lines = (rest + new TextDecoder().decode(octets)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#take(JSON.parse(line));
    }
  }

  #take(line: ({ readonly question: string } & Answered) | { readonly summary: SampleSummary }): void {
    if ("summary" in line) this.#summary = line.summary;
    else this.#heard.set(line.question, [...this.answers(line.question), { at: line.at, text: line.text }]);
  }
}
