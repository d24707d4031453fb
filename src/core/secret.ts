/** Credentials in a wrapper that prints as dots in text, JSON and inspection. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The credential itself; call it only where the bytes go on the wire. */
  reveal(): string {
    return this.#value;
  }

  get isEmpty(): boolean {
    return this.#value === "";
  }

  toString(): string {
    return "••••••";
  }

  toJSON(): string {
    return this.toString();
  }

  static {
    // What console and the test runner print. Named by its registered symbol, because importing `node:util` for it
    // would cost an idle agent a megabyte.
    Object.defineProperty(Secret.prototype, Symbol.for("nodejs.util.inspect.custom"), { value: () => "••••••" });
  }
}
