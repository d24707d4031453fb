import type { ReadFailure } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { failed, on } from "./answers.ts";
import type { Call } from "./call.ts";
import type { Conversation } from "./conversation.ts";
import { textOf, type Json } from "./json.ts";

/** Services whose lists hold identities alone: each row is asked for by itself. */

/** A list that is longer was not narrowed to one name, and would cost a request for each of its rows. */
const mostRows = 1_000;

/** The row of every identity; one that has gone since the list was read is a lost precondition. */
export async function readEach(
  conversation: Conversation,
  ids: readonly Json[],
  call: (id: string) => Call,
  signal?: AbortSignal,
): Promise<Result<readonly Json[], ReadFailure>> {
  const rows: Json[] = [];
  for (const [index, id] of ids.entries()) {
    const text = textOf(id);
    const one = call(text ?? "");
    if (text === undefined || index >= mostRows) {
      const what = text === undefined ? "an identity that cannot be read" : `a list of more than ${mostRows} rows`;
      return failure({ outcome: conversation.unreadable(one, what) });
    }
    const reply = await conversation.read(one, [on(404, failed("precondition-lost"))], signal);
    if (!reply.ok) return reply;
    const { tree } = reply.value.answer;
    if (tree === undefined) return failure({ outcome: conversation.unreadable(one, "no row where one belongs") });
    rows.push(tree);
  }
  return ok(rows);
}
