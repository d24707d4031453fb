import { OwnerName } from "./name.ts";
import { type Result, failure, ok } from "./result.ts";

/** Which names a right is for: one name, or everything below one. */
export interface NamePattern {
  readonly name: OwnerName;
  /** True for everything below the name, at any depth, and not the name itself. */
  readonly isBelow: boolean;
}

const asterisk = 0x2a;

/** Reads `home.example.org` or `*.example.org`. */
export function parseNamePattern(text: string): Result<NamePattern, { readonly code: "pattern-invalid" }> {
  const isBelow = text.startsWith("*.");
  const name = OwnerName.parse(isBelow ? text.slice(2) : text);
  // An asterisk elsewhere is a label like any other in DNS, and never what is meant. RFC 4592 §2.1.1
  const isMistaken = name.ok && name.value.labels.some((label) => label.length === 1 && label[0] === asterisk);
  return name.ok && !isMistaken ? ok({ name: name.value, isBelow }) : failure({ code: "pattern-invalid" });
}

export function matchesPattern(owner: OwnerName, { name, isBelow }: NamePattern): boolean {
  return isBelow ? owner.isAtOrBelow(name) && !owner.equals(name) : owner.equals(name);
}
