import type { ConnectionListener } from "./connection.ts";

/** Most octets kept while nobody listens. Peers speak when spoken to, so more is no peer of ours. */
const mostEarly = 65_536;

/**
 * Keeps what a connection says until somebody listens. The end is told once to everybody who listens, also to those who
 * come after it.
 */
export class HeardEvents {
  #listener: ConnectionListener | undefined;
  #early: Uint8Array[] = [];
  #earlyOctets = 0;
  #tellEnd: ((listener: ConnectionListener) => void) | undefined;

  listen(listener: ConnectionListener): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    this.#earlyOctets = 0;
    for (const chunk of early) listener.onData(chunk);
    this.#tellEnd?.(listener);
  }

  data(chunk: Uint8Array): void {
    if (this.#tellEnd !== undefined) return;
    if (this.#listener !== undefined) {
      this.#listener.onData(chunk);
      return;
    }
    this.#earlyOctets += chunk.length;
    if (this.#earlyOctets > mostEarly) this.error(new Error("the peer said too much too early"));
    else this.#early.push(chunk);
  }

  end(): void {
    this.#finish((listener) => listener.onEnd());
  }

  error(error: unknown): void {
    this.#finish((listener) => listener.onError(error));
  }

  #finish(tell: (listener: ConnectionListener) => void): void {
    if (this.#tellEnd !== undefined) return;
    this.#tellEnd = tell;
    if (this.#listener !== undefined) tell(this.#listener);
  }
}
