import type { z } from "zod";
import type { Field } from "../core/provider.ts";
import { exampleAt, fixedPaths, isIntegerAt, type JsonSchema, keysAt, rangeAt } from "./json-schema.ts";
import type { KeyPath } from "./key-path.ts";
import { nearest } from "./nearest.ts";
import { type ConfigNode, type MapNode, nodeAt, originOfKey, originOfValue, plainValue } from "./node.ts";
import { asText, replaced, without } from "./node-edits.ts";
import { type Found, foundAt, type Problems, type ValueType } from "./problem.ts";
import { variableName } from "./settings.ts";
import { fieldOf, type Visibility } from "./visibility.ts";

/** Turns what a schema finds wrong with a tree into problems, and takes the misfits out of the tree. */

type Issue = z.core.$ZodIssue;

/** One part of the tree and the schema that describes it. */
interface Part {
  readonly path: KeyPath;
  readonly schema: JsonSchema;
  /** Paths found wrong, to be taken out. */
  readonly misfits: KeyPath[];
}

export class ShapeCheck {
  #root: MapNode;
  readonly #visibility: Visibility;
  readonly #problems: Problems;

  constructor(root: MapNode, visibility: Visibility, problems: Problems) {
    this.#root = root;
    this.#visibility = visibility;
    this.#problems = problems;
  }

  /** What is left. */
  get root(): MapNode {
    return this.#root;
  }

  /** Checks what lies at a path; where nothing lies, an empty map is checked. `schema` says the same as `shape`. */
  checkPart(path: KeyPath, shape: z.ZodType, schema: JsonSchema): void {
    const node = nodeAt(this.#root, path);
    const result = shape.safeParse(node === undefined ? {} : plainValue(node));
    if (result.success) return;
    const part: Part = { path, schema, misfits: [] };
    for (const issue of result.error.issues) this.#report(part, issue, path);
    this.#root = without(this.#root, part.misfits);
  }

  /** Where a provider wants text, `0123` and `true` are text as they were written. */
  spellOut(path: KeyPath, fields: Readonly<Record<string, Field>>): void {
    const node = nodeAt(this.#root, path);
    if (node?.kind !== "map") return;
    const entries = node.entries.map((entry) => {
      const kind = fieldOf(fields, entry.key)?.kind;
      return kind === undefined || kind === "boolean" || kind === "integer"
        ? entry
        : { ...entry, value: asText(entry.value) };
    });
    this.#root = replaced(this.#root, path, { ...node, entries });
  }

  reportProviderType(path: KeyPath, known: readonly string[]): void {
    const node = nodeAt(this.#root, path);
    const facts = { found: this.#found(path), nearest: nearest(textOf(node), known), known };
    this.#problems.add("unknown-provider-type", originOfValue(this.#root, path), path, facts);
    this.#root = without(this.#root, [path]);
  }

  #found(path: KeyPath): Found {
    return foundAt(nodeAt(this.#root, path), this.#visibility.mayShow(this.#root, path));
  }

  /** `above` is where the path of the issue begins. */
  #report(part: Part, issue: Issue, above: KeyPath): void {
    const path = [...above, ...issue.path.filter((segment) => typeof segment !== "symbol")];
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(part.schema, path.slice(part.path.length));
      for (const key of issue.keys) this.#reportUnknownKey(part, [...path, key], known);
    } else if (issue.code === "invalid_union") {
      this.#reportUnion(part, issue.errors, path);
    } else {
      this.#reportValue(part, issue, path);
    }
  }

  #reportValue(part: Part, issue: Issue, path: KeyPath): void {
    part.misfits.push(path);
    const node = nodeAt(this.#root, path);
    const place = path.slice(part.path.length);
    const example = exampleAt(part.schema, place);
    const at = originOfValue(this.#root, path);
    const found = this.#found(path);
    if (node === undefined) {
      const parent = path.slice(0, -1);
      const facts = { missing: String(path.at(-1)), example };
      this.#problems.add("missing-key", originOfKey(this.#root, parent), parent, facts);
    } else if (issue.code === "invalid_value") {
      const allowed = issue.values.map(String);
      this.#problems.add("not-allowed", at, path, { found, allowed, nearest: nearest(textOf(node), allowed) });
    } else if (issue.code === "too_small" && issue.origin === "array") {
      this.#problems.add("empty-list", at, path, {});
    } else if (issue.code === "too_small" || issue.code === "too_big") {
      this.#problems.add("out-of-range", at, path, { found, ...rangeAt(part.schema, place) });
    } else {
      const type = issue.code === "invalid_type" ? valueType(issue.expected) : "text";
      // zod asks for a number first and for a whole one afterwards.
      const expected = type === "number" && isIntegerAt(part.schema, place) ? "integer" : type;
      this.#problems.add("wrong-type", at, path, { found, expected: [expected], example });
    }
  }

  #reportUnknownKey(part: Part, path: KeyPath, known: readonly string[]): void {
    part.misfits.push(path);
    const at = originOfKey(this.#root, path);
    const meant = nearest(String(path.at(-1)), known);
    if (at.kind !== "environment") {
      this.#problems.add("unknown-key", at, path, { nearest: meant, known });
      return;
    }
    // `HOLDFAST_LOG_LEVEL` lacks an underscore: compared as a whole it is close to what was meant, by its parts it is not.
    const variables = fixedPaths(part.schema).map((fixed) => variableName([...part.path, ...fixed]));
    const sibling = meant === undefined ? undefined : variableName([...path.slice(0, -1), meant]);
    this.#problems.add("unknown-variable", at, path, { nearest: sibling ?? nearest(at.variable, variables) });
  }

  /** Reports about the variant that was meant, going by the type of the value; when none fits, about the types of all. */
  #reportUnion(part: Part, variants: readonly (readonly Issue[])[], path: KeyPath): void {
    const isScalar = nodeAt(this.#root, path)?.kind === "scalar";
    const meant = variants
      .filter((issues) => !issues.some((issue) => issue.path.length === 0 && isOfOtherType(issue, isScalar)))
      .toSorted((a, b) => weight(a) - weight(b))[0];
    // A map of which a part is left would be judged again, and half of it found missing.
    if (meant === undefined || nodeAt(this.#root, path)?.kind === "map") part.misfits.push(path);
    if (meant !== undefined) {
      for (const issue of meant) this.#report(part, issue, path);
      return;
    }
    const expected = variants.flat().flatMap((issue): readonly ValueType[] => {
      if (issue.path.length > 0) return [];
      if (issue.code === "invalid_value") return ["text"];
      return issue.code === "invalid_type" ? [valueType(issue.expected)] : [];
    });
    this.#problems.add("wrong-type", originOfValue(this.#root, path), path, {
      found: this.#found(path),
      expected: [...new Set(expected)],
      example: exampleAt(part.schema, path.slice(part.path.length)),
    });
  }
}

/** True when a variant is for another type of value: a choice is one of texts. */
function isOfOtherType(issue: Issue, isScalar: boolean): boolean {
  return issue.code === "invalid_type" || (issue.code === "invalid_value" && !isScalar);
}

/** How far a value is from a variant, in keys. */
function weight(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
}

function textOf(node: ConfigNode | undefined): string {
  return node?.kind === "scalar" ? String(node.value) : "";
}

/** Our word for zod's. */
function valueType(expected: string): ValueType {
  switch (expected) {
    case "number":
    case "boolean":
      return expected;
    case "int":
      return "integer";
    case "array":
      return "list";
    case "object":
    case "record":
      return "map";
    default:
      return "text";
  }
}
