import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Log } from "../core/log.ts";
import type { Verdict } from "../core/verdict.ts";
import {
  afterSurvey,
  combined,
  defaultFailover,
  type LinkHealth,
  type Member,
  nextLook,
  unproven,
} from "../detect/failover.ts";
import type { VerdictKey, Verdicts } from "../reconcile/managed-name.ts";
import { uplinkDown, uplinkUp } from "./agent.text.ts";

/** Keeps the answers that several uplinks give together, from the verdicts of each. */

export interface UplinkGroup {
  readonly key: VerdictKey;
  readonly use: "first" | "all";
  /** In the order of preference. */
  readonly members: readonly { readonly task: VerdictKey; readonly uplink: string }[];
}

interface KeptMember {
  readonly uplink: string;
  health: LinkHealth;
  verdict: Verdict | undefined;
  timer: Timer | undefined;
}

export class UplinkGroups {
  readonly #ports: { readonly clock: Clock; readonly log: Log };
  readonly #askAgain: (task: VerdictKey) => void;
  #groups: readonly UplinkGroup[] = [];
  #members: ReadonlyMap<VerdictKey, KeptMember> = new Map();

  /** @param askAgain has a task surveyed anew. */
  constructor(ports: { readonly clock: Clock; readonly log: Log }, askAgain: (task: VerdictKey) => void) {
    this.#ports = ports;
    this.#askAgain = askAgain;
  }

  /**
   * Members that were among those before keep what is known of them.
   *
   * @param verdictOf what the last survey of a task came to, for those that become members.
   */
  replace(groups: readonly UplinkGroup[], verdictOf: (task: VerdictKey) => Verdict | undefined): void {
    const before = this.#members;
    this.#groups = groups;
    this.#members = new Map(
      groups.flatMap(({ members }) =>
        members.map(({ task, uplink }): [VerdictKey, KeptMember] => [
          task,
          before.get(task) ?? { uplink, health: unproven, verdict: undefined, timer: undefined },
        ]),
      ),
    );
    for (const [task, member] of before) if (!this.#members.has(task)) member.timer?.cancel();
    for (const task of this.#members.keys()) {
      const verdict = before.has(task) ? undefined : verdictOf(task);
      if (verdict !== undefined) this.receive(task, verdict);
    }
  }

  /** Takes note of a survey's end, whether or not it brought news. True when an uplink went up or down by it. */
  receive(task: VerdictKey, verdict: Verdict): boolean {
    const member = this.#members.get(task);
    if (member === undefined) return false;
    const { clock, log } = this.#ports;
    const { state } = member.health;
    member.verdict = verdict;
    member.health = afterSurvey(member.health, verdict.kind === "known", clock.monotonic(), defaultFailover);
    this.#planLook(task, member);
    if (member.health.state === state) return false;
    const { family } = verdict;
    if (member.health.state === "down") log.write(uplinkDown, { uplink: member.uplink, family });
    else if (state === "down") log.write(uplinkUp, { uplink: member.uplink, family });
    return true;
  }

  /** The answers of all groups that have one. */
  get verdicts(): Verdicts {
    return answers(this.#groups, (task) => this.#members.get(task) ?? { health: unproven, verdict: undefined });
  }

  stop(): void {
    for (const { timer } of this.#members.values()) timer?.cancel();
  }

  /** An uplink that came back is looked at again when it may count; nothing else might ask about it for minutes. */
  #planLook(task: VerdictKey, member: KeptMember): void {
    member.timer?.cancel();
    member.timer = undefined;
    const due = nextLook(member.health, defaultFailover);
    if (due === undefined) return;
    const { clock } = this.#ports;
    member.timer = clock.after(Duration.milliseconds(Math.max(0, due - clock.monotonic())), () => this.#askAgain(task));
  }
}

/**
 * The answers when every uplink was asked just once: the first that answered, or all. One that did not counts as down for
 * `first`, since a command that is run now and then would never fail over otherwise; `all` needs them all.
 */
export function combinedOnce(groups: readonly UplinkGroup[], verdicts: Verdicts): Verdicts {
  const fresh = groups.map((group): [VerdictKey, Verdict] | undefined => {
    const members = group.members.map(({ task }): Member => {
      const verdict = verdicts.get(task);
      const isOut = group.use === "first" && verdict?.kind !== "known";
      return { health: { ...unproven, state: isOut ? "down" : "up" }, verdict };
    });
    const answer = combined(group.use, members);
    return answer === undefined ? undefined : [group.key, answer];
  });
  return new Map(fresh.filter((one) => one !== undefined));
}

function answers(groups: readonly UplinkGroup[], memberOf: (task: VerdictKey) => Member): Verdicts {
  const known = groups.flatMap(({ key, use, members }): (readonly [VerdictKey, Verdict])[] => {
    const verdict = combined(
      use,
      members.map(({ task }) => memberOf(task)),
    );
    return verdict === undefined ? [] : [[key, verdict]];
  });
  return new Map(known);
}
