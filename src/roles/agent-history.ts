import type { AgentEvent, AgentJournal } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import type { Bilingual, Language } from "../core/language.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { parseTargetId } from "../core/target-id.ts";
import { describeOutcome } from "../reconcile/outcome.text.ts";
import { outcomeCodeTexts } from "../text/outcome-codes.ts";
import { addressesKnown, addressesUnknown, agentBegan, agentEnded } from "./agent.text.ts";

/** The agent's journal as lines for people, in both languages, newest first. */

export interface AgentHistoryLine {
  readonly sequence: number;
  readonly at: string;
  readonly kind: AgentEvent["kind"];
  /** The host name the event is about; null for events of the agent itself. */
  readonly name: string | null;
  /** The remote's own words, where there are any. */
  readonly detail: string | null;
  readonly text: Bilingual<string>;
}

/** @param clockTime shows a point in time as the host's clock does. */
export async function agentHistory(
  journal: AgentJournal,
  limit: number,
  clockTime: (at: Instant) => string,
): Promise<Result<readonly AgentHistoryLine[], { code: string; detail: string }>> {
  const events = await journal.history({ limit: Math.max(1, Math.min(1_000, Math.trunc(limit))) });
  if (!events.ok) return failure({ code: events.code, detail: events.detail });
  return ok(
    events.value.map(({ sequence, event }) => ({
      sequence,
      at: Instant.format(event.at),
      kind: event.kind,
      name: "target" in event ? (parseTargetId(event.target)?.owner.hostname ?? null) : null,
      detail: "detail" in event ? event.detail : null,
      text: { en: describe(event, "en", clockTime), "zh-CN": describe(event, "zh-CN", clockTime) },
    })),
  );
}

function describe(event: AgentEvent, language: Language, clockTime: (at: Instant) => string): string {
  switch (event.kind) {
    case "started":
      return agentBegan[language](event.version);
    case "stopped":
      return agentEnded[language];
    case "addresses-known":
      return addressesKnown.text[language]({ ...event, addresses: event.addresses.map(String) });
    case "addresses-unknown":
      return addressesUnknown.text[language](event);
    default:
      return describeOutcome(event, { language, clockTime, codeText: (code) => outcomeCodeTexts[language][code] });
  }
}
