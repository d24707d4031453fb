import type { HttpResponse } from "../core/http.ts";
import type { NetCode, NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Connection } from "./connection.ts";
import type { Deadline } from "./deadline.ts";
import { type BodyProgress, framingOf, HttpBodyReader } from "./http-body-reader.ts";
import { type HttpHead, HttpHeadReader } from "./http-head-reader.ts";
import { requestOctets, type WireRequest } from "./http-request-octets.ts";
import { describeSystemError, netCodeOf } from "./system-error.ts";

/** One HTTP request and its whole answer over a connection that is there already. Knows no names, proxies or TLS. */

/**
 * Says the request and hears the answer to its end. The connection serves this one exchange: a kept one may have been
 * closed by the server a moment ago, and a write to it leaves open whether the request was received.
 */
export async function converse(
  connection: Connection,
  peer: string,
  request: WireRequest & { readonly largestBodyOctets: number },
  deadline: Deadline,
): Promise<Result<HttpResponse, NetFailure>> {
  if (deadline.code !== undefined) {
    return failure({ code: deadline.code, detail: `${peer}: not sent`, wasSent: false });
  }
  return new Promise((resolve) => {
    const fail = (code: NetCode, what: string): void => {
      resolve(failure({ code, detail: `${peer}: ${what}`, wasSent: true }));
    };
    deadline.signal.addEventListener("abort", () => fail(deadline.code ?? "aborted", "no whole answer"));
    const answer = new Answer(request.largestBodyOctets, fail, (response) => resolve(ok(response)));
    connection.listen({
      onData: (chunk) => answer.push(chunk),
      onEnd: () => answer.end(),
      onError: (error) => {
        if (answer.hasBegun) fail("answer-cut-short", "ended before the answer did");
        else fail(netCodeOf(error), describeSystemError(error));
      },
    });
    connection.write(requestOctets(request));
  });
}

/** The answer as far as it has come. Ends in one call of `done` or `fail`; later ones are without effect. */
class Answer {
  readonly #largestBodyOctets: number;
  readonly #fail: (code: NetCode, what: string) => void;
  readonly #done: (response: HttpResponse) => void;
  #headReader = new HttpHeadReader();
  #head: HttpHead | undefined;
  #bodyReader: HttpBodyReader | undefined;
  hasBegun = false;

  constructor(
    largestBodyOctets: number,
    fail: (code: NetCode, what: string) => void,
    done: (response: HttpResponse) => void,
  ) {
    this.#largestBodyOctets = largestBodyOctets;
    this.#fail = fail;
    this.#done = done;
  }

  push(chunk: Uint8Array): void {
    this.hasBegun = true;
    let rest: Uint8Array | undefined = chunk;
    while (rest !== undefined && this.#bodyReader === undefined) rest = this.#takeHead(rest);
    if (rest !== undefined && this.#bodyReader !== undefined) this.#take(this.#bodyReader.push(rest));
  }

  end(): void {
    if (this.#bodyReader !== undefined) this.#take(this.#bodyReader.end());
    else this.#fail("answer-cut-short", this.hasBegun ? "ended before the answer did" : "closed without an answer");
  }

  /** Gives what follows the head; undefined while it is not whole, or when it is faulty. */
  #takeHead(chunk: Uint8Array): Uint8Array | undefined {
    const progress = this.#headReader.push(chunk);
    if (progress.kind === "more") return undefined;
    if (progress.kind === "faulty") {
      this.#fail(progress.code, progress.what);
      return undefined;
    }
    const { head, rest } = progress;
    if (head.status < 200 && head.status !== 101) {
      // An informational answer; the real one follows. RFC 9110 §15.2
      this.#headReader = new HttpHeadReader();
      return rest.length === 0 ? undefined : rest;
    }
    const framing = head.status === 101 ? undefined : framingOf(head);
    const codings = head.fields.filter(([name, value]) => name === "content-encoding" && !/^identity$/i.test(value));
    if (framing === undefined) this.#fail("answer-unreadable", "its fields contradict the request or each other");
    // We ask for no coding, so one is the server's mistake. RFC 9110 §12.5.3
    else if (codings.length > 0) this.#fail("answer-unreadable", "coded although not asked for");
    else {
      this.#head = head;
      this.#bodyReader = new HttpBodyReader(framing, this.#largestBodyOctets);
      return rest;
    }
    return undefined;
  }

  #take(progress: BodyProgress): void {
    if (progress.kind === "faulty") this.#fail(progress.code, progress.what);
    if (progress.kind !== "whole" || this.#head === undefined) return;
    this.#done({ status: this.#head.status, headers: joinFields(this.#head), body: progress.body });
  }
}

/** Repeated fields become one, separated as RFC 9110 §5.3 says. */
function joinFields(head: HttpHead): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [name, value] of head.fields) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(values);
}
