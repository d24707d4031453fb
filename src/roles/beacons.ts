import { Beacon, type BeaconPorts } from "../beacon/beacon.ts";
import type { TargetId } from "../core/agent-journal.ts";
import type { Family } from "../core/family.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import { addressType } from "../core/rrset.ts";
import { targetId } from "../core/target-id.ts";
import type { Verdict } from "../core/verdict.ts";
import type { VerdictKey } from "../reconcile/managed-name.ts";
import { hostKeyOfToken } from "../wire/host-key.ts";
import type { PlannedBeacon } from "./beacon-plan.ts";

/** The beacons of an agent: as many as its plan has, each going on undisturbed while the plan says the same of it. */

export interface BeaconsListener {
  readonly verdict: (key: VerdictKey) => Verdict | undefined;
  readonly mayHaveChanged: (family: Family) => void;
  readonly isServedOtherwise: (target: TargetId) => void;
}

export class Beacons implements Running {
  readonly #ports: BeaconPorts;
  readonly #listener: BeaconsListener;
  #lit: readonly { readonly planned: PlannedBeacon; readonly beacon: Beacon }[] = [];

  constructor(ports: BeaconPorts, listener: BeaconsListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  /** Keeps these beacons and no others. */
  async replace(planned: readonly PlannedBeacon[]): Promise<void> {
    const before = this.#lit;
    this.#lit = planned.map(
      (one) => before.find((lit) => isSame(lit.planned, one)) ?? { planned: one, beacon: this.#light(one) },
    );
    const ended = before.filter((lit) => !this.#lit.includes(lit));
    await stopAll(ended.map(({ beacon }) => beacon));
  }

  networkChanged(): void {
    for (const { beacon } of this.#lit) beacon.networkChanged();
  }

  stop(): Promise<void> {
    return stopAll(this.#lit.map(({ beacon }) => beacon));
  }

  #light(planned: PlannedBeacon): Beacon {
    const { owner, family, providerKey, token, verdict } = planned;
    const target = targetId({ providerKey, owner, type: addressType(family) });
    return new Beacon({ ...planned, key: hostKeyOfToken(owner, token) }, this.#ports, {
      verdict: () => this.#listener.verdict(verdict),
      mayHaveChanged: () => this.#listener.mayHaveChanged(family),
      isServedOtherwise: () => this.#listener.isServedOtherwise(target),
    });
  }
}

function isSame(a: PlannedBeacon, b: PlannedBeacon): boolean {
  const essence = ({ owner, token, ...rest }: PlannedBeacon): string =>
    JSON.stringify([owner.key, token.reveal(), Object.entries(rest).toSorted()]);
  return essence(a) === essence(b);
}
