import type { Family } from "../../src/core/family.ts";
import { LabHome } from "../../test/interop/lab-home.ts";
import type { Renumbered } from "../../test/interop/lab-network.ts";
import type { LabProgram } from "../../test/interop/lab-program.ts";
import type { SampledAnswers } from "../../test/interop/sampled-answers.ts";
import { firstWrong, type Truth } from "../../test/interop/truths.ts";
import { WrongAnswer } from "./question.ts";

/**
 * A home of the network laboratory whose provider renumbers it, with one agent that keeps a name at a server in the
 * Internet segment, and every answer of that server looked into.
 */

export interface HomeOptions {
  /** Where the agent runs. */
  readonly host: "host1" | "router";
  /** The one the name has an address of. */
  readonly family: Family;
  /** How often the agent tells its server where it is; `off` for never. */
  readonly beacon: string;
  /** Longest pause between two looks of the agent. */
  readonly interval: string;
  /** The host lets in nothing but answers. */
  readonly isWalled: boolean;
  /** Those of `lab up`. */
  readonly lab: readonly string[];
}

/** Longer than any bench takes; the laboratory of one that was killed ends by itself. */
const lifetimeSeconds = 7_200;

/** After so long a change is taken for unnoticed. */
const patienceMs = 60_000;

const pauseMs = 5;

export class RenumberedHome {
  readonly home: LabHome;
  readonly agent: LabProgram;
  readonly #options: HomeOptions;
  readonly #sampled: SampledAnswers;
  readonly #question: string;
  readonly #truths: Truth[];

  private constructor(home: LabHome, options: HomeOptions) {
    this.home = home;
    this.agent = home.program(options.host, "agent");
    this.#options = options;
    this.#question = options.family === "ipv4" ? "home.dyn.test/A" : "home.dyn.test/AAAA";
    this.#sampled = home.sample("svc", home.lab.fact("SERVER4"), this.#question);
    const first = options.family === "ipv4" ? home.lab.fact("WAN4_PUBLIC") : behind(home.lab.fact("PD6"));
    this.#truths = [{ text: first, since: undefined }];
  }

  /** Builds the home and waits until the name is right. */
  static async build(options: HomeOptions): Promise<RenumberedHome> {
    const home = await LabHome.build("--ttl", String(lifetimeSeconds), ...options.lab);
    const renumbered = new RenumberedHome(home, options);
    try {
      await renumbered.#begin();
    } catch (error) {
      await home.remove();
      throw error;
    }
    return renumbered;
  }

  /** Gives the home another address or prefix; milliseconds from then to the first answer that is right. */
  async renumber(...options: readonly string[]): Promise<number> {
    const { lab } = this.home;
    const isIpv4 = this.#options.family === "ipv4";
    const changed: Renumbered = await (isIpv4 ? lab.renumber4(...options) : lab.renumber6(...options));
    const text = isIpv4 ? changed.after : behind(changed.after);
    this.#truths.push({ text, since: changed.startedAt });
    for (const end = performance.now() + patienceMs; performance.now() < end; await Bun.sleep(pauseMs)) {
      const right = this.#sampled.answers(this.#question).findLast((answer) => answer.text === text);
      if (right !== undefined) return right.at - changed.startedAt;
    }
    throw new WrongAnswer(`${text} was not answered within ${patienceMs} ms\n${this.agent.log.slice(-4_000)}`);
  }

  /** Waits until the agent is at rest again: its sources have confirmed the last change, and the name is verified. */
  async untilSettled(): Promise<void> {
    const text = this.#truths.at(-1)?.text;
    await this.agent.untilAgent("the change is settled", ({ targets }) =>
      targets.every(({ state, desired }) => state === "settled" && desired?.join() === text),
    );
  }

  /** @throws WrongAnswer when the server ever answered with what was not true. */
  expectNeverWrong(): void {
    const flaw = firstWrong(this.#sampled.answers(this.#question), this.#truths);
    if (flaw !== undefined) throw new WrongAnswer(flaw);
  }

  remove(): Promise<void> {
    return this.home.remove();
  }

  async #begin(): Promise<void> {
    const { family, beacon, interval, host, isWalled } = this.#options;
    const { home, agent } = this;
    if (isWalled) await this.#wall(host);
    // What `auto` stands for, with the laboratory's echoes in the place of public ones.
    const auto = ["interface", ...(family === "ipv4" ? ["router", ...home.echoes] : [])];
    agent.configure({
      providers: { home: await home.account("home.dyn.test", { beacon }) },
      agent: {
        interval,
        sources: { [family]: auto },
        names: [{ name: "home.dyn.test", provider: "home", [family === "ipv4" ? "ipv6" : "ipv4"]: "off" }],
      },
    });
    await agent.start();
    await this.untilSettled();
  }

  async #wall(host: string): Promise<void> {
    const chain = "add table inet wall; add chain inet wall in { type filter hook input priority 0; policy drop; }";
    const rules = "add rule inet wall in ct state established,related accept; add rule inet wall in iif lo accept";
    const { status, stderr } = await this.home.lab.run(host, "nft", `${chain}; ${rules}`);
    if (status !== 0) throw new Error(`no firewall: ${stderr}`);
  }
}

/** The address of host1 behind a prefix given as `<first 56 bits>::/56`; the LAN is its subnet 1. */
function behind(prefix: string): string {
  return `${prefix.replace(/00::\/56$/, "01")}:da:ff:fe00:310`;
}
