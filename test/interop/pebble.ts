import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestAuthority } from "../support/certificate.ts";
import { Daemon } from "./daemon.ts";
import { runProgram } from "./run-program.ts";

/** Debian's pebble: a certificate authority for tests, which looks up proofs at the name server it is given. */
export class Pebble {
  readonly #daemon = new Daemon("pebble");
  readonly #prefix: readonly string[];

  /** @param prefix program and arguments in front, those that enter a network namespace; its ports are always the same. */
  constructor(prefix: readonly string[]) {
    this.#prefix = prefix;
  }

  readonly directory = "https://127.0.0.1:14000/dir";

  async start(authority: TestAuthority, nameServer: string): Promise<void> {
    const { certificate, key } = authority.issue({ hosts: ["127.0.0.1"] });
    const file = (name: string, text: string): string => {
      const path = join(this.#daemon.folder, name);
      writeFileSync(path, text);
      return path;
    };
    const pebble = {
      listenAddress: "127.0.0.1:14000",
      managementListenAddress: "127.0.0.1:15000",
      certificate: file("certificate.pem", certificate),
      privateKey: file("key.pem", key),
      httpPort: 5002,
      tlsPort: 5001,
    };
    const config = file("pebble.json", JSON.stringify({ pebble }));
    const [program = "", ...args] = [...this.#prefix, "pebble", "-config", config, "-dnsserver", nameServer];
    // It would wait for up to 15 seconds, and refuse every twentieth nonce for practice.
    this.#daemon.start(program, args, { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" });
    await this.#daemon.untilReady(async () => {
      const ran = await runProgram([...this.#prefix, "curl", "-ks", this.directory]);
      return ran.status === 0;
    });
  }

  stop(): Promise<void> {
    return this.#daemon.stop();
  }
}
