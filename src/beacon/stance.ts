import type { Address } from "../core/address.ts";
import type { Verdict } from "../core/verdict.ts";

/**
 * What a beacon may say, given what is known. Pure.
 *
 * A beacon publishes whatever address its packet turns out to come from, which nobody knows before. That is right where a
 * router changes its address and tells nobody, and wrong where this host itself takes another way: a VPN that comes up, a
 * second uplink. So it publishes only while the last thing it heard agrees with the verdict; after a surprise, and after
 * every change of this host's own network, it only tells that the host is there until both agree again.
 */
export type Stance =
  /** Publish the address this is seen at. */
  | "publish"
  /** Say that the host is there, and what it believes to be served. */
  | "confirm"
  /** Say that the host is there. */
  | "tell";

export interface StanceFacts {
  readonly verdict: Verdict | undefined;
  /** The address the last answer told, in this network; undefined before the first. */
  readonly seen: Address | undefined;
  /** The name's rule for this family leaves it to those who see our packets. */
  readonly mayPublish: boolean;
  /** The RRset is the verdict's addresses and nothing else. */
  readonly mayConfirm: boolean;
}

export function stanceOf({ verdict, seen, mayPublish, mayConfirm }: StanceFacts): Stance {
  if (verdict?.kind !== "known" || verdict.addresses.length === 0) return "tell";
  const agrees = seen !== undefined && verdict.addresses.some((address) => address.equals(seen));
  const isOnlyAddress = verdict.addresses.length === 1;
  if (mayPublish && agrees && isOnlyAddress && !isOwn(verdict)) return "publish";
  // What contradicts the verdict may be the newer truth, and to complain about the record too early; but not where the
  // name follows what this host knows by itself.
  return mayConfirm && (agrees || !mayPublish || isOwn(verdict)) ? "confirm" : "tell";
}

/** The address is on this host: the kernel tells of its changes at once, and better than an echo. */
function isOwn(verdict: Extract<Verdict, { kind: "known" }>): boolean {
  return verdict.weighed.some(
    ({ observation, setAside }) =>
      setAside === undefined && observation.strength === "direct" && observation.source.startsWith("interface"),
  );
}
