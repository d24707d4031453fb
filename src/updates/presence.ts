import type { Address } from "../core/address.ts";
import type { Clock, Instant } from "../core/clock.ts";
import type { Transport } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";

/** When each host was last heard, and from where. In memory: hearing a host writes nothing. */

export interface Heard {
  readonly host: OwnerName;
  readonly at: Instant;
  readonly transport: Transport;
  /** Undefined where a proxy did not say. */
  readonly peer: Address | undefined;
}

export class Presence {
  readonly #heard = new Map<string, Heard>();
  readonly #listeners = new Set<(heard: Heard) => void>();
  readonly #forgetters = new Set<(host: OwnerName) => void>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes what an earlier process had heard; nobody is told. */
  restore(earlier: readonly Heard[]): void {
    for (const heard of earlier) {
      if (!this.#heard.has(heard.host.key)) this.#heard.set(heard.host.key, heard);
    }
  }

  /** Remembers that a host has shown its token or signature just now. */
  hear(host: OwnerName, transport: Transport, peer: Address | undefined): void {
    const heard = { host, at: this.#clock.now(), transport, peer };
    this.#heard.set(host.key, heard);
    for (const listener of this.#listeners) listener(heard);
  }

  /** Undefined for a host that has not been heard since anybody remembers. */
  of(host: OwnerName): Heard | undefined {
    return this.#heard.get(host.key);
  }

  all(): Iterable<Heard> {
    return this.#heard.values();
  }

  /** The host is no more. */
  forget(host: OwnerName): void {
    this.#heard.delete(host.key);
    for (const listener of this.#forgetters) listener(host);
  }

  /** Calls back for every host that is heard, until the returned function is called. */
  listen(listener: (heard: Heard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back for every host that is forgotten, until the returned function is called. */
  listenForEnds(listener: (host: OwnerName) => void): () => void {
    this.#forgetters.add(listener);
    return () => this.#forgetters.delete(listener);
  }
}
