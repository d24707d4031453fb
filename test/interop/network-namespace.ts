import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A network of its own with loopback and nothing else, in which some names are addresses of loopback. Needs root. */
export class NetworkNamespace {
  readonly #child: ChildProcess;
  /** Program and arguments to put in front of a command that is to run inside. */
  readonly prefix: readonly string[];

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.prefix = ["nsenter", "--target", String(child.pid), "--net", "--mount", "--"];
  }

  /** @param names that stand for 127.0.0.1 inside. */
  static async open(names: readonly string[]): Promise<NetworkNamespace> {
    const hosts = ["127.0.0.1 localhost", ...names.map((name) => `127.0.0.1 ${name}`)].join("\\n");
    const script = [
      "set -e",
      "ip link set lo up",
      "mount -t tmpfs none /mnt",
      `printf '${hosts}\\n' >/mnt/hosts`,
      "mount --bind /mnt/hosts /etc/hosts",
      "echo ready",
      // Ends with the test: nobody closes a pipe later than the one who holds it.
      "exec cat",
    ].join("\n");
    const child = spawn("unshare", ["--net", "--mount", "sh", "-c", script], { stdio: ["pipe", "pipe", "inherit"] });
    const [said] = (await Promise.race([once(child.stdout, "data"), once(child, "exit")])) as [unknown];
    if (String(said).trim() !== "ready") throw new Error(`no network namespace: ${said}`);
    return new NetworkNamespace(child);
  }

  async close(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.stdin?.end();
    await gone;
  }
}
