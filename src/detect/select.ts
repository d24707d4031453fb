import { type Address, compareAddresses } from "../core/address.ts";
import type { Observation } from "../core/verdict.ts";
import { factsOf, type InterfaceFacts, isOnTunnel } from "./interface-evidence.ts";

/** Chooses among several addresses of this host that could all be published. */

/**
 * Unsolicited router advertisements come up to so many seconds apart by default (RFC 4861 §6.2.1, MaxRtrAdvInterval). Two
 * prefixes of equal lifetime differ by less than this, one way or the other, depending on which was advertised last.
 */
const advertisementInterval = 600;

/** An address set by hand stays; one made from an advertised prefix stays longer than a leased one. */
const originOrder: readonly (string | undefined)[] = ["static", "slaac", "dhcp", undefined, "kernel"];

/** What a set of observations is chosen from besides themselves. */
export interface Memory {
  /** The addresses published so far. */
  readonly incumbents: readonly Address[];
  /** By address: when it was first seen without interruption, in milliseconds of whatever clock. */
  readonly seenSince: ReadonlyMap<string, number>;
}

/**
 * The address to publish: on this host before at its router before in a tunnel, not temporary if there is a choice, then the longest preferred lifetime, then the most lasting
 * origin, then the one seen for longest, then the smallest number.
 *
 * One of the `incumbents`, the addresses published so far, is kept while it is only behind by what advertisements alone
 * can explain, so that two routers taking turns do not make the name alternate.
 * @returns undefined only for an empty list.
 */
export function selectAddress(candidates: readonly Observation[], memory: Memory): Address | undefined {
  const { incumbents, seenSince } = memory;
  const sorted = candidates.toSorted((a, b) => compareCandidates(a, b, seenSince));
  const [best] = sorted;
  if (best === undefined) return undefined;
  const incumbent = sorted.find((one) => incumbents.some((address) => address.equals(one.address)));
  return incumbent !== undefined && isLevel(incumbent, best) ? incumbent.address : best.address;
}

function isLevel(incumbent: Observation, best: Observation): boolean {
  const [ours, theirs] = [factsOf(incumbent.evidence), factsOf(best.evidence)];
  if (placeOf(ours) !== placeOf(theirs)) return false;
  if (ours.isTemporary !== theirs.isTemporary || ours.origin !== theirs.origin) return false;
  if (ours.preferredLifetime === theirs.preferredLifetime) return true;
  return theirs.preferredLifetime - ours.preferredLifetime <= advertisementInterval;
}

/**
 * Whose the address is. The router's leads here only for ports it forwards, and a tunnel's belongs to wherever the tunnel
 * ends, so each is taken where there is nothing nearer.
 */
function placeOf(facts: InterfaceFacts): number {
  if (facts.gateway !== undefined) return 1;
  return isOnTunnel(facts) ? 2 : 0;
}

function compareCandidates(a: Observation, b: Observation, seenSince: Memory["seenSince"]): number {
  const [left, right] = [factsOf(a.evidence), factsOf(b.evidence)];
  if (placeOf(left) !== placeOf(right)) return placeOf(left) - placeOf(right);
  if (left.isTemporary !== right.isTemporary) return left.isTemporary ? 1 : -1;
  if (left.preferredLifetime !== right.preferredLifetime) {
    return left.preferredLifetime > right.preferredLifetime ? -1 : 1;
  }
  const rank = ({ origin }: { readonly origin: string | undefined }): number => originOrder.indexOf(origin);
  const since = ({ address }: Observation): number => seenSince.get(address.toString()) ?? Number.POSITIVE_INFINITY;
  const [earlier, later] = [since(a), since(b)];
  return (
    rank(left) - rank(right) || (earlier === later ? 0 : earlier - later) || compareAddresses(a.address, b.address)
  );
}
