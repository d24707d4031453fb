import { resolve } from "node:path";
import type { KeyPath } from "./key-path.ts";
import { type ConfigNode, nodeAt, type Origin, originOfKey, originOfValue, plainValue } from "./node.ts";
import { foundAt, type Found, type ProblemCode, type ProblemFacts, type Problems } from "./problem.ts";

/**
 * A place in a checked configuration. Reading gives values of the type the shape promises or undefined; reporting points
 * at where the value was written.
 */
export class Cursor {
  readonly path: KeyPath;
  readonly #root: ConfigNode;
  readonly #problems: Problems;

  constructor(root: ConfigNode, problems: Problems, path: KeyPath = []) {
    this.#root = root;
    this.#problems = problems;
    this.path = path;
  }

  get node(): ConfigNode | undefined {
    const node = nodeAt(this.#root, this.path);
    return node?.kind === "scalar" && node.value === null ? undefined : node;
  }

  get isWritten(): boolean {
    return this.node !== undefined;
  }

  /** Where the value was written. */
  get origin(): Origin {
    return originOfValue(this.#root, this.path);
  }

  get text(): string | undefined {
    const node = this.node;
    return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
  }

  get number(): number | undefined {
    const node = this.node;
    return node?.kind === "scalar" && typeof node.value === "number" ? node.value : undefined;
  }

  get boolean(): boolean | undefined {
    const node = this.node;
    return node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : undefined;
  }

  /** The value as a parser of YAML or JSON makes it. */
  get plain(): unknown {
    return this.node === undefined ? undefined : plainValue(this.node);
  }

  /** The text when it is one of the choices. */
  choice<const C extends string>(choices: readonly C[]): C | undefined {
    return choices.find((choice) => choice === this.text);
  }

  at(segment: string | number): Cursor {
    return new Cursor(this.#root, this.#problems, [...this.path, segment]);
  }

  /** Items that are left of a list, with the numbers they were written under. */
  get items(): readonly Cursor[] {
    const node = this.node;
    const count = node?.kind === "list" ? node.items.length : 0;
    return Array.from({ length: count }, (_, index) => this.at(index)).filter((item) => item.isWritten);
  }

  get isMap(): boolean {
    return this.node?.kind === "map";
  }

  get keys(): readonly string[] {
    const node = this.node;
    return node?.kind === "map" ? node.entries.map((entry) => entry.key) : [];
  }

  /** The path of the file system that follows `scheme`; a relative one starts at the file it was written in. */
  pathAfter(scheme: string): string {
    const path = (this.text ?? "").slice(scheme.length);
    const { origin } = this;
    return origin.kind === "file" ? resolve(origin.file, "..", path) : resolve(path);
  }

  /** The value as a path. */
  get absolutePath(): string | undefined {
    return this.text === undefined ? undefined : this.pathAfter("");
  }

  /** Describes the value for a message; nothing of it is shown when it may be a secret. */
  found(mayShow: boolean): Found {
    return foundAt(this.node, mayShow);
  }

  /** A problem with the value. */
  report<C extends ProblemCode>(code: C, facts: ProblemFacts[C]): void {
    this.#problems.add(code, this.origin, this.path, facts);
  }

  /** A problem with the key itself, or with something that is missing below it. */
  reportKey<C extends ProblemCode>(code: C, facts: ProblemFacts[C]): void {
    this.#problems.add(code, originOfKey(this.#root, this.path), this.path, facts);
  }
}
