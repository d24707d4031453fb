import { Address } from "../../../core/address.ts";
import { families, type Family } from "../../../core/family.ts";
import type { Failed, Outcome } from "../../../core/outcome.ts";
import type { PushRequest } from "../../../core/provider.ts";
import type { Answer } from "../answer.ts";
import { isRefusal, on, rejected, type AnswerRow, type Meaning, type Success } from "../answers.ts";
import { GET, withQuery, type Call, type Query } from "../call.ts";
import type { PushFamily } from "../connection.ts";
import { pushViewOf, type PushView } from "../push-view.ts";
import { dyndns2Words, readLines, type ReadLine, type WordTable } from "../words.ts";
import { pushApart, pushCalls } from "./push.ts";

/**
 * Services that speak dyndns2, the protocol of `GET /nic/update?hostname=&myip=` with one-word answers
 * (help.dyn.com, "Perform Update" and "Return Codes").
 */

/** How both families of a name are sent. */
export type Dyndns2Families =
  /** One request each: understood everywhere, since the original protocol knows one address. */
  | "apart"
  /** One request with a comma list in the address parameter. */
  | "together"
  /** One request with a parameter of its own for the IPv6 address. */
  | { readonly ipv6: string };

export interface Dyndns2Spec<V> {
  /** Path below the server's base; nothing when the base is the whole address. */
  readonly route?: string;
  readonly families?: Dyndns2Families;
  /** Names of the parameters; `hostname` and `myip` unless said otherwise. */
  readonly parameters?: { readonly hostname?: string; readonly address?: string };
  /** The service takes the caller's address and no other, so none is sent. What it changed has to be the one we mean. */
  readonly takesCallers?: boolean;
  /** Parameters besides, or in place of the usual ones; also those that withdraw, at services that can. */
  readonly query?: (push: PushView<V>) => Query;
  /** Words of this service, besides or instead of the usual ones. */
  readonly words?: WordTable;
  /** What status 200 means with any other text, at services that say success by the status alone. */
  readonly otherwise?: Success;
  /**
   * Families that every request has to name, at services that delete or falsify the record of one that is left out.
   * A request that cannot name them is not sent: it would change what is not ours, or what is not known now.
   */
  readonly mustName?: readonly Family[];
  /** The request that withdraws one family, at services that have one. */
  readonly withdraw?: (push: PushView<V>, family: Family) => Call;
}

/** A family of services, given what is different at one of them. */
export function dyndns2<V>(spec: Dyndns2Spec<V> = {}): PushFamily<V> {
  const manner = spec.families ?? "apart";
  return ({ conversation, options: typed }) => {
    const push = (request: PushRequest, signal?: AbortSignal): Promise<Outcome> => {
      const view = pushViewOf(request, typed(request.options));
      const unnamed = spec.mustName?.filter((family) => !view.managed.includes(family)) ?? [];
      if (unnamed.length > 0) return Promise.resolve(unnamedFamily(unnamed));
      const row = wordRow({ ...dyndns2Words, ...spec.words }, view.addresses, spec.takesCallers === true);
      const rows = spec.otherwise === undefined ? [row] : [row, on(200, spec.otherwise)];
      return pushCalls(conversation, callsOf(view, request, spec), rows, request, undefined, signal);
    };
    return {
      kind: "push",
      push: (request, signal) =>
        manner === "apart" ? pushApart(request, (one) => push(one, signal)) : push(request, signal),
    };
  };
}

/** The requests of one push: those that withdraw, and the one that publishes. */
function callsOf<V>(view: PushView<V>, request: PushRequest, spec: Dyndns2Spec<V>): readonly Call[] {
  const update = withQuery(GET(spec.route ?? ""), { ...usualQuery(view, spec), ...spec.query?.(view) });
  const { withdraw } = spec;
  if (withdraw === undefined) return [update];
  // What stands alongside has been withdrawn already.
  const withdrawals = view.withdrawn.filter((family) => request.addresses[family] !== undefined);
  const publishes = families.some((family) => (request.addresses[family]?.length ?? 0) > 0);
  return [...withdrawals.map((family) => withdraw(view, family)), ...(publishes ? [update] : [])];
}

/** Temporary, since the missing address may be known a moment later; a name without it needs a setting that says so. */
function unnamedFamily(unnamed: readonly Family[]): Failed {
  const detail = `this service changes the ${unnamed.join(" and ")} record when a request does not name it, and its address is not known here; the setting "records" says which records the name has`;
  return { kind: "failed", code: "actual-unknown", detail };
}

function usualQuery<V>(view: PushView<V>, spec: Dyndns2Spec<V>): Query {
  const { hostname = "hostname", address = "myip" } = spec.parameters ?? {};
  if (spec.takesCallers === true) return { [hostname]: view.name };
  if (typeof spec.families === "object") {
    return { [hostname]: view.name, [address]: view.ipv4, [spec.families.ipv6]: view.ipv6 };
  }
  return { [hostname]: view.name, [address]: view.addresses.join(",") || undefined };
}

/**
 * Reads the lines of an answer whatever its status, because servers disagree about statuses and agree about words.
 *
 * There may be a line per name or address, or one for all. The first must be a known word, or the answer is something
 * else; after that a refusal outweighs a change, and a change outweighs none.
 */
function wordRow(table: WordTable, sent: readonly string[], mustRepeat: boolean): AnswerRow {
  return (answer: Answer) => {
    const lines = readLines(answer.text, table);
    if (lines[0]?.meaning === undefined) return undefined;
    const meanings = lines.flatMap((line) => meaningOfLine(line, sent) ?? []);
    const refusal = meanings.find(isRefusal);
    if (refusal !== undefined) return refusal;
    const success = meanings.find((meaning) => meaning.kind === "updated") ?? meanings[0];
    return confirms(lines, sent, mustRepeat && success?.kind === "updated") ? success : undefined;
  };
}

function meaningOfLine(line: ReadLine, sent: readonly string[]): Meaning | undefined {
  // "good 127.0.0.1" to another address says politely that a blocked client was ignored. pierschel.com, return codes
  const isIgnored = line.word === "good" && line.rest[0] === "127.0.0.1" && !sent.includes("127.0.0.1");
  return isIgnored ? rejected("client-refused") : line.meaning;
}

/**
 * False when the answer names an address of a family that was sent, but not the one that was: some servers publish the
 * caller's address in its place. Servers that name none are believed, unless they have to repeat what they changed.
 */
function confirms(lines: readonly ReadLine[], sent: readonly string[], mustRepeat: boolean): boolean {
  const said = lines
    .filter(({ meaning }) => meaning !== undefined)
    .flatMap(({ rest }) => rest.flatMap((word) => word.split(",")))
    .flatMap((word) => {
      const address = Address.parse(word);
      return address.ok ? [address.value] : [];
    });
  const texts = said.map(String);
  return sent.every((address) => {
    const isOfFamily = said.some(({ family }) => (family === "ipv6") === address.includes(":"));
    return texts.includes(address) || !(isOfFamily || mustRepeat);
  });
}
