import type { Bilingual } from "../../core/language.ts";
import type { CredentialFinding, ReadFailure } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { Answer } from "./answer.ts";
import type { Condition } from "./answers.ts";
import type { Call } from "./call.ts";
import type { Conversation } from "./conversation.ts";
import type { Server } from "./server.ts";

/** What a service tells about the credentials it is asked with, as questions that change nothing and what answers mean. */

export interface Inspection {
  readonly ask: Call;
  /** Where the question goes to another server than all others. */
  readonly server?: Server;
  readonly tells: readonly Telling[];
}

/** What an answer says, when it says it. */
export interface Telling {
  /** Any answer to the question when absent. */
  readonly when?: Condition;
  readonly kind: CredentialFinding["kind"];
  readonly text: Bilingual<string> | ((answer: Answer) => Bilingual<string>);
}

/**
 * Asks everything, one after the other. A refused question tells nothing, since credentials that may do little are
 * refused most questions.
 */
export async function inspect(
  inspections: readonly Inspection[],
  conversationWith: (server: Server | undefined) => Conversation,
  signal: AbortSignal | undefined,
): Promise<Result<readonly CredentialFinding[], ReadFailure>> {
  const findings: CredentialFinding[] = [];
  for (const { ask, server, tells } of inspections) {
    const reply = await conversationWith(server).read(ask, [], signal);
    if (!reply.ok && reply.outcome.kind === "rejected") continue;
    if (!reply.ok) return failure({ outcome: reply.outcome });
    const { answer } = reply.value;
    for (const { when, kind, text } of tells) {
      if (when?.(answer) !== false) findings.push({ kind, text: typeof text === "function" ? text(answer) : text });
    }
  }
  return ok(findings);
}
