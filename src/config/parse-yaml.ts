import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  type Scalar,
  type YAMLError,
} from "yaml";
import type { KeyPath } from "./key-path.ts";
import { type ConfigNode, emptyMap, type MapEntry, type MapNode, type Origin } from "./node.ts";
import type { Problems } from "./problem.ts";
import { opensAt, reasonOf } from "./yaml-complaint.ts";
import type { YamlReason } from "./yaml-reason.ts";

/**
 * Reads YAML 1.2 (and so JSON) into nodes with origins. Knows nothing of what the keys mean. Costs several megabytes when
 * imported, so only `read-document.ts` does.
 */

/** Deeper nesting than any configuration has; keeps recursion short. */
const deepestNesting = 24;

/** Nodes that aliases may add: enough to share settings between names, too few for a bomb to go off. */
const largestExpansion = 10_000;

/** After a broken line the parser guesses, and its later complaints are about its guesses. */
const mostSyntaxProblems = 5;

/**
 * The map a file holds, an empty one for an empty file; undefined, with problems, when the text is not YAML or not a map.
 */
export function parseYaml(text: string, file: string, problems: Problems): MapNode | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    lineCounter: lines,
    prettyErrors: false,
    // The library compares every key with every other one; `Conversion` does it in linear time.
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    logLevel: "error",
  });
  const conversion = new Conversion(file, lines, problems);
  const syntaxErrors = [...document.errors, ...document.warnings];
  if (syntaxErrors.length > 0 || document.directives.yaml.explicit === true) {
    conversion.reportSyntax(syntaxErrors, document, text);
    return undefined;
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    problems.add("empty-file", { kind: "whole-file", file }, [], {});
    return emptyMap({ kind: "whole-file", file });
  }
  const root = conversion.convert(document.contents, [], 0);
  // With a part missing, whatever else was said about the file would be half a truth.
  if (root === undefined || conversion.hasRefused) return undefined;
  if (root.kind === "map") return root;
  const found = root.kind === "scalar" ? { type: "text" as const } : { type: root.kind };
  problems.add("wrong-type", root.origin, [], { found, expected: ["map"], example: undefined });
  return undefined;
}

/** Walks one document. Aliases are followed here, because the library would search the document for each of them. */
class Conversion {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #problems: Problems;
  readonly #anchored = new Map<string, Node>();
  #expansion = 0;
  #aliasDepth = 0;
  #hasStopped = false;
  #hasRefused = false;

  constructor(file: string, lines: LineCounter, problems: Problems) {
    this.#file = file;
    this.#lines = lines;
    this.#problems = problems;
  }

  /** True when something was no value at all; a problem says what. */
  get hasRefused(): boolean {
    return this.#hasRefused || this.#hasStopped;
  }

  reportSyntax(errors: readonly YAMLError[], document: Document.Parsed, text: string): void {
    let lastLine = 0;
    let count = 0;
    for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
      const { line } = this.#lines.linePos(error.pos[0]);
      if (line === lastLine && count > 0) continue;
      lastLine = line;
      count += 1;
      if (count > mostSyntaxProblems) return;
      const reason = reasonOf(error);
      const opening = opensAt(reason, document.contents, text, error.pos[0]);
      const [start, end] = opening === undefined ? error.pos : [opening, opening + 1];
      this.#problems.add("not-yaml", this.#origin(start, end), [], { reason });
    }
    if (document.directives.yaml.explicit === true) {
      this.#problems.add("not-yaml", this.#origin(0, 1), [], { reason: "directive" });
    }
  }

  /** Undefined, with a problem, for what cannot be a value; the caller leaves it out. */
  convert(node: ParsedNode | Node | null, path: KeyPath, depth: number): ConfigNode | undefined {
    if (this.#hasStopped) return undefined;
    if (node === null) return nothing({ kind: "whole-file", file: this.#file });
    const origin = this.#originOf(node);
    if (this.#aliasDepth > 0) this.#expansion += 1;
    if (depth > deepestNesting) return this.#stop("too-deep", deepestNesting, origin);
    if (this.#expansion > largestExpansion) return this.#stop("too-many-aliases", largestExpansion, origin);
    if (isAlias(node)) return this.#follow(node.source, origin, path, depth);
    if (node.anchor !== undefined) this.#anchored.set(node.anchor, node);
    if (isSeq(node)) {
      // What was refused leaves its place empty, so that the items after it keep their numbers.
      const items = node.items.map(
        (item, index) => this.convert(asNode(item), [...path, index], depth + 1) ?? nothing(origin),
      );
      return { kind: "list", items, origin };
    }
    if (isMap(node)) return { kind: "map", entries: this.#entries(node.items, path, depth), origin };
    if (isScalar(node)) return scalar(node, origin);
    return this.#refuse("tag", origin, path);
  }

  #follow(anchor: string, origin: Origin, path: KeyPath, depth: number): ConfigNode | undefined {
    const target = this.#anchored.get(anchor);
    if (target === undefined) return this.#refuse("alias-unknown", origin, path);
    this.#aliasDepth += 1;
    const converted = this.convert(target, path, depth + 1);
    this.#aliasDepth -= 1;
    return converted;
  }

  #entries(pairs: readonly Pair[], path: KeyPath, depth: number): MapEntry[] {
    const entries = new Map<string, MapEntry>();
    for (const pair of pairs) {
      const keyNode = asNode(pair.key);
      const keyOrigin = this.#originOf(keyNode);
      if (!isScalar(keyNode)) {
        this.#refuse("key-not-scalar", keyOrigin, path);
        continue;
      }
      const key = typeof keyNode.value === "string" ? keyNode.value : (keyNode.source ?? String(keyNode.value));
      const value = this.convert(asNode(pair.value), [...path, key], depth + 1);
      const first = entries.get(key)?.keyOrigin;
      if (first !== undefined) {
        const firstLine = first.kind === "file" ? first.line : 0;
        this.#problems.add("duplicate-key", keyOrigin, [...path, key], { firstLine });
      } else if (value !== undefined) {
        entries.set(key, { key, keyOrigin, value: isEmpty(value) ? { ...value, origin: keyOrigin } : value });
      }
    }
    return [...entries.values()];
  }

  #refuse(reason: YamlReason, origin: Origin, path: KeyPath): undefined {
    this.#hasRefused = true;
    this.#problems.add("not-yaml", origin, path, { reason });
  }

  #stop(code: "too-deep" | "too-many-aliases", limit: number, origin: Origin): undefined {
    this.#hasStopped = true;
    this.#problems.add(code, origin, [], { limit });
  }

  #originOf(node: Node | null): Origin {
    const range = node?.range;
    return range === undefined || range === null
      ? { kind: "whole-file", file: this.#file }
      : this.#origin(range[0], range[1]);
  }

  #origin(start: number, end: number): Origin {
    const from = this.#lines.linePos(start);
    const to = this.#lines.linePos(Math.max(end, start + 1));
    return {
      kind: "file",
      file: this.#file,
      line: Math.max(1, from.line),
      column: Math.max(1, from.col),
      endLine: Math.max(1, to.line),
      endColumn: Math.max(1, to.col),
    };
  }
}

/** A key without a value; the parser gives it the position after the colon, the reader looks at the key. */
function isEmpty(node: ConfigNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function nothing(origin: Origin): ConfigNode {
  return { kind: "scalar", value: null, text: "", origin };
}

function scalar(node: Scalar, origin: Origin): ConfigNode {
  const { value } = node;
  const text = typeof value === "string" ? value : (node.source ?? "");
  // `.inf` and `.nan` are no numbers to us, and JSON could not carry them.
  if (typeof value === "number" && !Number.isFinite(value)) return { kind: "scalar", value: text, text, origin };
  const isKnown = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return { kind: "scalar", value: isKnown ? value : null, text, origin };
}
