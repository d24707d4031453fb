import type { OwnerName } from "../core/name.ts";

/**
 * A text whose order among such texts is the canonical order of names: by label from the right, without case, a missing
 * octet before octet zero, a missing label before any. RFC 4034 §6.1
 */
export function canonicalSortKey(name: OwnerName): string {
  const wire = name.canonicalWire;
  const starts: number[] = [];
  for (let start = 0; (wire[start] ?? 0) !== 0; start += (wire[start] ?? 0) + 1) starts.push(start);
  let key = "";
  for (const start of starts.toReversed()) {
    const end = start + (wire[start] ?? 0);
    // Octets move up by one, so that the end of a label is below all of them.
    for (let index = start + 1; index <= end; index += 1) key += String.fromCharCode((wire[index] ?? 0) + 1);
    key += "\0";
  }
  return key;
}
