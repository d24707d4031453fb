import type { Lab } from "./lab-network.ts";
import { until } from "./until.ts";
import type { HostCommand } from "./upnp-host.ts";

/** The other end of `upnp-host.ts`: a host of the laboratory that does what a test says. */

export interface HeardHint {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly routerAnnounced: boolean;
}

export class UpnpLabHost {
  readonly hints: HeardHint[] = [];
  readonly #child: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #answers: unknown[] = [];
  #said = "";

  constructor(lab: Lab, host: "host1" | "host2", address: string) {
    const script = `${import.meta.dir}/upnp-host.ts`;
    const gateway = lab.fact("ROUTER_LAN4");
    this.#child = lab.spawn(host, [process.execPath, script, gateway, address, `${gateway}/24`]);
    void this.#read();
    void this.#collect();
  }

  /** Waits for its answer. */
  async ask(command: HostCommand): Promise<unknown> {
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
