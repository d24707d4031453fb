/**
 * Reads fields of a JSON object of ours without trusting it. A field that is missing or of another kind gives a stand-in
 * and makes the whole unsound, so that a reader is one expression and one question at its end.
 */
export class JsonFields {
  readonly #record: Readonly<Record<string, unknown>>;
  #isSound = true;

  private constructor(value: unknown) {
    const isRecord = typeof value === "object" && value !== null;
    this.#record = isRecord ? { ...value } : {};
    this.#isSound = isRecord;
  }

  static parse(text: string): JsonFields {
    try {
      return new JsonFields(JSON.parse(text));
    } catch {
      return new JsonFields(undefined);
    }
  }

  /** True while everything that was asked for was there. */
  get isSound(): boolean {
    return this.#isSound;
  }

  /** The value when everything it was made of was there. */
  sound<T>(value: T): T | undefined {
    return this.#isSound ? value : undefined;
  }

  text(name: string): string {
    const value = this.#record[name];
    return typeof value === "string" ? value : this.#unsound("");
  }

  number(name: string): number {
    const value = this.#record[name];
    return typeof value === "number" ? value : this.#unsound(0);
  }

  texts(name: string): readonly string[] {
    const value = this.#record[name];
    if (!Array.isArray(value)) return this.#unsound([]);
    return value.map((item: unknown) => (typeof item === "string" ? item : this.#unsound("")));
  }

  /** Text that `read` understands. */
  read<T>(name: string, read: (text: string) => T | undefined, standIn: T): T {
    return read(this.text(name)) ?? this.#unsound(standIn);
  }

  /** Texts that `read` understands. */
  reads<T>(name: string, read: (text: string) => T | undefined): readonly T[] {
    return this.texts(name).flatMap((text) => read(text) ?? this.#unsound([]));
  }

  /** Undefined when the field is absent, which is how JSON writes undefined. */
  optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.#record[name] === undefined ? undefined : read(name);
  }

  /** A nested object; what is unsound in it makes the whole unsound. */
  nested<T>(name: string, read: (fields: JsonFields) => T): T {
    const fields = new JsonFields(this.#record[name]);
    const value = read(fields);
    this.#isSound &&= fields.isSound;
    return value;
  }

  #unsound<T>(standIn: T): T {
    this.#isSound = false;
    return standIn;
  }
}
