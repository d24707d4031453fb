import { Duration } from "../core/duration.ts";
import type { Provider, ProviderDeclaration } from "../core/provider.ts";
import type { ManagedName } from "./managed-name.ts";
import type { WithdrawalLimit } from "./plan.ts";
import type { VerifyPurpose } from "./target.ts";

/** What reconciling is built from: names, connected providers, and how careful to be. */

/** What a provider's declaration says that matters here. */
export type ServiceLimits = Pick<
  ProviderDeclaration,
  "families" | "largestRRset" | "ttl" | "pace" | "refreshEvery" | "withdrawal"
>;

/** One provider entry of the configuration, connected. */
export interface ManagedService {
  /** Its name in the configuration. */
  readonly key: string;
  readonly provider: Provider;
  readonly limits: ServiceLimits;
  /**
   * Tells credentials apart without being one, for instance a keyed digest. Entries with the same text share one pace,
   * and never talk to the service at the same time.
   */
  readonly credential: string;
}

/** How careful to be. */
export interface ReconcilePolicy {
  /** How long a check with the provider counts. */
  readonly recheck: Duration;
  /** Conversations with providers at the same time, over all credentials. */
  readonly largestConcurrency: number;
  readonly withdrawalLimit: WithdrawalLimit;
  /** How long authoritative servers are asked, by what for. */
  readonly verifyLimits: Readonly<Record<VerifyPurpose, Duration>>;
}

export const defaultPolicy: ReconcilePolicy = {
  recheck: Duration.hours(6),
  largestConcurrency: 4,
  // One whole family of dual-stack names may go, everything may not; and few names may always go.
  withdrawalLimit: { share: 0.5, count: 3 },
  verifyLimits: {
    // Services that generate zone files do so every few minutes.
    arrival: Duration.minutes(10),
    // The value has had its time; what is left is a lost datagram.
    proof: Duration.seconds(15),
    // Nothing else happens to the name meanwhile, so this is a compromise between asking once more and being late.
    "lost-reply": Duration.seconds(20),
  },
};

/** Everything that is to be kept, and how. */
export interface ReconcileConfiguration {
  /** No two with the same owner at the same provider. */
  readonly names: readonly ManagedName[];
  /** Every `providerKey` of the names is among them. */
  readonly services: readonly ManagedService[];
  readonly policy: ReconcilePolicy;
}
