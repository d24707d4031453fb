import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectOk } from "../support/expect-ok.ts";
import { Lab } from "./lab-network.ts";
import { LabProgram } from "./lab-program.ts";
import { SampledAnswers } from "./sampled-answers.ts";

/** What all tests in the laboratory start from: the network, and a Holdfast that serves `dyn.test` on its Internet. */

export class LabHome {
  readonly lab: Lab;
  readonly server: LabProgram;
  readonly #folder: string;
  readonly #programs: LabProgram[] = [];
  readonly #samplers: SampledAnswers[] = [];

  private constructor(lab: Lab, folder: string) {
    this.lab = lab;
    this.#folder = folder;
    this.server = this.program("server", "server");
  }

  /** @param options those of `lab up`. */
  static async build(...options: readonly string[]): Promise<LabHome> {
    const home = new LabHome(await Lab.up(...options), mkdtempSync(join(tmpdir(), "holdfast-lab-")));
    try {
      home.server.configure(home.serverConfiguration());
      await home.server.start();
    } catch (error) {
      await home.remove();
      throw error;
    }
    return home;
  }

  /** A place for a file of the test's own. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  /** @param command what it is started with; from the sources by default. */
  program(host: string, name: string, command?: readonly string[]): LabProgram {
    const program = new LabProgram(this.lab, host, this.#folder, name, command);
    this.#programs.push(program);
    return program;
  }

  sample(host: string, server: string, ...questions: readonly string[]): SampledAnswers {
    const sampler = new SampledAnswers(this.lab, host, server, questions);
    this.#samplers.push(sampler);
    return sampler;
  }

  /** @param tls the listener's certificate; plain HTTP without. */
  serverConfiguration(tls?: { readonly certificate: string; readonly key: string }): object {
    const [address4, address6] = [this.lab.fact("SERVER4"), this.lab.fact("SERVER6")];
    const zoneFile = this.path("dyn.test.zone");
    writeFileSync(
      zoneFile,
      [
        "$TTL 60",
        "@ SOA ns hostmaster 1 3600 600 86400 1",
        "@ NS ns",
        `ns A ${address4}`,
        `ns AAAA ${address6}`,
        "",
      ].join("\n"),
    );
    const port = tls === undefined ? 80 : 443;
    return {
      server: {
        // The TTL is what a neighbour behind two caches waits for.
        zones: [{ name: "dyn.test", file: zoneFile, ttl: "1s" }],
        dns: { listen: [`${address4}:53`, `[${address6}]:53`] },
        http: {
          listen: [`${address4}:${port}`, `[${address6}]:${port}`],
          ...(tls === undefined ? { plain: true } : { tls }),
        },
      },
    };
  }

  /** Makes a host on the server, as its administrator does, and an account of it for an agent's configuration. */
  async account(name: string, extras: object = {}): Promise<object> {
    const token = await this.token(name);
    return { type: "holdfast", url: `http://${this.lab.fact("SERVER4")}`, token, insecure: true, ...extras };
  }

  async token(name: string): Promise<string> {
    return expectOk(await this.server.administration.addHost(name)).token;
  }

  /** The laboratory's three witnesses for IPv4, in three protocols and of three operators. */
  get echoes(): readonly object[] {
    const { lab } = this;
    return [
      { type: "stun", server: lab.fact("STUN4") },
      { type: "http-echo", url: `http://${lab.fact("ECHO4")}/`, insecure: true },
      { type: "dns-echo", name: "whoami.test", server: lab.fact("AUTH4"), authoritative: true },
    ];
  }

  /** Ends every program and takes the network down. */
  async remove(): Promise<void> {
    for (const sampler of this.#samplers) await sampler.stop();
    for (const program of this.#programs) await program.end("SIGKILL");
    await this.lab.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
