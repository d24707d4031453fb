import type { Family } from "../core/family.ts";
import type { Bilingual } from "../core/language.ts";
import type { NameFailure } from "../core/name.ts";
import { formatKeyPath, type KeyPath } from "./key-path.ts";
import type { ConfigNode, Origin } from "./node.ts";
import { hidesSecret } from "./secret-text.ts";
import type { YamlReason } from "./yaml-reason.ts";

/** What can be wrong with a configuration: stable codes with facts. Their texts are in `problem.text.ts`. */

/** An error keeps the configuration from being used; a warning and a hint do not. */
export type Severity = "error" | "warning" | "hint";

/** What stands where something else should. `shown` is absent when the value may be a secret or is no scalar. */
export interface Found {
  readonly type: "text" | "number" | "boolean" | "nothing" | "list" | "map";
  readonly shown?: string;
}

/** What a key takes, as far as the shape goes. */
export type ValueType = "text" | "number" | "integer" | "boolean" | "list" | "map";

/** What a text should be, where a type alone does not say it. Each has a description and an example in both languages. */
export type ValueKind =
  | "duration"
  | "ttl"
  | "listen-address"
  | "server-address"
  | "address"
  | "prefix"
  | "interface-id"
  | "mac-address"
  | "mailbox"
  | "url"
  | "port"
  | "host-address"
  | "name-pattern"
  | "record-type";

/** The facts of each code. */
export interface ProblemFacts {
  "no-file": { readonly searched: readonly string[] };
  "file-missing": object;
  "bad-profile": object;
  "file-unreadable": { readonly detail: string };
  "file-too-large": { readonly limitOctets: number };
  "empty-file": object;
  "byte-order-mark": object;
  "not-utf8": { readonly looksLike: "utf-16" | "utf-32" | undefined };
  "control-character": { readonly codePoint: number };
  "not-yaml": { readonly reason: YamlReason };
  "duplicate-key": { readonly firstLine: number };
  "too-deep": { readonly limit: number };
  "too-many-aliases": { readonly limit: number };
  "more-problems": { readonly count: number };
  "unknown-key": { readonly nearest: string | undefined; readonly known: readonly string[] };
  "unknown-variable": { readonly nearest: string | undefined };
  "not-a-key": object;
  "past-the-end": object;
  "missing-key": { readonly missing: string; readonly example: string | undefined };
  "wrong-type": {
    readonly found: Found;
    readonly expected: readonly ValueType[];
    readonly example: string | undefined;
  };
  "not-allowed": { readonly found: Found; readonly allowed: readonly string[]; readonly nearest: string | undefined };
  "out-of-range": { readonly found: Found; readonly min: string | undefined; readonly max: string | undefined };
  "empty-list": object;
  "wrong-value": { readonly found: Found; readonly wanted: ValueKind };
  "wrong-source": { readonly detail: Bilingual<string> | undefined };
  "wrong-name": { readonly found: Found; readonly reason: NameFailure["code"] | "no-host-name" };
  "interface-id-inside-prefix": { readonly prefixLength: number };
  "subnet-outside-prefix": { readonly subnet: number; readonly prefixLength: number };
  "no-providers": object;
  "unknown-provider": {
    readonly found: Found;
    readonly nearest: string | undefined;
    readonly known: readonly string[];
  };
  "unknown-uplink": {
    readonly found: Found;
    readonly nearest: string | undefined;
    readonly known: readonly string[];
  };
  "unknown-provider-type": {
    readonly found: Found;
    readonly nearest: string | undefined;
    readonly known: readonly string[];
  };
  "family-not-supported": { readonly family: Family; readonly label: string };
  "ttl-outside-limits": {
    readonly seconds: number;
    readonly min: number;
    readonly max: number;
    readonly label: string;
  };
  "ttl-not-settable": { readonly label: string };
  "repeated-target": { readonly owner: string; readonly family: Family; readonly first: string };
  "exposure-repeated": { readonly port: string; readonly family: Family; readonly first: string };
  "external-port-repeated": { readonly port: string; readonly first: string };
  "external-port-untranslated": object;
  "key-repeated": { readonly name: string; readonly first: string };
  "unknown-key-name": { readonly found: Found; readonly known: readonly string[] };
  "secret-not-base64": object;
  "secret-of-another-key": { readonly keys: readonly string[]; readonly wanted: string };
  "zone-repeated": { readonly apex: string; readonly first: string };
  "zone-inside-zone": { readonly apex: string; readonly outer: string };
  "name-server-unreachable": { readonly server: string };
  "copy-has-content": { readonly key: string };
  "listener-repeated": { readonly endpoint: string; readonly first: string };
  "listener-unprotected": object;
  "listener-contradictory": object;
  "sign-in-missing": { readonly ways: readonly (readonly string[])[] };
  "sign-in-ambiguous": { readonly ways: readonly (readonly string[])[] };
  "secret-literal": object;
  "secret-scheme-unavailable": { readonly scheme: string };
  "secret-variable-missing": { readonly variable: string | undefined };
  "secret-file-unreadable": { readonly path: string; readonly detail: string };
  "secret-file-open": { readonly path: string; readonly mode: number };
  "secret-empty": object;
  "authorities-unreadable": { readonly path: string; readonly detail: string };
  "no-certificate": { readonly path: string };
  "certificate-broken": { readonly path: string; readonly ordinal: number };
}

export type ProblemCode = keyof ProblemFacts;

/** One problem of one code. */
export interface ProblemOf<C extends ProblemCode> {
  readonly code: C;
  readonly at: Origin;
  /** Dotted path of the key it is about; empty when it is about the whole. */
  readonly key: string;
  readonly facts: ProblemFacts[C];
}

export type Problem = { [C in ProblemCode]: ProblemOf<C> }[ProblemCode];

const mild: Partial<Readonly<Record<ProblemCode, Severity>>> = {
  "no-file": "hint",
  "empty-file": "hint",
  "byte-order-mark": "hint",
  "ttl-not-settable": "warning",
  "zone-inside-zone": "warning",
  "name-server-unreachable": "warning",
  "secret-literal": "warning",
  "secret-file-open": "warning",
};

export function severityOf(problem: { readonly code: ProblemCode }): Severity {
  return mild[problem.code] ?? "error";
}

/** More than anybody corrects in one go; a file of garbage must not fill a terminal. */
const mostProblems = 100;

/** Collects problems; parts that look for them are given one. */
export class Problems {
  readonly #found: Problem[] = [];
  #leftOut = 0;

  add<C extends ProblemCode>(code: C, at: Origin, path: KeyPath, facts: ProblemFacts[C]): void {
    // The compiler cannot see that a code and its own facts make a member of the union.
    this.append([{ code, at, key: formatKeyPath(path), facts } as ProblemOf<C> as Problem]);
  }

  append(problems: readonly Problem[]): void {
    for (const problem of problems) {
      if (problem.code === "more-problems") this.#leftOut += problem.facts.count;
      else if (this.#found.length < mostProblems) this.#found.push(problem);
      else this.#leftOut += 1;
    }
  }

  /** In the order of the files and their lines; what stands in no file comes last. */
  get all(): readonly Problem[] {
    const files = [...new Set(this.#found.map(({ at }) => fileOf(at)))];
    const sorted = this.#found.toSorted(
      (a, b) =>
        Number(fileOf(a.at) === undefined) - Number(fileOf(b.at) === undefined) ||
        files.indexOf(fileOf(a.at)) - files.indexOf(fileOf(b.at)) ||
        comparePlaces(a.at, b.at),
    );
    if (this.#leftOut === 0) return sorted;
    return [...sorted, { code: "more-problems", at: { kind: "default" }, key: "", facts: { count: this.#leftOut } }];
  }
}

function fileOf(at: Origin): string | undefined {
  return at.kind === "file" || at.kind === "whole-file" ? at.file : undefined;
}

function comparePlaces(a: Origin, b: Origin): number {
  const [first, second] = [a, b].map((at) => (at.kind === "file" ? [at.line, at.column] : [0, 0]));
  return (first?.[0] ?? 0) - (second?.[0] ?? 0) || (first?.[1] ?? 0) - (second?.[1] ?? 0);
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => severityOf(problem) === "error");
}

/** Longer texts are cut where a problem quotes them. */
const longestShown = 60;

/** Describes what was found; `mayShow` is false where it may be a secret whatever it looks like. */
export function foundAt(node: ConfigNode | undefined, mayShow: boolean): Found {
  if (node === undefined) return { type: "nothing" };
  if (node.kind !== "scalar") return { type: node.kind };
  if (node.value === null) return { type: "nothing" };
  const type = typeof node.value === "string" ? "text" : typeof node.value === "number" ? "number" : "boolean";
  const text = typeof node.value === "string" ? node.value : node.text;
  if (!mayShow || hidesSecret(text)) return { type };
  return { type, shown: text.length > longestShown ? `${text.slice(0, longestShown)}…` : text };
}
