import { OwnerName } from "../../../core/name.ts";
import type { Outcome, Rejected } from "../../../core/outcome.ts";
import type { PushRequest } from "../../../core/provider.ts";
import type { Answer } from "../answer.ts";
import type { AnswerRow } from "../answers.ts";
import type { PushFamily } from "../connection.ts";
import { pushViewOf, type PushView } from "../push-view.ts";
import { pushApart, pushCalls } from "./push.ts";
import { callsOf, type Calls } from "./steps.ts";

/** Services that take addresses in one request of their own shape. What their answers mean is in the table of answers. */

/** A push whose owner lies below a name of the service. */
export interface UpdateView<V> extends PushView<V> {
  /** The part before `below` in lower case; `@` when the owner is that name, the full name when there is none. */
  readonly relativeOwner: string;
  /** `below` in lower case and A-labels, whatever the user wrote; empty when there is none. */
  readonly domain: string;
}

/** A push that the interface has no words for. */
export interface CannotBeSaid {
  readonly because: string;
}

export interface UpdateUrlSpec<V> {
  /** The requests that publish what is given and withdraw what is withdrawn, or why the service cannot do that. */
  readonly update: (push: UpdateView<V>) => Calls | CannotBeSaid;
  /** A name of the service or one that the user gave; names elsewhere are refused before anything is sent. */
  readonly below?: string;
  /** Both families in one push unless said otherwise. */
  readonly families?: "together" | "apart";
  /** Rows that depend on settings; all others are in the declaration. */
  readonly answers?: readonly AnswerRow[];
  /** Addresses that the answer says are published now, where it does. */
  readonly echo?: (answer: Answer) => readonly string[];
}

/** A family of services, given the request of one of them. */
export function updateUrl<V>(spec: UpdateUrlSpec<V>): PushFamily<V> {
  const below = spec.below === undefined ? undefined : OwnerName.parse(spec.below);
  return ({ conversation, options: typed }) => {
    const push = async (request: PushRequest, signal?: AbortSignal): Promise<Outcome> => {
      if (below?.ok === false) return refused("value-invalid", `"${spec.below}" is not a name`);
      if (below !== undefined && !request.owner.isAtOrBelow(below.value)) {
        return refused("name-invalid", `${request.owner.hostname} is not below ${spec.below}`);
      }
      const view = pushViewOf(request, typed(request.options));
      const relativeOwner = below === undefined ? view.name : request.owner.relativeTo(below.value).toLowerCase();
      const calls = spec.update({ ...view, relativeOwner, domain: below?.value.hostname ?? "" });
      if ("because" in calls) return refused("unsupported", calls.because);
      return pushCalls(conversation, callsOf(calls), spec.answers ?? [], request, spec.echo, signal);
    };
    return {
      kind: "push",
      push: (request, signal) =>
        spec.families === "apart" ? pushApart(request, (one) => push(one, signal)) : push(request, signal),
    };
  };
}

function refused(code: Rejected["code"], detail: string): Rejected {
  return { kind: "rejected", code, detail };
}
