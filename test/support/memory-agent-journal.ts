import type {
  AgentEvent,
  AgentHistoryQuery,
  AgentJournal,
  AgentJournalFailure,
  MappingId,
  MappingMemory,
  RecordedEvent,
  TargetId,
  TargetMemory,
} from "../../src/core/agent-journal.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";

/** What lies on the "disk". */
export interface MemoryAgentJournalDisk {
  readonly events: RecordedEvent[];
  readonly memories: Map<TargetId, TargetMemory>;
  readonly mappings: Map<MappingId, MappingMemory>;
}

/**
 * An agent's journal that keeps everything in memory and passes the contract suite. A test may read the `disk`, make
 * every call fail, and open a second journal on the same disk, as after a restart.
 */
export class MemoryAgentJournal implements AgentJournal {
  readonly disk: MemoryAgentJournalDisk;
  /** While set, every call fails so and nothing is written. */
  outage: AgentJournalFailure | undefined;

  constructor(disk: MemoryAgentJournalDisk = { events: [], memories: new Map(), mappings: new Map() }) {
    this.disk = disk;
  }

  async record(event: AgentEvent): Promise<Result<void, AgentJournalFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    this.disk.events.push({ sequence: (this.disk.events.at(-1)?.sequence ?? 0) + 1, event });
    return ok(undefined);
  }

  async remember(memory: TargetMemory): Promise<Result<void, AgentJournalFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    this.disk.memories.set(memory.target, memory);
    return ok(undefined);
  }

  async forget(target: TargetId): Promise<Result<void, AgentJournalFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    this.disk.memories.delete(target);
    return ok(undefined);
  }

  async memories(): Promise<Result<readonly TargetMemory[], AgentJournalFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    const targets = [...this.disk.memories.keys()].toSorted();
    return ok(targets.flatMap((target) => this.disk.memories.get(target) ?? []));
  }

  async rememberMapping(memory: MappingMemory): Promise<Result<void, AgentJournalFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    this.disk.mappings.set(memory.mapping, memory);
    return ok(undefined);
  }

  async forgetMapping(mapping: MappingId): Promise<Result<void, AgentJournalFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    this.disk.mappings.delete(mapping);
    return ok(undefined);
  }

  async mappings(): Promise<Result<readonly MappingMemory[], AgentJournalFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    return ok([...this.disk.mappings.values()].toSorted((a, b) => (a.mapping < b.mapping ? -1 : 1)));
  }

  async history(query: AgentHistoryQuery): Promise<Result<readonly RecordedEvent[], AgentJournalFailure>> {
    if (this.outage !== undefined) return failure(this.outage);
    const { target, before = Number.POSITIVE_INFINITY, limit } = query;
    const matching = this.disk.events.filter(
      ({ sequence, event }) =>
        sequence < before && (target === undefined || ("target" in event && event.target === target)),
    );
    return ok(matching.toReversed().slice(0, limit));
  }

  async close(): Promise<void> {
    this.outage = { code: "agent-journal-unavailable", detail: "the journal is closed" };
  }
}
