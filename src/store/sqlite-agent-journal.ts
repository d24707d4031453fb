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
} from "../core/agent-journal.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { decodeEvent, encodeEvent } from "./agent-event-codec.ts";
import { decodeMapping, encodeMapping } from "./mapping-memory-codec.ts";
import type { AgentCalls, Answer } from "./protocol.ts";
import type { StorageFailure } from "./storage-failure.ts";
import type { StoreLine } from "./storage-client.ts";
import { decodeMemory, encodeMemory } from "./target-memory-codec.ts";

/** The agent's journal, seen from the thread that uses it. Events that cannot be read back are left out. */
export class SqliteAgentJournal implements AgentJournal {
  readonly #line: StoreLine<AgentCalls>;
  #closing: Promise<void> | undefined;

  constructor(line: StoreLine<AgentCalls>) {
    this.#line = line;
  }

  record(event: AgentEvent): Promise<Result<void, AgentJournalFailure>> {
    const target = "target" in event ? { target: event.target } : {};
    return this.#write("record", { at: event.at, ...target, event: encodeEvent(event) });
  }

  remember(memory: TargetMemory): Promise<Result<void, AgentJournalFailure>> {
    return this.#write("remember", { target: memory.target, memory: encodeMemory(memory) });
  }

  forget(target: TargetId): Promise<Result<void, AgentJournalFailure>> {
    return this.#write("forget", target);
  }

  async memories(): Promise<Result<readonly TargetMemory[], AgentJournalFailure>> {
    if (this.#closing !== undefined) return closed;
    const { answer } = await this.#line.call("memories", null);
    return answer.ok ? ok(answer.value.flatMap((text) => decodeMemory(text) ?? [])) : agentFailure(answer);
  }

  rememberMapping(memory: MappingMemory): Promise<Result<void, AgentJournalFailure>> {
    return this.#write("remember-mapping", { mapping: memory.mapping, memory: encodeMapping(memory) });
  }

  forgetMapping(mapping: MappingId): Promise<Result<void, AgentJournalFailure>> {
    return this.#write("forget-mapping", mapping);
  }

  async mappings(): Promise<Result<readonly MappingMemory[], AgentJournalFailure>> {
    if (this.#closing !== undefined) return closed;
    const { answer } = await this.#line.call("mappings", null);
    return answer.ok ? ok(answer.value.flatMap((text) => decodeMapping(text) ?? [])) : agentFailure(answer);
  }

  async history(query: AgentHistoryQuery): Promise<Result<readonly RecordedEvent[], AgentJournalFailure>> {
    if (this.#closing !== undefined) return closed;
    const { answer } = await this.#line.call("history", query);
    if (!answer.ok) return agentFailure(answer);
    const recorded: RecordedEvent[] = [];
    for (const { sequence, event: text } of answer.value) {
      const event = decodeEvent(text);
      if (event !== undefined) recorded.push({ sequence, event });
    }
    return ok(recorded);
  }

  close(): Promise<void> {
    this.#closing ??= this.#line.close();
    return this.#closing;
  }

  async #write<K extends "record" | "remember" | "forget" | "remember-mapping" | "forget-mapping">(
    kind: K,
    ask: AgentCalls[K]["ask"],
  ): Promise<Result<void, AgentJournalFailure>> {
    if (this.#closing !== undefined) return closed;
    const answer: Answer<AgentCalls["record"]> = (await this.#line.call(kind, ask)).answer;
    return answer.ok ? ok(undefined) : agentFailure(answer);
  }
}

function agentFailure({ code, detail }: StorageFailure): Result<never, AgentJournalFailure> {
  return failure({ code: code === "full" ? "agent-journal-full" : "agent-journal-unavailable", detail });
}

const closed: Result<never, AgentJournalFailure> = failure({
  code: "agent-journal-unavailable",
  detail: "the journal is closed",
});
