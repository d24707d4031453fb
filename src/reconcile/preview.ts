import type { AgentJournal, TargetId, TargetMemory } from "../core/agent-journal.ts";
import { assert } from "../core/assert.ts";
import type { Clock } from "../core/clock.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RRsetChange } from "../core/provider.ts";
import { canonicalRdata, sameRdata } from "../core/rrset.ts";
import { Budget } from "./budget.ts";
import { type DesiredRRset, desiredRRsets, type NoOpinionReason, rdataOf, withinCapacity } from "./desired.ts";
import { withdrawalScope } from "./kept-target.ts";
import type { Verdicts } from "./managed-name.ts";
import type { ManagedService, ReconcileConfiguration } from "./managed-service.ts";
import { planRRset, type Refused, refuseLargeWithdrawal, type WithdrawalScope } from "./plan.ts";
import { readActual, ZoneFinder } from "./read-actual.ts";

/** Says what would change, for `holdfast plan`: reads what exists, plans, and writes nothing anywhere. */

/** What would become of one target. */
export type PreviewResult =
  | { readonly kind: "change"; readonly change: RRsetChange }
  | { readonly kind: "unchanged"; readonly rdata: readonly Uint8Array[] }
  /** The service can only be told: this is what it would be told, and what it was told last as far as remembered. */
  | {
      readonly kind: "telling";
      readonly before: readonly Uint8Array[] | undefined;
      readonly after: readonly Uint8Array[];
    }
  | Refused
  | { readonly kind: "no-opinion"; readonly because: NoOpinionReason }
  /** The provider could not be read. */
  | { readonly kind: "unread"; readonly outcome: Outcome };

/** One line of the preview. */
export interface Preview {
  readonly set: DesiredRRset;
  /** A refusal that stands: the agent would not try at all. */
  readonly held: TargetMemory["held"];
  readonly result: PreviewResult;
}

/** What looking needs. */
export interface PreviewPorts {
  readonly clock: Clock;
  /** Only read. */
  readonly journal: Pick<AgentJournal, "memories">;
  readonly signal: AbortSignal;
}

/** Previews every managed RRset, in the order of the names. Targets of one credential are read one after the other. */
export async function previewChanges(
  configuration: ReconcileConfiguration,
  verdicts: Verdicts,
  ports: PreviewPorts,
): Promise<readonly Preview[]> {
  const services = new Map(configuration.services.map((service) => [service.key, service]));
  const serviceOf = (key: string): ManagedService => {
    const service = services.get(key);
    assert(service !== undefined, `the provider ${key} is configured`);
    return service;
  };
  const sets = desiredRRsets(configuration.names, verdicts, (key) => serviceOf(key).limits);
  const remembered = await ports.journal.memories();
  const memories = new Map<TargetId, TargetMemory>(
    (remembered.ok ? remembered.value : []).map((memory) => [memory.target, memory]),
  );
  const withdrawals = withdrawalScope(
    sets.map(({ target, desired }) => ({ desired, confirmed: memories.get(target)?.confirmed })),
    ports.clock.now(),
  );
  const desk: Desk = { configuration, withdrawals, ports };
  const byCredential = Map.groupBy(sets, ({ name }) => serviceOf(name.providerKey).credential);
  const found = new Map<TargetId, Preview>();
  await Promise.all(
    [...byCredential.values()].map(async (ofOne) => {
      const readers = new Map<string, Reader>();
      const pace = ofOne[0] === undefined ? undefined : serviceOf(ofOne[0].name.providerKey).limits.pace;
      const budget = new Budget(pace, ports.clock);
      for (const set of ofOne) {
        const service = serviceOf(set.name.providerKey);
        const reader = readers.get(service.key) ?? readerOf(service, budget);
        readers.set(service.key, reader);
        const memory = memories.get(set.target);
        const isSame = memory?.configuration === set.name.configuration;
        const result = await previewOne(set, memory, reader, desk);
        found.set(set.target, { set, held: isSame ? memory.held : undefined, result });
      }
    }),
  );
  return sets.flatMap((set) => found.get(set.target) ?? []);
}

interface Desk {
  readonly configuration: ReconcileConfiguration;
  readonly withdrawals: WithdrawalScope;
  readonly ports: PreviewPorts;
}

interface Reader {
  readonly service: ManagedService;
  readonly budget: Budget;
  readonly zones: ZoneFinder | undefined;
}

function readerOf(service: ManagedService, budget: Budget): Reader {
  const { provider } = service;
  return { service, budget, zones: provider.kind === "zone-api" ? new ZoneFinder(provider) : undefined };
}

async function previewOne(
  { name, type, desired }: DesiredRRset,
  memory: TargetMemory | undefined,
  { service, budget, zones }: Reader,
  { configuration, withdrawals, ports }: Desk,
): Promise<PreviewResult> {
  if (desired.kind === "no-opinion") return { kind: "no-opinion", because: desired.because };
  const confirmed = memory?.confirmed?.rdata;
  const wanted = rdataOf(withinCapacity(desired, service.limits.largestRRset, confirmed ?? [])) ?? [];
  const { provider } = service;
  const { withdrawalLimit } = configuration.policy;
  if (provider.kind === "push" || zones === undefined) {
    const isSame = confirmed !== undefined && sameRdata(confirmed, wanted);
    const isConfirmed = isSame && memory?.unconfirmed === undefined;
    if (isConfirmed && memory?.confirmed?.configuration === name.configuration)
      return { kind: "unchanged", rdata: wanted };
    const tooLarge = wanted.length === 0 ? refuseLargeWithdrawal(withdrawals, withdrawalLimit) : undefined;
    return tooLarge ?? { kind: "telling", before: confirmed, after: wanted };
  }
  const { owner, options, ownership, ttl } = name;
  const found = await readActual(
    provider,
    zones,
    { owner, type, options, wantsRecords: wanted.length > 0 },
    (requests) => budget.take(requests, ports.signal),
    ports.signal,
  );
  if (!found.ok) {
    const outcome = found.outcome ?? { kind: "failed", code: "aborted", detail: "ended before it was read" };
    return { kind: "unread", outcome };
  }
  const plan = planRRset({
    owner,
    type,
    wanted,
    actual: found.value.actual,
    ownership,
    put: canonicalRdata([...(confirmed ?? []), ...(memory?.unconfirmed ?? [])]),
    ttl,
    options,
    service: service.limits,
    withdrawals,
    withdrawalLimit,
    mode: "difference",
  });
  return plan.kind === "unchanged" ? { kind: "unchanged", rdata: wanted } : plan;
}
