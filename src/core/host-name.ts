import type { OwnerName } from "./name.ts";

/**
 * Which names may be the names of hosts: RFC 952 and RFC 1123 §2.1 want letters, digits and hyphens, which is less than
 * DNS carries. The underscore is taken too, because devices have it in names that work.
 */

const letterDigitHyphen = /^[0-9a-z_](?:[0-9a-z_-]*[0-9a-z_])?$/i;

/** True when addresses may belong to the name; a wildcard counts by the labels behind its asterisk. */
export function isHostName(name: OwnerName): boolean {
  const labels = name.isWildcard ? name.labels.slice(1) : name.labels;
  return labels.length > 0 && labels.every((label) => letterDigitHyphen.test(Buffer.from(label).toString("latin1")));
}
