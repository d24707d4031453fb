import { inspect } from "node:util";
import { Secret } from "../../src/core/secret.ts";
import type { Subject } from "./subject.ts";

/** Remembers everything people could get to read, and looks for planted credentials in it. */
export class Exposure {
  readonly #canaries: readonly string[];
  readonly #seen: string[] = [];

  constructor(subject: Subject) {
    this.#canaries = [subject.settings, subject.wrongSettings]
      .flatMap((settings) => Object.values(settings))
      .flatMap((value) => (value instanceof Secret ? spellings(value.reveal()) : []));
  }

  /** Keeps what an attempt showed, in every way it could be printed. */
  remember<T>(shown: T): T {
    this.#seen.push(inspect(shown, { depth: 20, showHidden: true }), JSON.stringify(shown) ?? "");
    return shown;
  }

  /** Texts with a canary: of what was shown, and of what the peer received where no credential belongs. */
  leaks(received: readonly string[]): readonly string[] {
    return [...this.#seen, ...received].filter((text) => this.#canaries.some((canary) => text.includes(canary)));
  }
}

function spellings(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
  return [secret, encodeURIComponent(secret), base64];
}
