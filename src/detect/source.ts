import type { Address } from "../core/address.ts";
import { assert } from "../core/assert.ts";
import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Prefix } from "../core/prefix.ts";
import { failure, type Result } from "../core/result.ts";
import type { EvidenceStrength, Observation, SourceFailure, SourceReport } from "../core/verdict.ts";

/** What a source is, and what all sources have in common: measuring, the time limit, the form of their reports. */

/** The two worlds between which traffic is slow, filtered, or led through proxies. */
export type Homeland = "china" | "world";

/** Answers one question for one family: which address? It never decides and never throws. */
export interface Source {
  /** Stable and printable, for instance `stun:stun.example.net:3478`; never a path or query of a URL. */
  readonly id: string;
  readonly family: Family;
  /** Sources of one operator are one voice. */
  readonly operator: string;
  readonly strength: EvidenceStrength;
  /** Where it runs and is reached well from, if known: mainland China or elsewhere. */
  readonly homeland?: Homeland | undefined;
  observe(signal?: AbortSignal): Promise<SourceReport>;
}

/** One address a witness saw, before it is known when and how fast. */
export interface Sighting {
  readonly address: Address;
  readonly prefix?: Prefix;
  readonly evidence: Observation["evidence"];
}

/** What a witness must obey; both end the conversation at the same moment. */
export interface AskLimits {
  readonly timeout: Duration;
  readonly signal: AbortSignal;
}

/** The part that differs between sources: how to ask. */
export interface Witness extends Pick<Source, "id" | "family" | "operator" | "strength"> {
  /**
   * Asks once. Only an asserted witness may answer with no sighting at all, which says that there is no address; for the
   * others that is a failure of the kind `no-address`.
   */
  ask(limits: AskLimits): Promise<Result<readonly Sighting[], SourceFailure>>;
}

/** The operator of everything the host's own administrator says: interface, file, command and fixed addresses. */
export const localOperator = "this-host";

/** Longest wait for one source. An echo that needs longer is not worth waiting for: there are others. */
export const sourceTimeout: Duration = Duration.seconds(3);

/** Makes a source of a witness. */
export function sourceOf(witness: Witness, clock: Clock, timeout: Duration = sourceTimeout): Source {
  const { id, family, operator, strength } = witness;
  return {
    id,
    family,
    operator,
    strength,
    observe: async (signal) => {
      const started = clock.monotonic();
      const asked = await askWithin(witness, clock, timeout, signal);
      const took = Duration.milliseconds(clock.monotonic() - started);
      const report = { source: id, operator, strength, family, took };
      const answer = strength !== "asserted" && asked.ok && asked.value.length === 0 ? noAddress : asked;
      if (!answer.ok) {
        return { ...report, answer: { kind: "failed", failure: { code: answer.code, detail: answer.detail } } };
      }
      assert(
        answer.value.every(({ address }) => address.family === family),
        `${id} reports ${family} addresses only`,
      );
      const common = { family, source: id, operator, strength, at: clock.now(), took };
      return { ...report, answer: { kind: "seen", observations: answer.value.map((one) => ({ ...common, ...one })) } };
    },
  };
}

const noAddress = failure({ code: "no-address", detail: "the source knows no address of this family" });

/** Ends at the limit or the caller's signal even when the witness heeds neither. */
function askWithin(
  witness: Witness,
  clock: Clock,
  timeout: Duration,
  signal: AbortSignal | undefined,
): Promise<Result<readonly Sighting[], SourceFailure>> {
  const aborted = failure({ code: "aborted", detail: "no longer wanted" });
  if (signal?.aborted === true) return Promise.resolve(aborted);
  const conversation = new AbortController();
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      timer.cancel();
      signal?.removeEventListener("abort", onAbort);
      conversation.abort();
    };
    const onAbort = (): void => {
      finish();
      resolve(aborted);
    };
    const timer = clock.after(timeout, () => {
      finish();
      resolve(failure({ code: "timed-out", detail: `waited ${Duration.format(timeout)}` }));
    });
    signal?.addEventListener("abort", onAbort, { once: true });
    witness.ask({ timeout, signal: conversation.signal }).then((answer) => {
      finish();
      resolve(answer);
    }, reject);
  });
}
