import type { HttpRequest } from "../../core/http.ts";
import type { Failed, Rejected } from "../../core/outcome.ts";
import type { ProviderPorts, ReadFailure } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { version } from "../../core/version.ts";
import { misfit, readAnswer, shortened, wordsOf, type Answer, type AnswerFormat } from "./answer.ts";
import {
  commonRows,
  isFromBetween,
  isRefusal,
  meaningOf,
  rejected,
  type AnswerRow,
  type Refusal,
  type Success,
} from "./answers.ts";
import type { Call } from "./call.ts";
import { draftOf, encodeBody, refusedDraft, type Draft } from "./draft.ts";
import { redact } from "./redact.ts";
import { parseHttpDate, retryAfterOf } from "./retry-after.ts";
import { usableBase, type Server } from "./server.ts";
import { asRead, asWrite, certain, trouble, type Trouble, type WriteFailure } from "./trouble.ts";

/**
 * Talks to one HTTP server on behalf of a family: builds and authenticates requests, reads answers, and turns everything
 * that can go wrong into an outcome. Says what happened; waits for nothing and repeats nothing.
 */

/** An answer that is not an error; `meaning` is set when a row of the table named it. */
export interface Reply {
  readonly answer: Answer;
  readonly meaning: Success["kind"] | undefined;
}

/** A request as it was sent, and its answer as it came. */
interface Exchange {
  readonly draft: Draft;
  readonly answer: Answer;
}

export interface ConversationParts {
  readonly server: Server;
  /** Rows of the service; the common ones follow by themselves. */
  readonly answers: readonly AnswerRow[];
  readonly ports: ProviderPorts;
  /** Credentials, to be kept out of every detail. */
  readonly secrets: readonly string[];
}

/** Formats asked for, by the format that is read. */
const accepted: Readonly<Record<AnswerFormat, string>> = {
  json: "application/json",
  xml: "application/xml, text/xml;q=0.9",
  text: "text/plain, */*;q=0.5",
  any: "text/plain, */*;q=0.5",
};

/** What is shown of a request, before and after it is ready to be sent. */
type Place = Pick<Call, "method" | "route" | "base">;

/** Answers repeat what the requests before them showed, so a few requests' worth is enough. */
const mostShown = 100;

export class Conversation {
  readonly #parts: ConversationParts;
  /** What requests have shown of credentials, the latest last: a signature or session that an answer may repeat. */
  readonly #shown: string[] = [];

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  /** Sends a request that changes nothing; whatever goes wrong, nothing was changed. */
  async read(call: Call, rows: readonly AnswerRow[], signal?: AbortSignal): Promise<Result<Reply, ReadFailure>> {
    return asRead(await this.#call(call, rows, signal));
  }

  /** Sends a request that changes something; when its fate is unknown the outcome is `unconfirmed`. */
  async write(call: Call, rows: readonly AnswerRow[], signal?: AbortSignal): Promise<Result<Reply, WriteFailure>> {
    return asWrite(await this.#call(call, rows, signal));
  }

  async #call(call: Call, rows: readonly AnswerRow[], signal?: AbortSignal): Promise<Result<Reply, Trouble>> {
    const { server } = this.#parts;
    const base = usableBase(call.base ?? server.base);
    if (!base.ok) return certain(base.outcome);
    const draft = draftOf(call, base.value, server.sends);
    if (!draft.ok) return certain(refusedDraft(draft.detail));
    const allRows = [...this.#parts.answers, ...rows];
    const first = await this.#exchangeAuthenticated(draft.value, signal);
    if (!first.ok) return first;
    // Whoever refuses a proof has not looked at the request, so writes may be sent anew as well.
    if (server.authentication.isOutdated?.(first.value.draft, first.value.answer) !== true) {
      return this.#judge(first.value.draft, first.value.answer, allRows);
    }
    const second = await this.#exchangeAuthenticated(draft.value, signal);
    return second.ok ? this.#judge(second.value.draft, second.value.answer, allRows) : second;
  }

  /** Adds the proof to a request and sends it; the answer is not judged yet. */
  async #exchangeAuthenticated(draft: Draft, signal?: AbortSignal): Promise<Result<Exchange, Trouble>> {
    const { server, ports } = this.#parts;
    const authenticated = await server.authentication.authenticate(draft, {
      clock: ports.clock,
      random: ports.random,
      send: async (other, rows = []) => {
        const exchanged = await this.#exchange(other, signal);
        const result = exchanged.ok ? this.#judge(other, exchanged.value.answer, rows) : exchanged;
        return result.ok ? ok(result.value.answer) : failure({ outcome: result.outcome });
      },
    });
    return authenticated.ok ? this.#exchange(authenticated.value, signal) : certain(authenticated.outcome);
  }

  async #exchange(draft: Draft, signal?: AbortSignal): Promise<Result<Exchange, Trouble>> {
    const { server, ports } = this.#parts;
    const request = this.#requestOf(draft, signal);
    this.#shown.push(...draft.sensitive.filter((text) => !this.#shown.includes(text)));
    this.#shown.splice(0, this.#shown.length - mostShown);
    const unsendable = Object.entries(request.headers).find(([, value]) => !isFieldValue(value));
    if (unsendable !== undefined)
      return certain(refusedDraft(`${unsendable[0]} would hold characters HTTP cannot carry`));
    const response = await ports.http.send(request);
    if (!response.ok) {
      const { code, detail, wasSent } = response;
      return trouble({ kind: "failed", code, detail: this.#clean(detail) }, wasSent);
    }
    return ok({ draft, answer: await readAnswer(response.value, server.reads) });
  }

  #requestOf(draft: Draft, signal: AbortSignal | undefined): HttpRequest {
    const { server } = this.#parts;
    const body = draft.body === undefined ? undefined : encodeBody(draft.body);
    return {
      method: draft.method,
      url: draft.url,
      route: draft.route,
      headers: {
        "user-agent": `holdfast/${version}`,
        accept: accepted[server.reads],
        ...(body === undefined ? {} : { "content-type": body.contentType }),
        ...server.headers,
        ...draft.headers,
      },
      timeout: server.timeout,
      largestBodyOctets: server.largestAnswerOctets,
      ...(server.over === undefined ? {} : { family: server.over }),
      ...(body === undefined ? {} : { body: body.text }),
      ...(signal === undefined ? {} : { signal }),
    };
  }

  #judge(draft: Draft, answer: Answer, rows: readonly AnswerRow[]): Result<Reply, Trouble> {
    const { server } = this.#parts;
    const meaning = meaningOf(answer, [...rows, ...commonRows]);
    if (meaning !== undefined && isRefusal(meaning)) {
      return trouble(this.#outcomeOf(draft, answer, meaning), isFromBetween(answer));
    }
    // An error status was read above, whatever its body; only of a success must every part be what it should be.
    const unreadable = misfit(answer, server.reads);
    if (unreadable !== undefined) return trouble(this.unreadable(draft, unreadable), true);
    if (meaning === undefined && server.succeeds !== undefined && !server.succeeds(answer)) {
      return trouble(this.#outcomeOf(draft, answer, rejected("request-refused")), false);
    }
    return ok({ answer, meaning: meaning?.kind });
  }

  /** The outcome for an answer of which a part is missing or makes no sense. */
  unreadable(place: Place, what: string): Failed {
    return { kind: "failed", code: "answer-unreadable", detail: this.#clean(`${this.#place(place)}: ${what}`) };
  }

  /** The outcome for an answer that was read, with the remote's own words as evidence. */
  #outcomeOf(draft: Draft, answer: Answer, meaning: Refusal): Rejected | Failed {
    const words = wordsOf(answer, this.#parts.server.message);
    const said = words === "" ? `HTTP ${answer.status}` : `HTTP ${answer.status}: ${words}`;
    const explained = meaning.kind === "rejected" ? meaning.explained : undefined;
    const skew = this.#skewBehind(answer, meaning);
    if (skew !== undefined) {
      const clock = `our clock is ${Math.abs(skew)} s ${skew > 0 ? "behind" : "ahead of"} the service's`;
      return { kind: "failed", code: "clock-skewed", detail: this.#clean(`${this.#place(draft)}: ${clock} (${said})`) };
    }
    const evidence = explained === undefined ? said : `${explained} (${said})`;
    const detail = this.#clean(`${this.#place(draft)}: ${evidence}`);
    if (meaning.kind === "rejected") return { kind: "rejected", code: meaning.code, detail };
    const retryAfter = retryAfterOf(answer.headers, this.#parts.ports.clock.now()) ?? meaning.retryAfter;
    return { kind: "failed", code: meaning.code, detail, ...(retryAfter === undefined ? {} : { retryAfter }) };
  }

  /** By how many seconds our clock is behind, where that is why a proof was refused. */
  #skewBehind(answer: Answer, { code }: Refusal): number | undefined {
    const { server, ports } = this.#parts;
    const tolerance = server.authentication.clockTolerance;
    if (tolerance === undefined || (code !== "credentials-rejected" && code !== "not-authorized")) return undefined;
    const theirs = parseHttpDate(answer.headers["date"] ?? "");
    const behind = theirs === undefined ? 0 : theirs - ports.clock.now();
    return Math.abs(behind) > tolerance ? Math.round(behind / 1_000) : undefined;
  }

  /** Method, host and route pattern: what may be shown of a URL, since tokens hide in paths and queries. */
  #place({ method, route, base }: Place): string {
    const usable = usableBase(base ?? this.#parts.server.base);
    return `${method} ${usable.ok ? usable.value.host : ""}${route}`;
  }

  #clean(text: string): string {
    return shortened(redact(text, [...this.#parts.secrets, ...this.#shown]));
  }
}

/** Visible characters, blanks and the obsolete upper half. RFC 9110 §5.5 */
function isFieldValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
