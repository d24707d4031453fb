import { failure, ok, type Result } from "../../core/result.ts";
import type { SpecFailure } from "./spec-failure.ts";

/** The keys of a source's map form, taken one by one so that what nobody took can be named. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #taken: Set<string> = new Set();

  private constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  /** The map form of a text form with one argument. */
  static ofText(key: string, argument: string): Fields {
    return new Fields(new Map([[key, argument]]));
  }

  /** Takes a map as a parser of YAML or JSON makes it; undefined for anything else. */
  static of(given: unknown): Fields | undefined {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
    const fields = new Fields(new Map(Object.entries(given)));
    fields.#taken.add("type");
    return fields;
  }

  text(key: string): Result<string | undefined, SpecFailure> {
    const value = this.#take(key);
    if (value === undefined || typeof value === "string") return ok(value);
    return failure({ code: "key-of-wrong-type", subject: key });
  }

  isTrue(key: string): Result<boolean, SpecFailure> {
    const value = this.#take(key);
    if (value === undefined || typeof value === "boolean") return ok(value === true);
    return failure({ code: "key-of-wrong-type", subject: key });
  }

  texts(key: string): Result<readonly string[] | undefined, SpecFailure> {
    const value = this.#take(key);
    if (value === undefined) return ok(undefined);
    if (!Array.isArray(value)) return failure({ code: "key-of-wrong-type", subject: key });
    const texts = value.filter((one): one is string => typeof one === "string");
    return texts.length === value.length ? ok(texts) : failure({ code: "key-of-wrong-type", subject: key });
  }

  /** Fails when there is a key that nobody asked for. */
  end(): Result<undefined, SpecFailure> {
    const left = [...this.#values.keys()].find((key) => !this.#taken.has(key));
    return left === undefined ? ok(undefined) : failure({ code: "key-unknown", subject: left });
  }

  #take(key: string): unknown {
    this.#taken.add(key);
    return this.#values.get(key);
  }
}
