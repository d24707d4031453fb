import type { OwnerName } from "../core/name.ts";
import { equalOctets } from "../core/octets.ts";
import type { Ttl } from "../core/ttl.ts";
import { encodeRdata } from "../wire/rdata/registry.ts";
import { txt } from "../wire/rdata/txt.ts";
import type { RRsetWish } from "./publish-rrsets.ts";

/** Wishes about the proofs of certificates, which are TXT records. */

/** A proof is looked up once; who asks again shall see the next one. In seconds. */
const proofTtl = 1 as Ttl;

/** What is to happen to the texts of a name. */
export type TextStep =
  /** This one alone. */
  | { readonly kind: "set"; readonly text: string }
  /** Beside those that are there. */
  | { readonly kind: "add"; readonly text: string }
  /** Beside the newest of those that are there: two names, as `example` and `*.example`, are proved at one place. */
  | { readonly kind: "roll"; readonly text: string }
  | { readonly kind: "remove"; readonly text: string }
  | { readonly kind: "clear" };

export function textWish(owner: OwnerName, step: TextStep): RRsetWish {
  return { owner, type: "TXT", ttl: proofTtl, rdata: rdataAfter(step) };
}

function rdataAfter(step: TextStep): RRsetWish["rdata"] {
  if (step.kind === "clear") return [];
  const rdata = rdataOf(step.text);
  if (step.kind === "set") return [rdata];
  return (present) => {
    const others = present.filter((one) => !equalOctets(one, rdata));
    const isThere = others.length < present.length;
    if (step.kind === "remove") return others;
    // RDATA stays in the order it was written in, the oldest first.
    if (isThere) return present;
    return [...(step.kind === "roll" ? others.slice(-1) : others), rdata];
  };
}

/** Octets of one string. RFC 1035 §3.3 */
const longestString = 255;

function rdataOf(text: string): Uint8Array {
  const octets = new TextEncoder().encode(text);
  const strings: Uint8Array[] = [];
  for (let at = 0; at < octets.length || at === 0; at += longestString) {
    strings.push(octets.subarray(at, at + longestString));
  }
  return encodeRdata(txt, { strings });
}
