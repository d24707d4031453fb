import type { AgentEvent, AgentJournal, AgentJournalFailure, RecordedEvent } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import type { Bilingual, Language } from "../core/language.ts";
import { ok, type Result } from "../core/result.ts";
import { parseTargetId } from "../core/target-id.ts";
import { describeMappingEvent } from "../expose/mapping.text.ts";
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

export interface AgentHistoryRequest {
  /** Only what concerns this host name; undefined for everything. */
  readonly owner: string | undefined;
  /** At most so many, up to 1000. */
  readonly limit: number;
}

/** Events read from the journal at once. */
const pageSize = 1_000;

/** @param clockTime shows a point in time as the host's clock does. */
export async function agentHistory(
  journal: AgentJournal,
  { owner, limit }: AgentHistoryRequest,
  clockTime: (at: Instant) => string,
): Promise<Result<readonly AgentHistoryLine[], AgentJournalFailure>> {
  const wanted = Math.max(1, Math.min(pageSize, Math.trunc(limit)));
  const found: RecordedEvent[] = [];
  for (let before: number | undefined; found.length < wanted; ) {
    const count = owner === undefined ? wanted : pageSize;
    const page: Awaited<ReturnType<AgentJournal["history"]>> = await journal.history({
      limit: count,
      ...(before === undefined ? {} : { before }),
    });
    if (!page.ok) return page;
    found.push(...page.value.filter(({ event }) => owner === undefined || nameOf(event) === owner));
    before = page.value.at(-1)?.sequence;
    if (page.value.length < count) break;
  }
  return ok(
    found.slice(0, wanted).map(({ sequence, event }) => ({
      sequence,
      at: Instant.format(event.at),
      kind: event.kind,
      name: nameOf(event),
      detail: "detail" in event ? event.detail : null,
      text: { en: describe(event, "en", clockTime), "zh-CN": describe(event, "zh-CN", clockTime) },
    })),
  );
}

/** The host name an event is about; null for events of the agent itself. */
function nameOf(event: AgentEvent): string | null {
  return "target" in event ? (parseTargetId(event.target)?.owner.hostname ?? null) : null;
}

function describe(event: AgentEvent, language: Language, clockTime: (at: Instant) => string): string {
  switch (event.kind) {
    case "started":
      return agentBegan[language](event.version);
    case "stopped":
      return agentEnded[language];
    case "addresses-known":
      return addressesKnown.text[language]({ ...event, addresses: event.addresses.map(String), witnesses: [] });
    case "addresses-unknown":
      return addressesUnknown.text[language](event);
    case "mapping-made":
    case "mapping-lost":
    case "mapping-failed":
    case "mapping-removed":
      return describeMappingEvent(event, language, clockTime);
    default:
      return describeOutcome(event, { language, clockTime, codeText: (code) => outcomeCodeTexts[language][code] });
  }
}
