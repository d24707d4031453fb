import { Address } from "../../../core/address.ts";
import { families, type Family } from "../../../core/family.ts";
import type { Outcome, RejectCode, Unsuccessful } from "../../../core/outcome.ts";
import type { PushOutcome, PushRequest } from "../../../core/provider.ts";
import type { Answer } from "../answer.ts";
import type { AnswerRow } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Conversation } from "../conversation.ts";
import { allAt, textOf } from "../json.ts";
import { apart, pushedChanges } from "../push-view.ts";
import { reachedPartly } from "./steps.ts";
import { unconfirmed } from "../trouble.ts";

/** What the push families share: sending one request, reading what it came to, and doing so family by family. */

/**
 * Sends the calls of one push. An answer that no row knows leaves open what the service did, so it is `unconfirmed`, and
 * so is one that names other addresses than those sent.
 */
export async function pushCalls(
  conversation: Conversation,
  calls: readonly Call[],
  rows: readonly AnswerRow[],
  request: PushRequest,
  echo: ((answer: Answer) => readonly string[]) | undefined,
  signal?: AbortSignal,
): Promise<Outcome> {
  let isChanged = false;
  for (const [done, call] of calls.entries()) {
    const reply = await conversation.write(call, rows, signal);
    if (!reply.ok) return reachedPartly(reply.outcome, done, calls.length);
    const { answer, meaning } = reply.value;
    if (meaning !== "updated" && meaning !== "unchanged") {
      return unconfirmed(conversation.unreadable(call, `an unknown answer: ${answer.text}`));
    }
    const isLast = done === calls.length - 1;
    if (isLast && echo !== undefined && !confirms(echo(answer), request)) {
      return unconfirmed(conversation.unreadable(call, `other addresses than those sent: ${answer.text}`));
    }
    isChanged ||= meaning === "updated";
  }
  return isChanged ? { kind: "updated", changes: pushedChanges(request) } : { kind: "unchanged" };
}

/** Refusals that concern one family or value; after any other, a second request is a second offence. */
const aboutOneFamily: readonly RejectCode[] = ["value-invalid", "name-not-found", "conflicting-records", "unsupported"];

/** Pushes one family after the other and puts together what they came to. */
export async function pushApart(
  request: PushRequest,
  push: (one: PushRequest) => Promise<Outcome>,
): Promise<PushOutcome> {
  const parts = apart(request);
  const outcomes: Outcome[] = [];
  const byFamily: Partial<Record<Family, Outcome>> = {};
  for (const part of parts) {
    const outcome = await push(part);
    outcomes.push(outcome);
    for (const family of families) if (part.addresses[family] !== undefined) byFamily[family] = outcome;
    if (!isOfOneFamily(outcome)) break;
  }
  const changes = outcomes.flatMap((outcome) => (outcome.kind === "updated" ? outcome.changes : []));
  const trouble = outcomes.find(isUnsuccessful);
  // A service that holds IPv4 only refuses the other family for good, and is to hear of IPv4 all the same.
  if (trouble !== undefined && outcomes.every(isOfOneFamily)) return { ...trouble, byFamily };
  if (trouble !== undefined) return reachedPartly(trouble, changes.length, parts.length);
  return changes.length === 0 ? { kind: "unchanged" } : { kind: "updated", changes };
}

/** True for a success, and for what says nothing about the other family. */
function isOfOneFamily(outcome: Outcome): boolean {
  return !isUnsuccessful(outcome) || (outcome.kind === "rejected" && aboutOneFamily.includes(outcome.code));
}

function isUnsuccessful(outcome: Outcome): outcome is Unsuccessful {
  return outcome.kind !== "unchanged" && outcome.kind !== "updated";
}

/** Addresses that a JSON or XML answer holds at the given paths, at services that repeat what they publish. */
export function addressesAt(...paths: readonly string[]): (answer: Answer) => readonly string[] {
  return ({ tree }) => paths.flatMap((path) => allAt(tree, path)).flatMap((value) => textOf(value) ?? []);
}

/** Whatever reads like an address in an answer for people, at services that repeat what they publish in words. */
export function addressesInText({ text }: Answer): readonly string[] {
  return text.match(/\d+(?:\.\d+){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}/gi) ?? [];
}

function confirms(echoed: readonly string[], request: PushRequest): boolean {
  const said = echoed.flatMap((text) => {
    const address = Address.parse(text);
    return address.ok ? [address.value.toString()] : [];
  });
  const sent = Object.values(request.addresses).flat();
  return sent.every((address) => said.includes(address.toString()));
}
