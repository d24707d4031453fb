import { matchesPattern } from "../core/name-pattern.ts";
import type { OwnerName } from "../core/name.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Principal } from "./authenticate.ts";
import type { UpdateRight } from "./dns-update/update-rights.ts";

/** What the token of a host may change: its addresses, and the proofs that certificates for it are asked for with. */

const challengeLabel = "_acme-challenge";

/** Where certificate authorities look for the proof, by DNS-01 (RFC 8555 §8.4); undefined when the name is too long. */
export function challengeOwner(host: OwnerName): OwnerName | undefined {
  const owner = host.child(challengeLabel);
  return owner.ok ? owner.value : undefined;
}

function addressRight(host: OwnerName): UpdateRight {
  return { names: [{ name: host, isBelow: false }], types: ["A", "AAAA"] };
}

function challengeRight(host: OwnerName): UpdateRight {
  const owner = challengeOwner(host);
  return { names: owner === undefined ? [] : [{ name: owner, isBelow: false }], types: ["TXT"] };
}

/** The rights of a host's token, as DNS UPDATE asks for them. */
export function rightsOfHost(host: OwnerName): readonly UpdateRight[] {
  return [addressRight(host), challengeRight(host)];
}

/** Whether a token may change one RRset. Every dialect over HTTP asks here. */
export function mayChange({ host }: Principal, owner: OwnerName, type: RRType): boolean {
  // Nearly all want the first one, which costs no new name.
  return [addressRight, challengeRight].some((rightOf) => {
    const { names, types } = rightOf(host);
    return types.includes(type) && names.some((pattern) => matchesPattern(owner, pattern));
  });
}

/** Every RRset that a token may change, whether it is there or not. */
export function changeableSets({ host }: Principal): readonly { readonly owner: OwnerName; readonly type: RRType }[] {
  return rightsOfHost(host).flatMap(({ names, types }) =>
    names.flatMap(({ name }) => types.map((type) => ({ owner: name, type }))),
  );
}
