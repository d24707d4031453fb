import type { Allowance } from "./allowance.ts";
import type { WanConnection } from "./wan-connection.ts";

/** Which of a router's lines to the Internet is the one: many describe a line that they do not have. */
export class Lines {
  readonly #all: readonly [WanConnection, ...WanConnection[]];
  #inUse: WanConnection | undefined;

  constructor(all: readonly [WanConnection, ...WanConnection[]]) {
    this.#all = all;
  }

  /** The first that is connected; else the first that may be, because the router does not tell; else the first. */
  async inUse(allowance: Allowance): Promise<WanConnection> {
    this.#inUse ??= this.#all.length === 1 ? this.#all[0] : await this.#choose(allowance);
    return this.#inUse;
  }

  /** Has it found out anew, after the line turned out to have no address. */
  forget(): void {
    this.#inUse = undefined;
  }

  async #choose(allowance: Allowance): Promise<WanConnection> {
    let possible: WanConnection | undefined;
    for (const line of this.#all) {
      const isConnected = await line.isConnected(allowance);
      if (isConnected === true) return line;
      if (isConnected === undefined) possible ??= line;
    }
    return possible ?? this.#all[0];
  }
}
