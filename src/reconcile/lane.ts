import type { KeptTarget } from "./kept-target.ts";

/** What talks to a service together, and in which order it may. */

/** All families of a name where the service is only told, since one request can tell them all; else each target alone. */
export function laneOf({ name, at, target }: KeptTarget): string {
  return at.service.provider.kind === "push" ? `${name.providerKey}/${name.owner.key}` : target.target;
}

/** Targets of one lane; never an empty list. */
export interface DueLane {
  readonly lane: string;
  readonly first: KeptTarget;
  readonly members: readonly KeptTarget[];
}

/** Lanes with something due and nothing in its way, first come first. */
export function dueLanes(kept: Iterable<KeptTarget>): readonly DueLane[] {
  const lanes: (DueLane & { readonly order: number })[] = [];
  for (const [lane, members] of Map.groupBy(kept, laneOf)) {
    const due = members.filter(({ target }) => target.phase.kind === "due");
    const [first] = due.toSorted((a, b) => a.dueOrder - b.dueOrder);
    // One request for all: it waits for the pause of each, and for the doubt about each to be settled.
    if (first === undefined || members.some(isWaiting)) continue;
    lanes.push({ lane, first, members, order: first.dueOrder });
  }
  return lanes.toSorted((a, b) => a.order - b.order);
}

function isWaiting({ target: { phase } }: KeptTarget): boolean {
  return phase.kind === "backing-off" || (phase.kind === "verifying" && phase.purpose === "lost-reply");
}
