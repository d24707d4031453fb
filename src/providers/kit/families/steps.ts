import type { Outcome, Unsuccessful } from "../../../core/outcome.ts";
import type { RRsetChange } from "../../../core/provider.ts";
import type { AnswerRow } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Conversation } from "../conversation.ts";
import { unconfirmed } from "../trouble.ts";

/** Performs the requests of one change in order and says honestly how far it came. */

/** Requests that belong together are one step; a template may give one or several. */
export type Calls = Call | readonly Call[];

export function callsOf(calls: Calls): readonly Call[] {
  return "method" in calls ? [calls] : calls;
}

/** What the requests came to; `unchanged` when every answer said that there was nothing to do. */
export async function perform(
  conversation: Conversation,
  calls: readonly Call[],
  rows: readonly AnswerRow[],
  change: RRsetChange,
  signal?: AbortSignal,
): Promise<Outcome> {
  let isChanged = false;
  for (const [done, call] of calls.entries()) {
    const reply = await conversation.write(call, rows, signal);
    if (!reply.ok) return reachedPartly(reply.outcome, done, calls.length);
    isChanged ||= reply.value.meaning !== "unchanged";
  }
  if (!isChanged) return { kind: "unchanged" };
  const before = change.before.records.map((record) => record.rdata);
  return { kind: "updated", changes: [{ owner: change.owner, type: change.type, before, after: change.after }] };
}

/**
 * The outcome when a later request failed. `failed` promises that nothing was changed, so a temporary failure after the
 * first request is `unconfirmed`: what the service holds has to be read before anything is written again.
 */
export function reachedPartly(outcome: Unsuccessful, done: number, total: number): Unsuccessful {
  if (done === 0) return outcome;
  const told = { ...outcome, detail: `after ${done} of ${total} requests were done: ${outcome.detail}` };
  return told.kind === "failed" ? unconfirmed(told) : told;
}
